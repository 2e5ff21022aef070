/** Whether the target did anything about the signal: the difference between "not told" and "told, and draining". */

import type { SignalHandler, TaskState } from '../../python/model/capture.ts';
import { wasRequested } from '../cancellation/cancellation.ts';
import { findSwallower } from '../cancellation/swallow-search.ts';
import { lastPart } from '../dotted-name.ts';
import { drainAt } from '../drains/draining.ts';
import { linesOf } from '../lines-of.ts';
import { taskAt } from '../looks/at-look.ts';
import { once } from '../once.ts';
import { hasMovedOn, isUnmoved, isUntold } from '../shutdown/gone-on.ts';
import { mainTask } from '../shutdown/main-task.ts';
import type { Situation } from '../situation.ts';
import { reachOfHandler } from './handler-reach.ts';
import { handlerTimers } from './handler-timers.ts';
import { handlersOf, leavesTraces, setsUnawaited, startsThread, stopsProgram } from './handlers.ts';
import { turnedOnce } from './turned-once.ts';

/** Anything cancelled: a counter, a set, an exception under way, or (up to 3.10) a step at the signal that left no trace. */
export const anythingCancelled = once((situation): boolean => {
  if (situation.phase === 'cancelling-tasks') return true;
  return situation.last.tasks.some((task) => {
    const earlier = situation.tasksBefore.get(task.id);
    return newlyRequested(task, earlier) || newlyUnwinding(task, earlier) || steppedAtSignal(situation, task);
  });
});

function newlyRequested(task: TaskState, earlier: TaskState | undefined): boolean {
  if (!wasRequested(task)) return false;
  return (
    earlier === undefined ||
    !wasRequested(earlier) ||
    (task.cancelRequests ?? 0) > (earlier.cancelRequests ?? 0)
  );
}

function newlyUnwinding(task: TaskState, earlier: TaskState | undefined): boolean {
  const unwinds = (one: TaskState) => one.handling.some((handling) => handling.isCancelled);
  return unwinds(task) && (earlier === undefined || !unwinds(earlier));
}

/**
 * Without a counter: it stood still ever since a step between the capture before the signal and the first after it, or
 * the handler cancels; and it can have swallowed what it was told.
 */
function steppedAtSignal(situation: Situation, task: TaskState): boolean {
  if (task.cancelRequests !== null || task.inToCancel !== null) return false;
  const stepped = situation.cancellation.get(task.id) === 'unknown' && standsStill(situation, task);
  if (!(stepped || handlerCancels(situation))) return false;
  const swallower = findSwallower(situation, task);
  return swallower?.certain === true && !swallower.endsTask;
}

function standsStill(situation: Situation, task: TaskState): boolean {
  return situation.since.every(({ capture }) => taskAt(capture, task.id)?.stepMark === task.stepMark);
}

/**
 * Told by its effects, or by what its handler is sure to have done: one that the loop has called, or any where the watch
 * was joined after the signal.
 */
export function hasReacted(situation: Situation): boolean {
  return hasVisiblyReacted(situation) || actsUnseen(situation);
}

/**
 * Told by its effects: a phase of shutdown, a cancel, the main task at another await than before, a loop that was
 * stopped, a main thread that stands elsewhere. A periodic task that takes its usual steps is no reaction.
 */
export const hasVisiblyReacted = once((situation): boolean => {
  const { before, last, phase, mainThread, tasksBefore } = situation;
  if (phase !== 'before-signal' && phase !== 'draining' && phase !== 'unknown') return true;
  if (anythingCancelled(situation)) return true;
  if (handlerTimers(situation).some(({ isRearmed }) => isRearmed)) return true;
  if (last.tasks.some((task) => drainAt(task)?.rule.onlyInShutdown === true)) return true;
  if (before === null) return handledByAsyncio(situation) || shutdownTaskRuns(situation);
  if (last.tasks.some((task) => !tasksBefore.has(task.id) && isStartedByHandler(situation, task)))
    return true;
  if (hasTurned(situation)) return true;
  const main = mainTask(situation);
  const mainBefore = main === null ? undefined : situation.tasksBefore.get(main.id);
  if (main !== null && mainBefore !== undefined) {
    if (hasMovedOn(situation, main, mainBefore)) return true;
    // Who waits for a loop in another thread may have been told in its stead.
    if (runsOnMain(situation, main)) return false;
  }
  if (last.loops.some((loop) => loop.stopping || loop.state === 'closed')) return true;
  const threadBefore = before.threads.find((one) => one.isMain);
  if (mainThread === null || threadBefore === undefined) return false;
  return hasMovedOn(situation, mainThread, threadBefore);
});

function runsOnMain({ loops, mainThread }: Situation, { loopId }: TaskState): boolean {
  const threadId = loopId === null ? null : (loops.get(loopId)?.threadId ?? null);
  return threadId === null || threadId === mainThread?.id;
}

/** What ends or comes is the program's own affair where nobody has told it. */
function hasTurned(situation: Situation): boolean {
  if (isUntold(situation) || isUnmoved(situation)) return false;
  return (
    tasksEnded(situation) ||
    shutdownBegun(situation) ||
    handledByAsyncio(situation) ||
    turnedOnce(situation) ||
    threadStarted(situation)
  );
}

/**
 * There is nothing to compare with, or nothing that would show: a handler that closes a server, hands over a word, or sets
 * what somebody waits for, has most likely done so. One that would cancel or start a task has not, as no such task is there.
 */
function actsUnseen(situation: Situation): boolean {
  const { acting } = handlersOf(situation);
  if (acting === null || !wentToTarget(situation) || leavesTraces(acting)) return false;
  if (situation.before !== null && acting.registeredBy !== 'asyncio') return false;
  return stopsProgram(acting) || acting.stores.length > 0;
}

function shutdownTaskRuns(situation: Situation): boolean {
  return situation.last.tasks.some((task) => isStartedByHandler(situation, task));
}

/** The handler's code, or what that calls, calls or hands to its loop what makes this task's coroutine: it is the shutdown. */
export function isStartedByHandler(situation: Situation, task: TaskState): boolean {
  const { acting } = handlersOf(situation);
  if (acting === null || (acting.place?.origin ?? 'python') === 'python') return false;
  if (!wentToTarget(situation)) return false;
  return reachOfHandler(situation, acting).names.has(lastPart(task.coroutine));
}

/** A task that was made since the signal waits for older ones, or the handler's code names it: it started a shutdown. */
function shutdownBegun(situation: Situation): boolean {
  const { tasks, tasksBefore, graph } = situation;
  const made = [...tasks.values()].filter(({ id }) => !tasksBefore.has(id));
  if (made.some((one) => isStartedByHandler(situation, one))) return true;
  return [...graph.edges].some(
    ([id, targets]) =>
      !tasksBefore.has(id) &&
      tasks.get(id)?.stack.some((place) => place.origin === 'user') === true &&
      targets.some((target) => tasksBefore.has(target)),
  );
}

/** A handler that has its work done by a thread: that thread is there. */
function threadStarted({ before, last, evidence }: Situation): boolean {
  const { acting } = handlersOf({ before, last, evidence });
  if (before === null || acting === null || !startsThread(acting)) return false;
  return last.threads.some(
    ({ id, pthreadId }) => pthreadId !== 0 && !before.threads.some((one) => one.id === id),
  );
}

/** Tasks ended and none came: a service that goes on as usual makes as many as it ends. */
function tasksEnded(situation: Situation): boolean {
  const { tasks, tasksBefore } = situation;
  if ([...tasks.keys()].some((id) => !tasksBefore.has(id))) return false;
  return [...tasksBefore.keys()].some((id) => !tasks.has(id));
}

/**
 * `loop.add_signal_handler(SIGTERM, event.set)`, `task.cancel`, `loop.stop`: these cannot fail, and had their effect. None
 * where nobody waited for the event: it wakes no one.
 */
function handledByAsyncio(situation: Situation): boolean {
  const { asyncio } = handlersOf(situation);
  if (asyncio === null || !wentToTarget(situation) || setsUnawaited(situation, asyncio)) return false;
  return asyncio.place?.origin !== 'user' && /(^|\.)(set|cancel|stop)$/.test(asyncio.function ?? '');
}

/** The signal went to a handler that calls `cancel()`. */
export const handlerCancels = once((situation): boolean => {
  const { acting } = handlersOf(situation);
  if (acting === null || !wentToTarget(situation)) return false;
  const names = [acting.function ?? '', ...acting.calls, ...acting.mentions];
  return names.some((name) => /(^|\.)cancel$/.test(name)) || handsOnCancel(situation, acting);
});

/** `loop.call_soon(lambda: task.cancel())`: a lambda has code of its own, and stands in the lines of the handler. */
function handsOnCancel(situation: Situation, { place, function: name }: SignalHandler): boolean {
  if (place?.origin !== 'user') return false;
  const facts = name === null ? null : situation.functionNamed(place.file, name);
  const span = facts?.span ?? { fromLine: place.line, toLine: place.line };
  return linesOf(situation, place.file, span).some((text) => /\blambda\b.*\.cancel\(/.test(text));
}

function wentToTarget({ evidence, last }: Situation): boolean {
  return evidence.signal !== null && evidence.signal.sentToPid === last.family.target.pid;
}
