/** Where the owner of a thread lock took it, and who answers for whom waits for it. */
import type { ThreadState } from '../../python/model/capture.ts';
import type { CodePlace } from '../../python/model/frame.ts';
import { innermostOwn } from '../culprit.ts';
import { sameStand } from '../shutdown/stands.ts';
import type { Situation } from '../situation.ts';
import { threadStand } from '../threads/thread-stand.ts';
import type { Construct } from '../vocabulary.ts';
import { frameLabel, threadLabel } from '../words.ts';
import { threadWaitLabel } from './thread-words.ts';
import { nextThread, threadPath } from './threads.ts';

/** The frame that took the lock; where that was not seen, the owner's innermost. */
function holdingPlace({ waitsFor }: ThreadState, owner: ThreadState): CodePlace | null {
  const place = waitsFor.kind === 'lock' ? waitsFor.ownerPlace : undefined;
  return place ?? innermostOwn(owner.stack);
}

/** " in Cache.flush at cache.py:40"; empty where the owner's code is not known. */
export function holdingLabel(situation: Situation, waiter: ThreadState, owner: ThreadState): string {
  const place = holdingPlace(waiter, owner);
  const block = holdingBlock(situation, waiter);
  if (place === null) return '';
  return ` in ${frameLabel(block === null ? place : { ...place, line: block.line })}`;
}

/** The `with` of the owner's frame that took the lock: the innermost around where it stands that is no `async with`. */
export function holdingBlock(situation: Situation, { waitsFor }: ThreadState): Construct | null {
  const place = waitsFor.kind === 'lock' ? waitsFor.ownerPlace : undefined;
  if (place === undefined) return null;
  const blocks = (situation.surroundings(place)?.layers ?? []).flatMap((layer) =>
    layer.kind === 'with' && layer.items.some(({ isAsync }) => !isAsync) ? [layer] : [],
  );
  const named = blocks.find(({ items }) =>
    items.some(({ callee }) => /lock|mutex|guard|cond/i.test(callee ?? '')),
  );
  const block = named ?? blocks[0];
  return block === undefined ? null : { kind: 'with', text: block.text, file: place.file, line: block.line };
}

const LASTING_LOOKS = 3;

/**
 * The threads behind one that waits, look after look at one place, for a lock that another has: the lock's owner, and whom that
 * one waits for in turn; the last of them answers. Empty where it waits for no lock, or its wait leads back to the main thread.
 */
export function ownersBehind(situation: Situation, waiter: ThreadState): ThreadState[] {
  if (waiter.waitsFor.kind !== 'lock' || !isLasting(situation, waiter)) return [];
  const [, ...owners] = threadPath(situation, waiter);
  const isCircle = owners.some(
    (one) => one.isMain || nextThread(situation, one)?.isMain || nextThread(situation, one) === waiter,
  );
  return isCircle ? [] : owners;
}

/** Threads that take turns with a lock are met waiting for it, now and then. */
function isLasting({ since }: Situation, waiter: ThreadState): boolean {
  const { waitsFor: wait } = waiter;
  return since.slice(-LASTING_LOOKS).every(({ capture }) => {
    const one = capture.threads.find(({ pthreadId }) => pthreadId === waiter.pthreadId);
    const there = one?.waitsFor;
    if (there?.kind !== 'lock' || wait.kind !== 'lock' || !sameStand(one ?? waiter, waiter)) return false;
    return there.lockId === wait.lockId && there.ownerThreadId === wait.ownerThreadId;
  });
}

/** "; thread 'upload' waits for a socket (recv) in upload at app.py:7" for each. */
export function ownersLabel(situation: Situation, owners: readonly ThreadState[]): string {
  return owners
    .map((one) => {
      const place = threadStand(situation, one);
      return `; ${threadLabel(one)} ${threadWaitLabel(situation, one)}${place === null ? '' : ` in ${frameLabel(place)}`}`;
    })
    .join('');
}

/** Read off the lock itself, or guessed from who stands inside its `with`. */
export function isOwnerKnown({ waitsFor }: ThreadState): boolean {
  return waitsFor.kind === 'lock' && waitsFor.ownerKnown === 'field';
}

export const HOLD_NO_LOCK =
  'Hold no lock over a wait that may last: do that wait outside of the `with`, give it a time limit, or let the other thread take the lock with one (`lock.acquire(timeout=5)`).';
