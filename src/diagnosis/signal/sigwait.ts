/** Threads that take signals by themselves: `signal.sigwait` and its like, of a signal that all threads block. */

import type { CodePlace } from '../../python/model/frame.ts';
import { once } from '../once.ts';
import type { Situation } from '../situation.ts';

export function isSigwait(situation: Situation, place: CodePlace): boolean {
  return /\b(sigwait|sigwaitinfo|sigtimedwait)\(/.test(situation.sourceLine(place.file, place.line) ?? '');
}

/** Where the thread stood that has taken the signal: in such a call before, and not any more. null where none is seen. */
export const sigwaitThatTook = once((situation): CodePlace | null => {
  const { before, last } = situation;
  for (const thread of before?.threads ?? []) {
    const place = thread.stack.findLast((one) => one.origin === 'user');
    if (place === undefined || !isSigwait(situation, place)) continue;
    const now = last.threads.find(({ id, pthreadId }) => id === thread.id && pthreadId === thread.pthreadId);
    const isThere = now?.stack.some(({ codeId, line }) => codeId === place.codeId && line === place.line);
    if (isThere !== true) return place;
  }
  return null;
});
