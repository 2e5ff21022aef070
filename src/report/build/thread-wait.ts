/** What a thread waits for, in words. */
import type { ThreadState } from '../../python/model/capture.ts';
import type { ThreadWait } from '../../python/model/wait.ts';

const LOOP_EVENTS = 'events of its loop';
/** Of a thread that runs no event loop: select, poll and epoll by hand, multiprocessing's helpers. */
const SELECTOR_EVENTS = 'events of its selector';
const POOL_IDLE = 'a job for its pool: idle';

/** Waits of threads that have nothing to do: they hold up nothing themselves. */
export const IDLE_WAITS: ReadonlySet<string | null> = new Set([LOOP_EVENTS, POOL_IDLE]);

/** Kinds whose words need nothing but the kind. */
const FIXED: Partial<Record<ThreadWait['kind'], string>> = {
  condition: 'a threading.Condition to be notified',
  barrier: 'a threading.Barrier that is not full',
  sleep: 'a sleep to end',
  'pool-idle': POOL_IDLE,
};

export function describeThreadWait(
  { waitsFor: wait, loopId }: Pick<ThreadState, 'waitsFor' | 'loopId'>,
  nameOf: (id: number) => string,
): string | null {
  switch (wait.kind) {
    case 'selector':
      return loopId === null ? SELECTOR_EVENTS : LOOP_EVENTS;
    case 'thread-join':
      return `the end of ${thread(wait.threadId, wait.threadName, nameOf)}${atMost(wait.timeoutSeconds)}`;
    case 'threads-join-all':
      return `the end of ${threads(wait.threadIds, nameOf)}`;
    case 'executor-shutdown':
      return `the jobs of a thread pool: ${threads(wait.threadIds, nameOf)}`;
    case 'lock':
      return lock(wait, nameOf);
    case 'event':
      return `a ${wait.ofProcesses === true ? 'multiprocessing' : 'threading'}.Event that is not set${counterpart(wait, nameOf, 'sets it')}`;
    case 'queue':
      return `queue.${wait.operation}${size(wait.size, wait.limit)}${counterpart(wait, nameOf, COUNTERPARTS[wait.operation])}`;
    case 'concurrent-future':
      return concurrentFuture(wait, nameOf);
    case 'socket':
      return `${wait.operation} of a socket${wait.peer === null ? '' : ` to ${wait.peer}`}`;
    case 'child':
      return `the end of a child${wait.childPid === null ? '' : ` (pid ${wait.childPid})`}`;
    case 'file-lock':
      return `a file lock${wait.holder === null ? '' : ` of pid ${wait.holder.pid} (${wait.holder.comm})`}`;
    case 'native':
      return native(wait.library, wait.symbol);
    case 'computing':
    case 'unknown':
      return null;
    default:
      return FIXED[wait.kind] ?? null;
  }
}

/** Of a function that the thread is in: whether it still comes to that call is not known. */
const COUNTERPARTS = { get: 'puts into it', put: 'takes from it', join: 'takes from it' } as const;

function counterpart(
  { counterpartThreadId: id }: { counterpartThreadId?: number | null },
  nameOf: (id: number) => string,
  does: string,
): string {
  return id === undefined || id === null ? '' : `, thread '${nameOf(id)}' is in code that ${does}`;
}

function thread(id: number | null, name: string | null, nameOf: (id: number) => string): string {
  if (name !== null) return `thread '${name}'`;
  return id === null ? 'a thread' : `thread '${nameOf(id)}'`;
}

function threads(ids: readonly number[], nameOf: (id: number) => string): string {
  const [first] = ids;
  if (first === undefined) return 'its threads';
  const rest = ids.length === 1 ? '' : ` and ${ids.length - 1} more`;
  return `thread '${nameOf(first)}'${rest}`;
}

function atMost(seconds: number | null): string {
  return seconds === null ? '' : `, at most ${seconds} s`;
}

function size(count: number | null, limit: number | null): string {
  if (count === null) return '';
  return limit === null || limit === 0 ? ` (${count} queued)` : ` (${count} of ${limit} queued)`;
}

function lock(wait: Extract<ThreadWait, { kind: 'lock' }>, nameOf: (id: number) => string): string {
  if (wait.type !== 'import')
    return `a ${wait.type === 'unknown' ? 'lock' : `threading.${wait.type}`}${owner(wait, nameOf)}`;
  const by = wait.ownerThreadId === null ? '' : ` by thread '${nameOf(wait.ownerThreadId)}'`;
  return `the import of ${wait.module ?? 'a module'}${by}`;
}

function owner(wait: Extract<ThreadWait, { kind: 'lock' }>, nameOf: (id: number) => string): string {
  if (wait.ownerThreadId === null) return '';
  return ` ${wait.ownerKnown === 'field' ? 'held' : 'probably held'} by thread '${nameOf(wait.ownerThreadId)}'`;
}

function concurrentFuture(
  wait: Extract<ThreadWait, { kind: 'concurrent-future' }>,
  nameOf: (id: number) => string,
): string {
  if (wait.runByThreadId !== null) return `a job that thread '${nameOf(wait.runByThreadId)}' runs`;
  return wait.taskId === null && wait.loopId === null
    ? 'the result of a concurrent future'
    : 'the result of something its event loop has to run';
}

function native(library: string | null, symbol: string | null): string {
  if (library === null) return symbol === null ? 'native code' : `native code (${symbol})`;
  return `native code of ${library}${symbol === null ? '' : ` (${symbol})`}`;
}
