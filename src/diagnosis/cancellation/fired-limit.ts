/** Limits that were over while somebody waited within them, and by which the wait did not end. */
import type { TaskState } from '../../python/model/capture.ts';
import type { CodePlace } from '../../python/model/frame.ts';
import { taskAt } from '../looks/at-look.ts';
import type { Situation } from '../situation.ts';

export interface FiredLimit {
  /** Outermost first: of the frame that set it. */
  frameIndex: number;
  place: CodePlace;
  secondsAgo: number;
}

/**
 * A look since the signal met a limit that is not there any more, since then the task was cancelled once again, as
 * `asyncio.timeout` and, from 3.12, `wait_for` do when the time is over (asyncio/timeouts.py), and it still stands inside the
 * line that set it. Null for none, and up to 3.10, where no counter tells.
 */
export function firedLimit({ since }: Situation, task: TaskState): FiredLimit | null {
  const last = since.at(-1);
  const { cancelRequests, stack } = task;
  if (last === undefined || cancelRequests === null) return null;
  for (const { seconds, capture } of since.toReversed()) {
    const earlier = taskAt(capture, task.id);
    const bound = earlier?.wait?.bound;
    if (earlier === undefined || bound?.frameIndex == null || bound.secondsLeft <= 0) continue;
    const { frameIndex, secondsLeft } = bound;
    const secondsAgo = last.seconds - (seconds + secondsLeft);
    const place = stack[frameIndex];
    if (secondsAgo <= 0 || place === undefined || (earlier.cancelRequests ?? 0) >= cancelRequests)
      return null;
    const isWithin = stack
      .slice(0, frameIndex + 1)
      .every(
        ({ codeId, line }, index) =>
          codeId === earlier.stack[index]?.codeId && line === earlier.stack[index].line,
      );
    return isWithin && !isBounded(task, frameIndex) ? { frameIndex, place, secondsAgo } : null;
  }
  return null;
}

/** By another limit that the same frame has set since. */
function isBounded({ wait }: TaskState, frameIndex: number): boolean {
  return wait?.bound?.frameIndex === frameIndex && wait.bound.secondsLeft > 0;
}
