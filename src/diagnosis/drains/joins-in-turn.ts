/** A shutdown that joins one thread after the other, each of which ends: it goes on, and is not stuck in the present join. */
import type { ThreadState } from '../../python/model/capture.ts';
import type { Situation } from '../situation.ts';

/** One that ended may be the last that does. */
const LEAST_ENDED = 2;
/** A join that takes as long as so many took before is stuck. */
const LONGEST_JOIN = 1.5;

interface Joined {
  seconds: number;
  /** Kernel thread id of the thread that is joined; null in no join, or of an unknown thread. */
  id: number | null;
}

/** How many threads it was seen to join since the signal that have ended by now; 0 unless the present join is one more of those. */
export function joinedInTurn(situation: Situation, { pthreadId, waitsFor }: ThreadState): number {
  if (waitsFor.kind !== 'thread-join' || waitsFor.threadId === null) return 0;
  const now = waitsFor.threadId;
  const looks = situation.since.map(({ seconds, capture }): Joined => {
    const wait = capture.threads.find((one) => one.pthreadId === pthreadId)?.waitsFor;
    return { seconds, id: wait?.kind === 'thread-join' ? wait.threadId : null };
  });
  const [first] = looks;
  const last = looks.at(-1);
  const since = looks.find(({ id }) => id === now);
  if (first === undefined || last === undefined || since === undefined) return 0;
  const earlier = new Set(looks.flatMap(({ id }) => (id === null || id === now ? [] : [id])));
  const isOver = [...earlier].every((id) => !situation.threads.has(id));
  if (earlier.size < LEAST_ENDED || !isOver) return 0;
  const secondsEach = (since.seconds - first.seconds) / earlier.size;
  return last.seconds - since.seconds <= LONGEST_JOIN * secondsEach ? earlier.size : 0;
}
