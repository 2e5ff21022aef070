/** What a record of the table says about a thread's frame, and what it is given. */
import type { ThreadFacts } from '../../../target/facts.ts';
import type { RawTask } from '../../asyncio/raw-task.ts';
import type { Session } from '../../asyncio/session.ts';
import type { ChildPids } from '../../asyncio/waits/child-pids.ts';
import type { Descriptors } from '../../asyncio/waits/descriptors.ts';
import type { Futures } from '../../asyncio/waits/futures.ts';
import type { Jobs } from '../../asyncio/waits/jobs.ts';
import type { PipeEnds } from '../../asyncio/waits/pipe-ends.ts';
import type { RawFrame } from '../../frames/frames.ts';
import type { ThreadWait } from '../../model/wait.ts';
import type { WalkedThread } from '../walk-threads.ts';

/** What the readers of one pass share. */
export interface ThreadContext {
  readonly session: Session;
  readonly threads: readonly WalkedThread[];
  readonly jobs: Jobs;
  readonly futures: Futures;
  readonly descriptors: Descriptors;
  readonly childPids: ChildPids;
  readonly pipeEnds: PipeEnds;
  /** Addresses of the event loops. */
  readonly loops: readonly number[];
  /** Owners of plain locks, found once a lock. */
  readonly lockOwners: Map<number, WalkedThread | null>;
  /** Who would end a wait: found once for an object and what has to be called on it. */
  readonly counterparts: Map<string, number | null>;
  /** Tasks that are not done: a lock may be held over an await. Walked only when it matters. */
  readonly tasks: () => Iterable<RawTask>;
}

export interface ThreadLook {
  readonly context: ThreadContext;
  readonly thread: WalkedThread;
  /** null where the kernel tells nothing of the thread. */
  readonly facts: ThreadFacts | null;
  /** Position in `thread.frames`: 0 is the innermost. */
  readonly index: number;
  readonly frame: RawFrame;
}

export interface ThreadRule {
  /** End of the path of the function's file. */
  readonly file: string;
  /** `co_name`s. */
  readonly functions: readonly string[];
  /** null: the frame does not wait for that, or not now. */
  read(look: ThreadLook): ThreadWait | null;
}

export function local(look: ThreadLook, name: string): number {
  return look.context.session.frames.local(look.frame.address, name);
}

export function selfAttribute(look: ThreadLook, name: string): number {
  return look.context.session.objects.attribute(local(look, 'self'), name);
}

/** Whether the object's type, or a base of it, is one of `threading` or `queue` with that name. */
export function isA(look: ThreadLook, address: number, typeName: string): boolean {
  return address !== 0 && look.context.session.objects.isInstance(address, typeName);
}

/** The local of that name, in seconds. None, or -1 where the lock is meant, for no limit. */
export function timeoutOf(look: ThreadLook): number | null {
  const { objects } = look.context.session;
  const timeout = local(look, 'timeout');
  const seconds = objects.float(timeout) ?? objects.int(timeout);
  // What is left of a limit is computed to the nanosecond.
  return seconds === null || seconds < 0 ? null : Math.round(seconds * 100) / 100;
}
