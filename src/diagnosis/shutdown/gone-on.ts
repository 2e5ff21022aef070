/**
 * Whether a thread or task that stands elsewhere than before the signal has gone on to the shutdown, or got there by itself:
 * a start that is under way goes on without any signal.
 */

import type { SignalHandler, TaskState, ThreadState } from '../../python/model/capture.ts';
import { wasRequested } from '../cancellation/cancellation.ts';
import { has, masksAtSignal, stopSignal } from '../causes/signal-masks.ts';
import { once } from '../once.ts';
import { isInLoopOf, testedAbove, testsLater } from '../signal/flag-readers.ts';
import { hasRun } from '../signal/flag-state.ts';
import {
  flagsOf,
  handlersOf,
  leavesTraces,
  onlySets,
  outerCalls,
  raises,
  setsUnawaited,
  stopsProgram,
  tells,
} from '../signal/handlers.ts';
import { raisedBy } from '../signal/raised.ts';
import { doesNothing, mayWake } from '../signal/wakes.ts';
import type { Situation } from '../situation.ts';
import { cleanupAt } from './retries.ts';
import { isShutdownPlace } from './shutdown-place.ts';
import type { Parting } from './stands.ts';
import { goesRound, partingOf, sameStand } from './stands.ts';
import { cameStraightOn } from './straight-on.ts';

export type Standing = Pick<TaskState, 'stack' | 'wait'> | Pick<ThreadState, 'stack' | 'waitsFor'>;

/** It stands elsewhere than before the signal, or was made since: what it waits for now is the shutdown's. */
export function hasGoneOn(situation: Situation, task: TaskState): boolean {
  if (situation.before === null) return false;
  const earlier = situation.tasksBefore.get(task.id);
  return earlier === undefined || hasMovedOn(situation, task, earlier);
}

/** It stands elsewhere than it stood before the signal, and that is the signal's doing, as far as can be told. */
export function hasMovedOn(situation: Situation, now: Standing, before: Standing): boolean {
  return !(sameStand(before, now) || isByItself(situation, now, before));
}

/** Nobody has told it, or what it did before ended of itself; and no cleanup is under way. */
export function isByItself(situation: Situation, now: Standing, before: Standing): boolean {
  const parting = partingOf(now, before);
  if (parting.index === -1) return false;
  if (parting.now.slice(parting.index).some((place) => cleanupAt(situation, place) !== null)) return false;
  return (
    isUntold(situation) ||
    isUnmoved(situation) ||
    keptOn(situation, parting) ||
    staysInLoop(situation, parting) ||
    wentOn(situation, parting, before)
  );
}

/**
 * The signal went to another process, and nothing shows that this one has got it: its handler would have left a trace, or the
 * signal would have ended it.
 */
export const isUntold = once((situation): boolean => {
  const { evidence, last } = situation;
  const { target } = last.family;
  if (evidence.signal === null || evidence.signal.sentToPid === target.pid) return false;
  const { number } = stopSignal(situation);
  const masks = masksAtSignal(situation);
  const wouldEnd = !(has(masks.caught, number) || has(masks.ignored, number) || has(masks.blocked, number));
  if (wouldEnd) return !target.isInit;
  const { acting } = handlersOf(situation);
  if (acting === null || mayHaveRaised(situation)) return false;
  if (mayRaise(situation)) return true;
  return hasRun(situation, acting) === false || (leavesTraces(acting) && !anyRequested(situation));
});

/** Before 3.11 no counter tells. */
function anyRequested({ last }: Situation): boolean {
  return last.tasks.some((task) => task.cancelRequests === null || wasRequested(task));
}

/** The handler in place does nothing, or only tells of the signal, and nobody else is woken by it. */
export function isUnmoved(situation: Situation): boolean {
  const { acting } = handlersOf(situation);
  if (acting?.place?.origin !== 'user' && acting?.place?.origin !== 'library') return false;
  if (stopsProgram(acting) || acting.stores.length > 0 || mayRaise(situation)) return false;
  if (mayWake(situation, acting) || returnsAtSignal(situation)) return false;
  return doesNothing(acting) || (acting.calls.length > 0 && outerCalls(acting).every(tells));
}

const RETURNS_AT_SIGNAL = /\b(pause|sigwait|sigwaitinfo|sigtimedwait)\(/;

/** `signal.pause()` returns once any handler has run, one that does nothing too (pause(2)). */
function returnsAtSignal({ before, sourceLine }: Situation): boolean {
  const main = before?.threads.find((one) => one.isMain);
  const place = main?.stack.at(-1);
  if (main === undefined || place === undefined) return false;
  return main.syscallName === 'pause' || RETURNS_AT_SIGNAL.test(sourceLine(place.file, place.line) ?? '');
}

/** What the handler raises would have led out of the loop in which it is still: a clause within keeps it. */
function keptOn(situation: Situation, parting: Parting): boolean {
  const { acting } = handlersOf(situation);
  if (acting?.registeredBy !== 'python' || !mayRaise(situation)) return false;
  return flagsOf(acting).length === 0 && goesRound(situation, parting);
}

/** At another line of the very loop that the flag would end: it has not come to look, or what it looks at is something else. */
function staysInLoop(situation: Situation, { now, before, index }: Parting): boolean {
  const { acting } = handlersOf(situation);
  const [place, earlier] = [now[index], before[index]];
  if (acting === null || place === undefined || earlier?.codeId !== place.codeId) return false;
  if (now.slice(index).some((one) => isShutdownPlace(situation, one))) return false;
  const flags = flagsOf(acting);
  return flags.length > 0 && [place, earlier].every((one) => isInLoopOf(situation, one, flags));
}

/**
 * It slept, computed or read in no loop, which a handler does not cut short (PEP 475), and has not come past what the handler
 * sets.
 */
function wentOn(situation: Situation, parting: Parting, earlier: Standing): boolean {
  const { now, before, index } = parting;
  const { acting } = handlersOf(situation);
  if (acting === null || mayHaveRaised(situation) || !endsOfItself(earlier)) return false;
  const inLoop = before
    .slice(index)
    .some((place) => situation.surroundings(place)?.layers.some(({ kind }) => kind === 'loop') !== false);
  if (inLoop) return false;
  const flags = flagsOf(acting);
  if (flags.length === 0 && (mayRaise(situation) || !stopsProgram(acting))) return true;
  if (now.some((place) => testsLater(situation, place, flags))) return true;
  if (flags.length === 0 || hasRun(situation, acting) === true)
    return cameUnasked(situation, parting, acting);
  return !now.some((place) => testedAbove(situation, place, flags));
}

/** What the handler has set is asked for nowhere on its way, and that is all that the handler does. */
function cameUnasked(situation: Situation, parting: Parting, acting: SignalHandler): boolean {
  const isAll = setsUnawaited(situation, acting) || (flagsOf(acting).length > 0 && onlySets(acting));
  if (!isAll || parting.now.some((place) => isShutdownPlace(situation, place))) return false;
  return cameStraightOn(situation, parting, flagsOf(acting));
}

function endsOfItself(one: Standing): boolean {
  if ('waitsFor' in one)
    return (
      one.waitsFor.kind === 'sleep' || one.waitsFor.kind === 'computing' || one.waitsFor.kind === 'socket'
    );
  return one.wait === null || one.wait.on.kind === 'timer' || one.wait.on.kind === 'ready';
}

function mayRaise(situation: Situation): boolean {
  const { acting } = handlersOf(situation);
  return acting !== null && (raises(acting) || raisedBy(situation, acting) !== null);
}

/** What the handler raises came up in the main thread, and something around its stand may have kept it: else it had ended it. */
function mayHaveRaised(situation: Situation): boolean {
  const { mainThread: main, before } = situation;
  if (!mayRaise(situation)) return false;
  const earlier = before?.threads.find((one) => one.isMain);
  if (main === null || earlier === undefined) return true;
  const parting = partingOf(main, earlier);
  const shared = parting.before.filter(
    ({ codeId }, index) => index <= parting.index && codeId === parting.now[index]?.codeId,
  );
  return shared.some(
    (place) =>
      situation.surroundings(place)?.layers.some(({ kind }) => kind === 'try-body' || kind === 'with') !==
      false,
  );
}
