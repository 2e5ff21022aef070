/** Waits for a child's exit: on the thread of an event loop, and in other threads. */

import type { TaskState, ThreadState } from '../../python/model/capture.ts';
import { isOfPool } from '../causes/process-pool-jobs.ts';
import { workersOf } from '../causes/workers.ts';
import { once } from '../once.ts';
import { hasGoneOn } from '../shutdown/gone-on.ts';
import { mainTask } from '../shutdown/main-task.ts';
import { isShutdownPlace } from '../shutdown/shutdown-place.ts';
import { isCallOfReader } from '../signal/main-line-flag.ts';
import type { Situation } from '../situation.ts';
import type { BlockedLoop } from './blocked-loops.ts';
import { blockedLoops } from './blocked-loops.ts';
import { threadPath } from './threads.ts';

/**
 * It belongs to the shutdown: a cancelled task's, or in a function whose name or place says so. Then the child must change
 * that does not end, and not the loop's use of the wait. One that was under way before the signal is the service's work.
 */
export function isShutdownChildWait(situation: Situation, { thread, task, place }: BlockedLoop): boolean {
  const { before, evidence } = situation;
  if (thread.waitsFor.kind !== 'child' || evidence.signal === null) return false;
  const earlier = before?.threads.find((one) => one.id === thread.id)?.stack ?? [];
  if (earlier.some((one) => one.codeId === place?.codeId && one.line === place.line)) return false;
  if (task?.handling.some((one) => one.isCancelled)) return true;
  if (task !== null && mainTask(situation) === task && hasGoneOn(situation, task)) return true;
  return thread.stack.some((one) => one.origin !== 'python' && isShutdownPlace(situation, one));
}

/** The main thread's, or one for which its main line runs a loop; null when its loop is not held by such a wait. */
export const childWaitOnMainLoop = once((situation): BlockedLoop | null => {
  const blocked = blockedLoops(situation).find(({ thread }) => thread.isMain);
  if (blocked === undefined) return null;
  const isOfMainLine = blocked.thread.waitsFor.kind === 'child' && isCallOfReader(situation, blocked);
  return isOfMainLine || isShutdownChildWait(situation, blocked) ? blocked : null;
});

/** Of a task: for what a child does on its way out; that it reads what is written to it is no end. */
export function awaitsChildEnd({ wait }: TaskState): boolean {
  return wait?.on.kind === 'child' && wait.on.what !== 'input';
}

/** Its wait ends with a living child. The threads that manage a process pool are Python's own, and its workers the pool's affair. */
function awaitsLivingChild({ last }: Situation, { waitsFor, stack }: ThreadState): boolean {
  if (waitsFor.kind !== 'child' || waitsFor.heldBy !== undefined || stack.some(isOfPool)) return false;
  const alive = workersOf(last.family);
  return waitsFor.childPid === null ? alive.length > 0 : alive.some(({ pid }) => pid === waitsFor.childPid);
}

/** The thread itself, or the one to which its joins lead, that waits for a living child; null when none does. */
export function childWaiterBehind(situation: Situation, thread: ThreadState): ThreadState | null {
  const end = endOfJoins(situation, thread);
  return end !== null && awaitsLivingChild(situation, end) ? end : null;
}

/** Likewise of one that reads what a child has left, and another process has open. */
export function pipeReaderBehind(situation: Situation, thread: ThreadState): ThreadState | null {
  const end = endOfJoins(situation, thread);
  return end?.waitsFor.kind === 'child' && end.waitsFor.heldBy !== undefined ? end : null;
}

/** Another process is what it waits for in the end. */
export function waitsForProcess(situation: Situation, thread: ThreadState): boolean {
  return childWaiterBehind(situation, thread) !== null || pipeReaderBehind(situation, thread) !== null;
}

function endOfJoins(situation: Situation, thread: ThreadState): ThreadState | null {
  return threadPath(situation, thread).find(({ waitsFor }) => !JOINS.has(waitsFor.kind)) ?? null;
}

const JOINS: ReadonlySet<string> = new Set(['thread-join', 'executor-shutdown', 'threads-join-all']);
