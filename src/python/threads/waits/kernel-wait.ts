/** What the kernel knows of a thread's wait: the system call it is in, `/proc/PID/task/TID/syscall` (proc(5)). */
import type { ProcessFacts, ThreadFacts } from '../../../target/facts.ts';
import { fileLockHolder } from '../../../target/file-locks.ts';
import { readProcess } from '../../../target/process.ts';
import { orNull } from '../../../target/system-error.ts';
import { hexId } from '../../hex-id.ts';
import type { ThreadWait, WaitLimit } from '../../model/wait.ts';
import type { WalkedThread } from '../walk-threads.ts';
import { kernelLimit } from './kernel-limit.ts';
import { lockWait } from './lock-wait.ts';
import { objectWorkedOn } from './named-object.ts';
import { nativeCall } from './native-call.ts';
import { pipeReadWait } from './pipe-read.ts';
import { polledThread } from './polled-thread.ts';
import type { ThreadContext } from './thread-rule.ts';

type Syscall = NonNullable<ThreadFacts['syscall']>;

/** Calls on a descriptor, which is their first argument. */
const ON_DESCRIPTOR: Record<string, string> = {
  recvfrom: 'read',
  recvmsg: 'read',
  recvmmsg: 'read',
  read: 'read',
  readv: 'read',
  sendto: 'write',
  sendmsg: 'write',
  write: 'write',
  writev: 'write',
  sendfile: 'write',
  connect: 'connect',
  accept: 'accept',
  accept4: 'accept',
};
const POLLS: ReadonlySet<string> = new Set(['poll', 'ppoll']);
const SELECTS: ReadonlySet<string> = new Set(['select', 'pselect6']);
/** `fcntl` waits for nothing else (F_SETLKW). */
const FILE_LOCKS: ReadonlySet<string> = new Set(['flock', 'fcntl']);
const MAX_PID = 2 ** 22;

export function kernelWait(
  context: ThreadContext,
  thread: WalkedThread,
  facts: ThreadFacts | null,
): ThreadWait {
  const syscall = facts?.syscall ?? null;
  if (facts?.state === 'R') return { kind: 'computing' };
  if (syscall === null) return lockWait(context, thread) ?? { kind: 'unknown' };
  const name = syscall.name ?? '';
  // `time.sleep` is a select of nothing until 3.10.
  if (/^(clock_)?nanosleep$/.test(name) || (SELECTS.has(name) && syscall.arguments[0] === 0))
    return sleepWait(context, thread, kernelLimit(context, syscall));
  if (name === 'wait4' || name === 'waitid')
    return { kind: 'child', childPid: context.childPids.seen(pidOf(name, syscall)) };
  if (name.startsWith('epoll_')) return { kind: 'selector' };
  if (FILE_LOCKS.has(name)) return { kind: 'file-lock', holder: holderOfFileLock(context) };
  if (name === 'futex') return futexWait(context, thread, kernelLimit(context, syscall));
  const native = nativeCall(context.session, thread.id);
  if (native !== null) return native;
  const operation = ON_DESCRIPTOR[name] ?? (POLLS.has(name) ? 'poll' : null);
  if (operation !== null)
    return pipeReadWait(context, thread, syscall) ?? socketWait(context, syscall, operation);
  return { kind: 'unknown' };
}

function sleepWait(context: ThreadContext, thread: WalkedThread, limit: WaitLimit): ThreadWait {
  const polledThreadId = polledThread(context, thread);
  // A library waits so for what it asks for again and again: SQLite for the lock of a database.
  const library = polledThreadId === null ? (nativeCall(context.session, thread.id)?.library ?? null) : null;
  return {
    kind: 'sleep',
    ...limit,
    ...(polledThreadId === null ? {} : { polledThreadId }),
    ...(library === null ? {} : { library }),
  };
}

/** A lock of Python's that the innermost frame names, the queue of C, or a lock of a library's own. */
function futexWait(context: ThreadContext, thread: WalkedThread, limit: WaitLimit): ThreadWait {
  const { session } = context;
  const { objects } = session;
  const lock = lockWait(context, thread);
  if (lock !== null) return { ...lock, ...limit };
  const isQueue = (one: number) => objects.typeName(one) === '_queue.SimpleQueue';
  const queue = objectWorkedOn(session, thread.frames[0], isQueue);
  if (queue !== null)
    return {
      kind: 'queue',
      objectId: hexId(queue.object),
      operation: 'get',
      size: null,
      unfinished: null,
      limit: 0,
      ...limit,
    };
  return nativeCall(session, thread.id) ?? { kind: 'unknown' };
}

function socketWait(context: ThreadContext, syscall: Syscall, operation: string): ThreadWait {
  const { session, descriptors } = context;
  const [first = -1] = syscall.arguments;
  // The first `struct pollfd` begins with its descriptor.
  const fd = operation === 'poll' ? session.memory.int32(first) : first;
  const isFd = Number.isInteger(fd) && fd >= 0 && fd < 2 ** 20;
  // Of a pipe or file the name of the system call says all there is.
  if (isFd && descriptors.isNoSocket(fd)) return { kind: 'unknown' };
  const facts = isFd ? descriptors.socket(fd) : null;
  return {
    kind: 'socket',
    fd: isFd ? fd : null,
    peer: facts?.peer ?? null,
    operation,
    ...kernelLimit(context, syscall),
  };
}

function holderOfFileLock({ session }: ThreadContext): ProcessFacts | null {
  const { system, process } = session;
  const pid = fileLockHolder(system, process.pid);
  return pid === null ? null : orNull(() => readProcess(system, pid, { maxThreads: 1 }));
}

/** -1, or a group: no one child. */
function pidOf(name: string, syscall: Syscall): number | null {
  const pid = syscall.arguments[name === 'waitid' ? 1 : 0] ?? 0;
  return pid > 0 && pid < MAX_PID ? pid : null;
}
