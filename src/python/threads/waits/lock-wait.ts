/** Locks of `_thread`: which one a thread waits for, and who has it. */

import { readLoopFields } from '../../asyncio/loops/loop-fields.ts';
import { AcquireCalls, lockOf } from '../../asyncio/waits/acquired.ts';
import { References } from '../../asyncio/waits/references.ts';
import type { RawFrame } from '../../frames/frames.ts';
import { hexId } from '../../hex-id.ts';
import type { ThreadWait } from '../../model/wait.ts';
import type { WalkedThread } from '../walk-threads.ts';
import type { NamedObject } from './named-object.ts';
import { objectWorkedOn } from './named-object.ts';
import type { ThreadContext } from './thread-rule.ts';

type LockWait = Extract<ThreadWait, { kind: 'lock' }>;
type Owner = Pick<LockWait, 'ownerThreadId' | 'ownerKnown' | 'ownerPlace'>;

/** `_thread.lock` (`lock` until 3.12), `_thread.RLock`, and `threading._RLock` in Python. */
const LOCKS = /^(_thread\.)?(lock|R[Ll]ock)$|^_RLock$/;
const RECURSIVE = /R[Ll]ock$/;
/**
 * rlockobject (`Modules/_threadmodule.c`) behind its header: `rlock_owner` behind a pointer until 3.13, `thread` of a `_PyRecursiveMutex` behind a
 * byte and its padding from 3.14: the same place, and 0 while nobody has it.
 */
const OWNER = 8;
const MAX_TASKS = 20_000;

/** null when the innermost frame does not work on a lock. */
export function lockWait(context: ThreadContext, thread: WalkedThread): LockWait | null {
  const { objects } = context.session;
  const named = lockWorkedOn(context, thread);
  if (named === null) return null;
  return waitForLock(context, lockOf(objects, named.object));
}

/** For a thread that is known to wait for this lock. */
export function waitForLock(context: ThreadContext, lock: number): LockWait {
  const { objects } = context.session;
  const isRecursive = RECURSIVE.test(objects.typeName(lock));
  const owner = isRecursive ? fieldOwner(context, lock) : guessedOwner(context, lock);
  return { kind: 'lock', lockId: hexId(lock), type: isRecursive ? 'RLock' : 'Lock', ...owner };
}

function lockWorkedOn({ session }: ThreadContext, { frames }: WalkedThread): NamedObject | null {
  const { objects } = session;
  return objectWorkedOn(session, frames[0], (one) => LOCKS.test(objects.typeName(lockOf(objects, one))));
}

function fieldOwner(context: ThreadContext, lock: number): Owner {
  const { session, threads } = context;
  const { memory, objects, layout } = session;
  const isC = objects.typeName(lock) !== '_RLock';
  const pthreadId = isC
    ? memory.word(lock + layout.object.headerBytes + OWNER)
    : (objects.int(objects.attribute(lock, '_owner')) ?? 0);
  const owner = pthreadId === 0 ? undefined : threads.find((one) => one.pthreadId === pthreadId);
  return known(owner, 'field', owner && new LockSearch(context, lock).holdingFrame(owner));
}

/** A plain lock does not say: whoever stands inside its `with`, or has called `acquire` on it, in a thread or over an await. */
function guessedOwner(context: ThreadContext, lock: number): Owner {
  const search = new LockSearch(context, lock);
  let owner = context.lockOwners.get(lock);
  if (owner === undefined) {
    owner = context.threads.find((one) => search.holdingFrame(one) !== null) ?? search.loopThread() ?? null;
    context.lockOwners.set(lock, owner);
  }
  return known(owner ?? undefined, 'guess', owner === null ? null : search.holdingFrame(owner));
}

function known(
  owner: WalkedThread | undefined,
  ownerKnown: 'field' | 'guess',
  frame: RawFrame | null | undefined,
): Owner {
  if (owner === undefined || owner.id === 0) return { ownerThreadId: null, ownerKnown: null };
  const found = { ownerThreadId: owner.id, ownerKnown };
  return frame == null ? found : { ...found, ownerPlace: frame.place };
}

class LockSearch {
  readonly #context: ThreadContext;
  readonly #lock: number;
  readonly #references: References;
  readonly #calls: AcquireCalls;

  constructor(context: ThreadContext, lock: number) {
    this.#context = context;
    this.#lock = lock;
    this.#references = new References(context.session, new Map([[lock, [lock]]]));
    this.#calls = new AcquireCalls(context.session);
  }

  /** Of the frame that waits for the lock itself only what it did before counts: a lock can be taken twice by one thread. */
  holdingFrame(thread: WalkedThread): RawFrame | null {
    const [innermost, ...outer] = thread.frames;
    if (innermost === undefined) return null;
    return (
      outer.find((frame) => this.#holds(frame)) ??
      (this.#holdsInnermost(thread, innermost) ? innermost : null)
    );
  }

  #holdsInnermost(thread: WalkedThread, innermost: RawFrame): boolean {
    const waited = this.#isBlocked(thread) ? lockWorkedOn(this.#context, thread) : null;
    if (waited === null || lockOf(this.#context.session.objects, waited.object) !== this.#lock)
      return this.#holds(innermost);
    const times = this.#references.of(innermost).entered.get(this.#lock) ?? 0;
    // From 3.14 the `with` that waits is on the stack already.
    const own = waited.use.kind !== 'call' && this.#context.session.layout.minor >= 14 ? 1 : 0;
    return times > own || this.#calls.hasAcquired(innermost, this.#lock, { offset: waited.use.offset });
  }

  #isBlocked({ id }: WalkedThread): boolean {
    const facts = this.#context.session.process.threads.find(({ tid }) => tid === id);
    const syscall = facts?.syscall?.name;
    return syscall === undefined || syscall === null || syscall === 'futex';
  }

  #holds(frame: RawFrame): boolean {
    const { known: inSight, entered } = this.#references.of(frame);
    if (entered.has(this.#lock)) return true;
    return inSight.has(this.#lock) && this.#calls.hasAcquired(frame, this.#lock);
  }

  /** The thread whose loop runs a task that holds the lock while it awaits. */
  loopThread(): WalkedThread | undefined {
    const { session, threads, tasks } = this.#context;
    let count = 0;
    for (const task of tasks()) {
      count += 1;
      if (count > MAX_TASKS) break;
      if (!task.frames.some((frame) => this.#holds(frame))) continue;
      const { pthreadId } = readLoopFields(session, task.loop);
      return threads.find((one) => one.pthreadId === pthreadId && pthreadId !== 0);
    }
    return undefined;
  }
}
