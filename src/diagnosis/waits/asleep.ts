/** Loops that sleep over work: something was put into their queue from outside of their turns, and nothing woke the selector. */
import type { LoopState, TaskState } from '../../python/model/capture.ts';
import type { Situation } from '../situation.ts';

/** A look so soon after the signal may meet the loop just before its turn. */
const SOON_SECONDS = 0.5;

/**
 * At every look since the signal but a first one that came at once, the loop waits in its selector with callbacks in its queue, or told to
 * stop, and takes none. A loop that is woken takes them at once (asyncio/base_events.py, `_run_once`).
 */
export function sleepsOverWork({ since }: Pick<Situation, 'since'>, { id }: LoopState): boolean {
  const later = since.filter(({ seconds }, index) => index > 0 || seconds >= SOON_SECONDS);
  const looks = later.map(({ capture }) => capture.loops.find((one) => one.id === id));
  const taken = new Set(looks.map((one) => one?.callbacksTaken ?? null));
  return (
    looks.length > 1 &&
    taken.size === 1 &&
    !taken.has(null) &&
    looks.every((one) => one?.state === 'waiting' && (one.readyCount > 0 || one.stopping))
  );
}

/**
 * The same at the last looks alone, the first and the last of them so far apart that no turn lies between: the loop went on
 * after the signal, and what came later from a thread did not wake it. How many seconds those looks span; null where it is not so.
 */
export function sleepsOverWorkSince({ since }: Pick<Situation, 'since'>, { id }: LoopState): number | null {
  const looks = since.map(({ capture, seconds }) => ({
    seconds,
    loop: capture.loops.find((one) => one.id === id),
  }));
  const last = looks.at(-1);
  const taken = last?.loop?.callbacksTaken ?? null;
  if (last === undefined || taken === null) return null;
  const awake = looks.findLastIndex(
    ({ loop }) => loop?.state !== 'waiting' || loop.readyCount === 0 || loop.callbacksTaken !== taken,
  );
  const first = looks[awake + 1];
  const span = first === undefined ? 0 : last.seconds - first.seconds;
  return span >= SOON_SECONDS ? span : null;
}

/** The first task whose step is in the queue. */
export function taskLeftReady({ tasks }: Situation, { ready }: LoopState): TaskState | undefined {
  return ready.map(({ taskId }) => tasks.get(taskId ?? '')).find((one) => one !== undefined);
}
