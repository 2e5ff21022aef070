/**
 * A facade without async: a thread's main line goes round `while not self.stopping: client.get()`, and `get` runs a coroutine
 * on a loop of its own. Such a loop is one of the call's, and has no part in the shutdown: what the handler sets is for the
 * main line.
 */
import type { SignalHandler } from '../../python/model/capture.ts';
import { isRunUntilComplete } from '../shutdown/run-until-complete.ts';
import type { Situation } from '../situation.ts';
import type { BlockedLoop } from '../waits/blocked-loops.ts';
import { flagAliases } from './flag-aliases.ts';
import type { FlagReader } from './flag-readers.ts';
import { flagTests, inWait, polledEvents } from './flag-readers.ts';
import { hasRun } from './flag-state.ts';
import { flagsOf, handlersOf, objectsOf, stopsProgram } from './handlers.ts';
import { isMainLine } from './main-line.ts';
import { hasVisiblyReacted } from './reaction.ts';
import { unawaitedBy } from './unawaited.ts';

/**
 * The loop is held in such a call, and were it free, a stop signal would stop nothing in it: the handler only sets a flag,
 * which the main line looks at between two calls, and no code in the loop.
 */
export function isCallOfReader(situation: Situation, blocked: BlockedLoop): boolean {
  const { loop, thread } = blocked;
  const { acting } = handlersOf(situation);
  if (acting?.registeredBy !== 'python') return false;
  if (hasRun(situation, acting) === false || unawaitedBy(situation, acting) !== null) return false;
  if (!isWorkOfCall(situation, blocked)) return false;
  if (doesMore(acting) || hasVisiblyReacted(situation)) return false;
  const flags = [...flagsOf(acting), ...polledEvents(situation, acting), ...objectsOf(acting)];
  const tests = flagTests(situation, flags, flagAliases(situation, acting));
  const isInside = ({ owner, stack, place }: FlagReader) =>
    owner.kind === 'task'
      ? situation.tasks.get(owner.id)?.loopId === loop.id
      : owner.id === thread.id && !isMainLine(stack, place);
  return (
    tests.some((one) => one.owner.id === thread.id && goesRound(situation, one)) &&
    // A library has names of its own, which may be the flag's by chance.
    !tests.some((one) => isInside(one) && (one.inCondition || one.place.origin === 'user'))
  );
}

/** Of a timer of the loop's own that ends a wait (asyncio, async_timeout, anyio). */
const LIMIT = /timeout|deadline|_release_waiter/i;

/**
 * What holds the loop is that for whose end the call waits, and with no limit which a free loop would keep. Else the main line
 * would come round if only the loop were free: `while not stopping: loop.run_until_complete(asyncio.sleep(1))`.
 */
function isWorkOfCall(situation: Situation, { loop, task }: BlockedLoop): boolean {
  if (task === null || loop.timers.some((one) => LIMIT.test(one.function))) return false;
  return situation.last.tasks.some(
    ({ id, loopId, doneCallbacks }) =>
      loopId === loop.id &&
      doneCallbacks.some(isRunUntilComplete) &&
      (id === task.id || situation.graph.awaitedBy(id).has(task.id)),
  );
}

/** It cancels, stops or closes something: that may be for the loop. */
function doesMore(handler: SignalHandler): boolean {
  return stopsProgram({ ...handler, calls: handler.calls.filter((one) => !/\.set$/.test(one)) });
}

/** In a loop of the main line that the flag ends, and not in a wait for the flag, `loop.run_until_complete(stop.wait())`. */
function goesRound(situation: Situation, { stack, place, flag, inCondition }: FlagReader): boolean {
  if (!(inCondition && isMainLine(stack, place))) return false;
  const around = situation.surroundings(place);
  return around?.layers.some(({ kind }) => kind === 'loop') === true && inWait(around, [flag]) === undefined;
}
