/** A thread that keeps the GIL: inside one call of C that does not give it back, so that no other thread can go on in Python. */

import type { Capture, ThreadState } from '../../python/model/capture.ts';
import { once } from '../once.ts';

/** Looks that are closer together say nothing: a thread may compute for a while. */
const LEAST_SECONDS = 1;
const LEAST_LOOKS = 3;

/**
 * At the same instruction with the GIL at every look since the signal, whose handler Python has not run: it runs handlers on
 * the main thread, between two bytecodes (Modules/signalmodule.c). Null where one of this was not seen.
 */
export const gilHolder = once((situation): ThreadState | null => {
  const { evidence, last, since, mainThread } = situation;
  const number = evidence.signal?.number;
  const holder = holderIn(last);
  if (number === undefined || holder === null || holder === mainThread) return null;
  if (!last.signalHandlers.some(({ signal, tripped }) => signal === number && tripped)) return null;
  const [first, final] = [since[0], since.at(-1)];
  if (first === undefined || final === undefined || since.length < LEAST_LOOKS) return null;
  if (final.seconds - first.seconds < LEAST_SECONDS) return null;
  return since.every(({ capture }) => isSame(holderIn(capture), holder)) ? holder : null;
});

function holderIn({ threads }: Capture): ThreadState | null {
  return threads.find((one) => one.ownsGil) ?? null;
}

function isSame(one: ThreadState | null, other: ThreadState): boolean {
  const [a, b] = [one?.stack.at(-1), other.stack.at(-1)];
  return one?.pthreadId === other.pthreadId && a?.codeId === b?.codeId && a?.instruction === b?.instruction;
}
