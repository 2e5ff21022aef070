/** Joining threads: `Thread.join`, `threading._shutdown` (threading.py), executors (concurrent/futures/thread.py). */
import type { ThreadWait } from '../../../model/wait.ts';
import { activeThreads, idsOf, nameOfThread, threadOf } from '../thread-objects.ts';
import type { ThreadLook, ThreadRule } from '../thread-rule.ts';
import { isA, local, selfAttribute, timeoutOf } from '../thread-rule.ts';

const THREADING = '/threading.py';
const THREAD_POOL = '/concurrent/futures/thread.py';
const MAX_THREADS = 10_000;

export const JOIN_RULES: readonly ThreadRule[] = [
  // The lock of the thread's state until 3.12, the handle's own join from 3.13.
  { file: THREADING, functions: ['_wait_for_tstate_lock', 'join'], read: join },
  { file: THREADING, functions: ['_shutdown'], read: joinAll },
  {
    file: THREAD_POOL,
    functions: ['shutdown'],
    read: (look) =>
      look.index === 0 ? null : executor(look, members(look, selfAttribute(look, '_threads'))),
  },
  {
    file: THREAD_POOL,
    functions: ['_python_exit'],
    read: (look) => (look.index === 0 ? null : executor(look, queuedThreads(look))),
  },
];

function join(look: ThreadLook): ThreadWait | null {
  const { context } = look;
  const thread = local(look, 'self');
  if (!isA(look, thread, 'Thread')) return null;
  return {
    kind: 'thread-join',
    threadId: threadOf(context, thread)?.id ?? null,
    threadName: nameOfThread(context, thread),
    timeoutSeconds: timeoutOf(look),
  };
}

/** Only innermost: what `_shutdown` calls first (`_python_exit`) has records of its own. */
function joinAll(look: ThreadLook): ThreadWait | null {
  if (look.index > 0) return null;
  const { context, thread } = look;
  const { objects } = context.session;
  const others = activeThreads(context).filter(
    (one) =>
      objects.bool(objects.attribute(one, '_daemonic')) === false &&
      !isA(look, one, '_MainThread') &&
      threadOf(context, one) !== thread,
  );
  // Until 3.12 the lock that it waits for now is a local.
  const lock = local(look, 'lock');
  const isNow = (one: number) => lock !== 0 && objects.attribute(one, '_tstate_lock') === lock;
  const inOrder = [...others.filter(isNow), ...others.filter((one) => !isNow(one))];
  return { kind: 'threads-join-all', threadIds: idsOf(context, inOrder) };
}

function executor({ context }: ThreadLook, threads: readonly number[]): ThreadWait {
  return { kind: 'executor-shutdown', threadIds: idsOf(context, threads) };
}

function members({ context }: ThreadLook, set: number): number[] {
  return context.session.objects.members(set, MAX_THREADS);
}

/** `_threads_queues`: a WeakKeyDictionary of threads. */
function queuedThreads({ context }: ThreadLook): number[] {
  const { objects } = context.session;
  const weak = objects.global('concurrent.futures.thread', '_threads_queues');
  const references = objects.entries(objects.attribute(weak, 'data'), MAX_THREADS);
  return references.map(([reference]) => objects.weakReferent(reference)).filter((one) => one !== 0);
}
