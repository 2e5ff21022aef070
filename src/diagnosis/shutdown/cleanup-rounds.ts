/** Cleanups that try again and again: what they wait for at the moment is the pause until the next round. */
import type { TaskState } from '../../python/model/capture.ts';
import type { CodePlace } from '../../python/model/frame.ts';
import { progressOf } from '../drains/progress.ts';
import type { Situation } from '../situation.ts';
import type { Construct } from '../vocabulary.ts';

export interface CleanupRounds {
  loop: { file: string; line: number; text: string };
  /** The error that it has in hand and tries again after: `ConnectionRefusedError`; null for none. */
  error: string | null;
}

/** Of a task that sleeps, or waits with a limit, in a `while` within its cleanup, and came round since the signal; null for any other. */
export function cleanupRounds(
  situation: Situation,
  task: TaskState,
  cleanup: { place: CodePlace; construct: Construct | null },
): CleanupRounds | null {
  const { wait } = task;
  const isShort = wait !== null && (wait.on.kind === 'timer' || wait.bound !== null);
  if (!isShort || progressOf(situation, task) !== 'steps') return null;
  const outermost = task.stack.indexOf(cleanup.place);
  for (let index = task.stack.length - 1; index >= Math.max(outermost, 0); index -= 1) {
    const place = task.stack[index];
    if (place?.origin !== 'user') continue;
    const loop = situation.surroundings(place)?.layers.find((layer) => layer.kind === 'loop');
    if (loop?.kind !== 'loop') continue;
    // Around the cleanup, the loop is the work that goes on behind it.
    const isWithin = index > outermost || loop.line > (cleanup.construct?.line ?? 0);
    if (loop.loop !== 'while' || !isWithin) return null;
    const inHand = task.handling.find(({ frameIndex }) => frameIndex === index);
    return {
      loop: { file: place.file, line: loop.line, text: loop.text },
      error: inHand === undefined || inHand.isCancelled ? null : inHand.exceptionType,
    };
  }
  return null;
}
