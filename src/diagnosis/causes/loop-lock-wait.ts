import type { ThreadState } from '../../python/model/capture.ts';
import type { Situation } from '../situation.ts';
import type { BlockedLoop } from '../waits/blocked-loops.ts';
import { blockedLoops } from '../waits/blocked-loops.ts';
import { holdingLabel, isOwnerKnown } from '../waits/held-locks.ts';
import { threadWaitLabel } from '../waits/thread-words.ts';
import { nextThread } from '../waits/threads.ts';
import { threadLabel } from '../words.ts';
import type { Cause } from './cause.ts';
import { loopFinding, stepLabel } from './loop-finding.ts';
import { lockedByTask, selfWaiter } from './loop-self-wait.ts';
import { threadLoopDeadlockLock } from './thread-loop-deadlock-lock.ts';

/** A thread lock has no waiting list for coroutines: acquire() on the loop's thread stops every task (threading, _thread). */
export const loopLockWait: Cause = {
  code: 'loop-lock-wait',
  title: "the loop's thread waits for a thread lock that somebody else holds",
  stage: 'loop',
  evidence:
    "the loop's thread is in the acquire of a thread lock, held by another thread, or by the very step that waits",
  find(situation) {
    if (threadLoopDeadlockLock.find(situation).length > 0) return [];
    return blockedLoops(situation)
      .filter((one) => one.thread.waitsFor.kind === 'lock')
      .filter((one) => one.lasting || !isHealthyYet(situation))
      .filter((one) => selfWaiter(situation, one) === null && lockedByTask(situation, one) === null)
      .map((one) => finding(situation, one, nextThread(situation, one.thread)));
  },
};

/** Nobody has asked it to stop, and more than one look at it was taken: a lock that is held for a moment holds up nothing. */
function isHealthyYet({ evidence }: Situation): boolean {
  return evidence.signal === null && evidence.captures.length > 1;
}

function finding(situation: Situation, blocked: BlockedLoop, owner: ThreadState | null) {
  if (holdsItself(blocked.thread, owner)) return ownFinding(situation, blocked);
  const known = owner !== null && owner.id !== blocked.thread.id;
  const holder = known
    ? `${threadLabel(owner)} holds it${holdingLabel(situation, blocked.thread, owner)}`
    : 'who holds it could not be told';
  return loopFinding(situation, blocked, {
    cause: 'loop-lock-wait',
    // A holder that is not seen may be a task of this very loop.
    certain: known,
    sentence: `${stepLabel(blocked)} waits on the event loop's thread for a thread lock; ${holder}.`,
    fix: "Do not take a threading lock on the loop's thread where another thread may hold it long: use asyncio.Lock among tasks, or acquire(timeout=...); `await asyncio.to_thread(...)` for that part frees the loop, but the exit still waits for the thread.",
    evidence: known ? [`${threadLabel(owner)} ${threadWaitLabel(situation, owner)}`] : [],
  });
}

/** A frame of the very stack that waits: what is no frame of it may be a task that awaits with the lock. */
function holdsItself({ id, waitsFor, stack }: ThreadState, owner: ThreadState | null): boolean {
  if (waitsFor.kind !== 'lock' || owner?.id !== id) return false;
  const { ownerPlace: place } = waitsFor;
  return stack.some(({ codeId, line }) => codeId === place?.codeId && line === place.line);
}

function ownFinding(situation: Situation, blocked: BlockedLoop) {
  const { thread } = blocked;
  return loopFinding(situation, blocked, {
    cause: 'loop-lock-wait',
    // Of a plain lock it is told from who stands inside its `with`.
    certain: isOwnerKnown(thread),
    sentence: `${stepLabel(blocked)} waits on the event loop's thread for a thread lock, which it holds already, further out on its own stack${holdingLabel(situation, thread, thread)}.`,
    fix: 'Use a threading.RLock, or take the lock in one place only: a threading.Lock cannot be taken twice, not even by its holder.',
  });
}
