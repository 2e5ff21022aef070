/** A sleep that was broken off: the task sleeps anew, though the sleep that it was in has not come to its end. */
import type { Capture, TaskState } from '../../python/model/capture.ts';
import { isSameTimer, timerOf } from '../drains/progress.ts';

export interface Look {
  capture: Capture;
  task: TaskState;
}

/**
 * Up to 3.10 no counter tells of a cancellation, and the next sleep may lie where the last one lay. But nothing else than an
 * exception that is thrown in ends `asyncio.sleep` before its time (asyncio/tasks.py, `sleep`).
 */
export function sleptAnewTooSoon(earlier: Look, now: Look): boolean {
  const [before, after] = [endOf(earlier), endOf(now)];
  if (before === null || after === null) return false;
  const lateSeconds = (earlier.capture.durationMs + now.capture.durationMs) / 1000;
  if (isSameTimer(before, after, lateSeconds)) return false;
  return before > now.capture.takenAtMs / 1000 + lateSeconds;
}

function endOf({ capture, task }: Look): number | null {
  return timerOf(task, capture.takenAtMs / 1000);
}
