/** What threads do or wait for, as clauses. */
import type { ThreadState } from '../../python/model/capture.ts';
import type { ThreadWait } from '../../python/model/wait.ts';
import type { Situation } from '../situation.ts';
import { processLabel, threadLabel } from '../words.ts';
import { nextThread } from './threads.ts';

type Words = {
  [Kind in ThreadWait['kind']]: (
    wait: Extract<ThreadWait, { kind: Kind }>,
    thread: ThreadState,
    owner: ThreadState | null,
  ) => string;
};

const WORDS: Words = {
  'thread-join': (wait) => {
    const who = wait.threadName === null ? 'a thread' : `thread '${wait.threadName}'`;
    return `joins ${who}${wait.timeoutSeconds === null ? ' without a limit' : ` for at most ${wait.timeoutSeconds} s`}`;
  },
  'threads-join-all': () => 'joins every non-daemon thread',
  'executor-shutdown': () => 'waits for the jobs of an executor',
  lock: (wait, _thread, owner) => {
    if (wait.type === 'import')
      return `waits for ${owner === null ? 'another thread' : threadLabel(owner)} to end its import of ${wait.module ?? 'a module'}`;
    const what = wait.type === 'unknown' ? 'lock' : `threading.${wait.type}`;
    return `waits for a ${what}${owner === null ? '' : ` held by ${threadLabel(owner)}`}`;
  },
  event: (wait) => `waits for a ${moduleOf(wait)}.Event to be set${atMost(wait)}`,
  condition: (wait) => `waits for a ${moduleOf(wait)}.Condition${atMost(wait)}`,
  barrier: () => 'waits at a threading.Barrier',
  queue: (wait) => {
    if (wait.ofProcesses === true) return `waits in multiprocessing.JoinableQueue.${wait.operation}()`;
    if (wait.operation === 'join' && wait.unfinished !== null)
      return `waits in queue.Queue.join() (${wait.unfinished} without task_done())`;
    const size = wait.size === null ? '' : ` (${wait.size} of ${wait.limit ? wait.limit : 'no limit'})`;
    return `waits in queue.Queue.${wait.operation}()${size}${atMost({ timeoutSeconds: wait.timeoutSeconds ?? null })}`;
  },
  'concurrent-future': (wait) =>
    wait.loopId === null
      ? `waits for the result of a concurrent future${atMost(wait)}`
      : 'waits for a result that only the event loop can deliver',
  sleep: ({ library }) => (library === undefined ? 'sleeps' : `sleeps in code of ${library}`),
  selector: () => 'waits for events',
  socket: (wait) =>
    `waits for ${wait.peer === null ? 'a socket' : `socket ${wait.peer}`} (${wait.operation})`,
  child: (wait) =>
    `${wait.heldBy === undefined ? 'waits for' : 'reads the output of'} ${wait.childPid === null ? 'a child process' : `child process ${wait.childPid}`}`,
  'file-lock': ({ holder }) =>
    `waits for a file lock${holder === null ? '' : ` that ${processLabel(holder)} holds`}`,
  'pool-idle': () => 'waits for a job (idle)',
  native: (wait) => {
    const library = wait.library === null ? '' : ` of ${wait.library}`;
    return `is inside native code${library}${wait.symbol === null ? '' : ` (${wait.symbol})`}`;
  },
  computing: () => 'computes',
  unknown: (_wait, thread) =>
    thread.syscallName === null
      ? 'waits for something unknown'
      : `waits in system call ${thread.syscallName}`,
};

function moduleOf({ ofProcesses }: { ofProcesses?: true }): string {
  return ofProcesses === true ? 'multiprocessing' : 'threading';
}

function atMost({ timeoutSeconds }: { timeoutSeconds: number | null }): string {
  return timeoutSeconds === null ? '' : `, for at most ${timeoutSeconds} s`;
}

const READS = /^p?readv?$/;
const STANDARD_INPUT = 0;

/** Who reads what is typed or piped in waits for whoever started the program. */
function readsStandardInput({ last }: Situation, { id, waitsFor, syscallName }: ThreadState): boolean {
  if (waitsFor.kind !== 'unknown' || syscallName === null || !READS.test(syscallName)) return false;
  const facts = last.family.target.threads.find(({ tid }) => tid === id);
  return facts?.syscall?.arguments[0] === STANDARD_INPUT;
}

/** A clause without a subject: "joins thread 'uploader' without a limit". */
export function threadWaitLabel(situation: Situation, thread: ThreadState): string {
  const words = WORDS[thread.waitsFor.kind] as (
    wait: ThreadWait,
    thread: ThreadState,
    owner: ThreadState | null,
  ) => string;
  const clause = words(thread.waitsFor, thread, nextThread(situation, thread));
  return readsStandardInput(situation, thread) ? `${clause} of its standard input (descriptor 0)` : clause;
}
