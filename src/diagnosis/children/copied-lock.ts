/**
 * A fork copies locks as they are, and of the threads only the one that forks: what another thread held is held for ever in the
 * child (fork(2); Python warns of it since 3.12).
 */
import type { ProcessFacts } from '../../target/facts.ts';
import type { Situation } from '../situation.ts';

/** Whether a forked child waits for a lock that no thread in it can free. */
export function isAtCopiedLock(situation: Situation, child: ProcessFacts): boolean {
  const look = situation.evidence.children?.find(({ pid }) => pid === child.pid)?.captures.at(-1)?.capture;
  const { target } = situation.last.family;
  const [only, ...others] = look?.threads ?? [];
  if (only?.waitsFor.kind !== 'lock' || others.length > 0 || target.threads.length < 2) return false;
  const { ownerThreadId, secondsLeft, type } = only.waitsFor;
  const isFree = ownerThreadId !== null || secondsLeft !== undefined || type === 'Semaphore';
  const isForked = only.stack[0]?.codeId === situation.mainThread?.stack[0]?.codeId;
  return !isFree && child.parentPid === target.pid && isForked;
}
