/** Threads that wait, in the service's own code, for another thread to end. */
import type { ThreadState } from '../../python/model/capture.ts';
import type { CodePlace } from '../../python/model/frame.ts';
import { blamedTasks } from '../blame.ts';
import { hasOwnCode } from '../culprit.ts';
import { isShutdownPlace } from '../shutdown/shutdown-place.ts';
import type { Situation } from '../situation.ts';
import type { BlockedLoop } from '../waits/blocked-loops.ts';

export function isJoin(thread: ThreadState): boolean {
  const wait = thread.waitsFor;
  switch (wait.kind) {
    case 'thread-join':
    case 'executor-shutdown':
      return true;
    case 'queue':
      // What processes share need be no thread's to end.
      return wait.operation !== 'get' && !(wait.ofProcesses === true && wait.counterpartThreadId == null);
    default:
      return false;
  }
}

/**
 * A join that belongs to the service's shutdown rather than to its work: in a finally, an except or the exit of a
 * with, or in a function whose name says so. What then must change is the joined thread, not the loop's use of it.
 */
export function isShutdownJoin(situation: Situation, blocked: BlockedLoop): boolean {
  if (!isJoin(blocked.thread)) return false;
  if (blocked.task?.handling.some((one) => one.isCancelled)) return true;
  if (blocked.thread.waitsFor.kind === 'executor-shutdown') return true;
  return blocked.thread.stack.some((place) => isShutdownPlace(situation, place));
}

/** The innermost frame outside Python's own code: where the join is written. */
export function joinPlace(thread: ThreadState): CodePlace | null {
  for (let index = thread.stack.length - 1; index >= 0; index -= 1) {
    const place = thread.stack[index];
    if (place !== undefined && place.origin !== 'python') return place;
  }
  return null;
}

/**
 * A thread that runs an event loop which is itself waiting: what its tasks do is the answer, not the thread. A server in which
 * nothing of the service's own runs, and that nobody told to stop, is no answer.
 */
export function runsWaitingLoop(situation: Situation, thread: ThreadState): boolean {
  const waiting = situation.last.loops.filter(
    (loop) => loop.threadId === thread.id && loop.state === 'waiting',
  );
  return blamedTasks(situation).some(
    ({ task, cancellation }) =>
      waiting.some(({ id }) => id === task.loopId) && (hasOwnCode(task) || cancellation !== 'not-requested'),
  );
}
