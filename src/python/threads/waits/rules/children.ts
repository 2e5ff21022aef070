/** Waiting for child processes: `subprocess.py`, `multiprocessing/{process,popen_fork}.py`, `concurrent/futures/process.py`. */
import type { ThreadWait } from '../../../model/wait.ts';
import { waitForLock } from '../lock-wait.ts';
import type { ThreadLook, ThreadRule } from '../thread-rule.ts';
import { local, selfAttribute, timeoutOf } from '../thread-rule.ts';

const MAX_PROCESSES = 1_024;
const MAX_CALLS = 3;

export const CHILD_RULES: readonly ThreadRule[] = [
  {
    file: '/subprocess.py',
    functions: ['_communicate', 'communicate'],
    read: communicating,
  },
  {
    file: '/subprocess.py',
    functions: ['wait', '_wait', '_try_wait'],
    read: waitOfPopen,
  },
  {
    file: '/multiprocessing/popen_fork.py',
    functions: ['wait', 'poll'],
    read: (look) => child(look, selfAttribute(look, 'pid')),
  },
  {
    file: '/multiprocessing/process.py',
    functions: ['join'],
    read(look) {
      const { objects } = look.context.session;
      return child(look, objects.attribute(selfAttribute(look, '_popen'), 'pid'));
    },
  },
  {
    // `wait([process.sentinel, …])`: what a supervisor of workers does. Connections are no numbers.
    file: '/multiprocessing/connection.py',
    functions: ['wait'],
    read: sentinels,
  },
  {
    // A method of the manager thread from 3.9; a function with the same names as locals in 3.8.
    file: '/concurrent/futures/process.py',
    functions: ['wait_result_broken_or_wakeup', '_queue_management_worker'],
    read: poolProcesses,
  },
];

/** Only one may ask the kernel at a time: who waits in `_wait` for `_waitpid_lock` waits for another's wait (Lib/subprocess.py). */
function waitOfPopen(look: ThreadLook): ThreadWait {
  const isLocked = look.thread.frames[0]?.place.name === '_wait' && look.facts?.syscall?.name === 'futex';
  const lock = isLocked ? selfAttribute(look, '_waitpid_lock') : 0;
  return lock === 0 ? child(look, selfAttribute(look, 'pid')) : waitForLock(look.context, lock);
}

/** The thread that hands a pool's jobs to its processes: `processes` by pid, and the jobs whose results are awaited. */
function poolProcesses(look: ThreadLook): ThreadWait | null {
  const { objects } = look.context.session;
  const either = (name: string) => selfAttribute(look, name) || local(look, name);
  const pids = objects.entries(either('processes'), MAX_PROCESSES).map(([pid]) => pid);
  const jobs = objects.length(either('pending_work_items')) ?? 0;
  if (look.index === 0 || jobs === 0 || pids.length === 0) return null;
  return child(look, pids.length === 1 ? (pids[0] ?? 0) : 0);
}

/** `_WaitSelector._fd_to_key`: the first item of a `SelectorKey` is what was registered (Lib/selectors.py). */
function sentinels(look: ThreadLook): ThreadWait | null {
  const { objects } = look.context.session;
  const keys = objects.entries(objects.attribute(local(look, 'selector'), '_fd_to_key'), MAX_PROCESSES);
  const registered = keys.map(([, key]) => objects.items(key, 1)[0] ?? 0);
  if (registered.length === 0 || registered.some((one) => objects.int(one) === null)) return null;
  return child(look, 0);
}

/** The pipes that are not at their end yet are those in its selector; a single one is read without (Lib/subprocess.py). */
function communicating(look: ThreadLook): ThreadWait | null {
  const { session, pipeEnds } = look.context;
  if (look.thread.frames[look.index - 1]?.place.name === '_communicate') return null;
  const wait = child(look, selfAttribute(look, 'pid'));
  if (wait.kind !== 'child' || wait.childPid === null || !pipeEnds.hasEnded(wait.childPid)) return wait;
  const { objects } = session;
  const keys = objects.entries(objects.attribute(local(look, 'selector'), '_fd_to_key'), MAX_PROCESSES);
  const syscall = look.facts?.syscall ?? null;
  const fds = syscall?.name === 'read' ? syscall.arguments.slice(0, 1) : [];
  const heldBy = pipeEnds.otherHolders([...fds, ...keys.flatMap(([fd]) => objects.int(fd) ?? [])]);
  return heldBy.length === 0 ? wait : { ...wait, heldBy };
}

function child(look: ThreadLook, pid: number): ThreadWait {
  const { context } = look;
  const childPid = context.childPids.seen(context.session.objects.int(pid));
  const timeoutSeconds = timeoutOf(look);
  return {
    kind: 'child',
    childPid,
    ...(timeoutSeconds === null ? {} : { timeoutSeconds }),
    ...(isDaemon(look) ? { isDaemon: true as const } : {}),
  };
}

/** `BaseProcess._config`, of the process whose `join` is at most two calls further out (Lib/multiprocessing/process.py). */
function isDaemon({ context, thread, index }: ThreadLook): boolean {
  const { frames, objects } = context.session;
  const join = thread.frames
    .slice(index, index + MAX_CALLS)
    .find(({ place }) => place.name === 'join' && place.file.endsWith('/multiprocessing/process.py'));
  if (join === undefined) return false;
  const config = objects.attribute(frames.local(join.address, 'self'), '_config');
  return objects.bool(objects.dictGet(config, 'daemon')) === true;
}
