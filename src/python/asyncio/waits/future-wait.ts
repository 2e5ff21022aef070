/** Names what completes a future by the future alone: its type, its callbacks, the timers and jobs that know it. */

import { hexId } from '../../hex-id.ts';
import type { TimerInSight, Wait } from '../../model/wait.ts';
import { callableOf } from '../callable.ts';
import { gatherWait } from './gather.ts';
import { chainedWait } from './jobs-wait.ts';
import type { WaitContext } from './recogniser.ts';
import type { PendingTimer, Timers } from './timers.ts';
import { socketFutureWait } from './uvloop-waits.ts';
import { counted, mayComplete, timeLeft, timerLabel, waitOf } from './wording.ts';

const MAX_DEPTH = 6;

/** `partial` and nested functions have the module's functions in front: `shield.<locals>._outer_done_callback` since 3.9. */
const OUTER_OF_SHIELD = 'shield.<locals>._outer_done_callback';
const CHAINED = '_chain_future.<locals>._call_check_cancel';
/** What a task registers with the future that it awaits; not worth naming. */
const WAKE_UPS = /(^|\.)(task_wakeup|TaskWakeupMethWrapper|__wakeup|_wakeup|TaskStepMethWrapper)$/;

export function futureWait(context: WaitContext, address: number, depth: number): Wait {
  const { futures, session } = context;
  if (depth > MAX_DEPTH || !futures.isFuture(address)) {
    const type = session.objects.typeName(address) || 'nothing readable';
    return waitOf({ kind: 'unknown', type }, `something of type ${type}`);
  }
  const state = futures.state(address);
  if (state !== 'pending')
    return waitOf({ kind: 'ready' }, `the next step of the loop: what it awaited is ${state}`);
  if (futures.isTask(address))
    return waitOf({ kind: 'task', taskId: hexId(address) }, `task '${futures.taskName(address)}'`);
  return (
    socketFutureWait(context, address) ??
    gatherWait(context, address, depth) ??
    calledBack(context, address, depth) ??
    plainFuture(context, address)
  );
}

function calledBack(context: WaitContext, future: number, depth: number): Wait | null {
  const { futures, session } = context;
  for (const callback of futures.callbacks(future)) {
    const facts = callableOf(session, callback);
    if (facts === null) continue;
    const { qualifiedName } = facts;
    if (qualifiedName === OUTER_OF_SHIELD)
      return shieldWait(context, fromClosure(facts.closure(), 'inner'), depth);
    if (qualifiedName === CHAINED)
      return chainedWait(context, { source: fromClosure(facts.closure(), 'source'), future, depth });
  }
  return null;
}

function fromClosure(closure: readonly [string, number][], name: string): number {
  return closure.find(([key]) => key === name)?.[1] ?? 0;
}

/** `asyncio.shield` (tasks.py): the outer future's callback knows the inner one. */
function shieldWait(context: WaitContext, inner: number, depth: number): Wait {
  const { futures } = context;
  if (futures.isTask(inner))
    return waitOf(
      { kind: 'shield', innerTaskIds: [hexId(inner)] },
      `asyncio.shield around task '${futures.taskName(inner)}'`,
    );
  const { on, description, timer } = context.future(inner, depth + 1);
  // Who does the job, or completes the future, is waited for all the same.
  const isPassedOn = on.kind === 'thread-job' || on.kind === 'future';
  const wait = waitOf(
    isPassedOn ? on : { kind: 'shield', innerTaskIds: on.kind === 'tasks' ? on.pending : [] },
    `asyncio.shield around ${inner === 0 ? 'something unknown' : description}`,
  );
  return timer === undefined ? wait : { ...wait, timer };
}

function plainFuture(context: WaitContext, future: number): Wait {
  const { session, futures, timers } = context;
  const loop = futures.loopOf(future);
  const timer = timers.touching(loop, future);
  if (timer !== null && timer.by === null) {
    const secondsLeft = timers.secondsUntil(timer.whenMs);
    return waitOf({ kind: 'timer', secondsLeft }, `a timer of the loop, ${timeLeft(secondsLeft)}`);
  }
  const type = session.objects.typeName(future);
  const callbacks = futures
    .callbacks(future)
    .map((one) => callableOf(session, one)?.qualifiedName ?? '')
    .filter((name) => name !== '' && !WAKE_UPS.test(name));
  const woken = callbacks.length === 0 ? '' : `, ${counted(callbacks.length, 'callback')} (${callbacks[0]})`;
  const again = timer === null ? timerAgain(context, loop, future) : null;
  const wait = waitOf(
    { kind: 'future', futureId: hexId(future), type, state: 'pending', heldBy: [], holderIds: [] },
    `${type.replace(/^_asyncio\./, 'asyncio.')}${completion(timers, again, timer)}${woken}`,
  );
  return again === null ? wait : { ...wait, timer: again };
}

/** A timer whose callback has code that completes it, and code that sets a timer again: either may come. */
function timerAgain({ timers }: WaitContext, loop: number, future: number): TimerInSight | null {
  const timer = timers.mayTouch(loop, future);
  if (timer === null || timer.by === null) return null;
  return { function: timer.by, secondsLeft: timers.secondsUntil(timer.whenMs), isRearmed: true };
}

function completion(timers: Timers, again: TimerInSight | null, timer: PendingTimer | null): string {
  if (again !== null) return timerLabel(again);
  if (timer === null || timer.by === null) return ' that nobody is seen to complete';
  return mayComplete(timer.by, timers.secondsUntil(timer.whenMs));
}
