/** Each cause in words: as a heading (`title`) and as what its culprit did (`predicate`). */
import type { CauseCode } from '../../diagnosis/vocabulary.ts';

interface CauseWords {
  /** For a list of causes, without names. */
  title: string;
  /** After the culprit: "Task 'poller'" + " swallowed its cancellation". */
  predicate: string;
}

const CAUSE_WORDS: Record<CauseCode, CauseWords> = {
  'signal-dropped-by-pid1': {
    title: 'The kernel dropped the signal, as PID 1 has no handler',
    predicate: 'is PID 1 without a handler: the kernel dropped the signal',
  },
  'signal-not-forwarded': {
    title: 'A launcher did not pass the signal on',
    predicate: 'did not pass the signal on',
  },
  'signal-ignored': { title: 'The signal is ignored', predicate: 'ignores the signal' },
  'signal-blocked': { title: 'The signal is blocked', predicate: 'blocks the signal' },
  'signal-handler-replaced': {
    title: 'Another signal handler took the place of the one that stops the service',
    predicate: 'took the place of the handler that stops the service',
  },
  'signal-flag-unread': {
    title: 'The signal handler set a flag that nobody looks at',
    predicate: 'does not look at the flag that the signal handler set',
  },
  'signal-handler-deadlock': {
    title: 'The signal handler waits for the code it interrupted',
    predicate: 'waits for a lock that the code it interrupted holds',
  },
  'signal-handler-failed': {
    title: 'The signal handler failed before it stopped anything',
    predicate: 'failed before it stopped anything',
  },
  'loop-blocked': {
    title: 'A synchronous call blocks the event loop',
    predicate: 'blocks the event loop with a synchronous call',
  },
  'loop-busy': {
    title: 'A coroutine computes and never gives way',
    predicate: 'computes and never gives way to the event loop',
  },
  'loop-self-wait': {
    title: 'The event loop waits for itself',
    predicate: 'makes the event loop wait for itself',
  },
  'loop-lock-wait': {
    title: 'The event loop waits for a thread lock',
    predicate: "waits for a thread lock on the event loop's thread",
  },
  'loop-spinning': {
    title: 'The event loop spins',
    predicate: 'keeps the event loop spinning',
  },
  'cancel-swallowed': { title: 'Cancellation swallowed', predicate: 'swallowed its cancellation' },
  'cancel-swallowed-by-library': {
    title: 'Cancellation lost in a library',
    predicate: 'lost its cancellation in a library',
  },
  'cancel-uncancelled': {
    title: 'Cancellation taken back',
    predicate: 'took its cancellation back with uncancel()',
  },
  'cancel-shielded': {
    title: 'Shielded from cancellation',
    predicate: 'is shielded from cancellation',
  },
  'cancel-never-requested': { title: 'Never cancelled', predicate: 'was never cancelled' },
  'cancel-undeliverable': {
    title: 'The awaited object refuses cancellation',
    predicate: 'awaits something that refuses cancellation',
  },
  'cleanup-stuck': { title: 'Cleanup stuck', predicate: 'is stuck in its cleanup' },
  'cleanup-deadlock': {
    title: 'Cleanups wait for each other',
    predicate: 'waits in its cleanup for a task that waits for it',
  },
  'asyncgen-finalizer-stuck': {
    title: 'An async generator does not close',
    predicate: 'does not finish closing its async generator',
  },
  'drain-waits-for-handler': {
    title: 'The server waits for a request handler',
    predicate: 'is a handler that the server waits for, and nobody told it to stop',
  },
  'drain-waits-for-connection': {
    title: 'The server waits for a peer to close',
    predicate: 'waits for a peer to close its connection',
  },
  'drain-longer-than-grace': {
    title: 'Draining takes longer than the grace period',
    predicate: 'drains for longer than the grace period',
  },
  'executor-job-running': {
    title: 'A job in a thread pool is still running',
    predicate: 'still runs a job of a thread pool',
  },
  'thread-not-daemon': {
    title: 'A non-daemon thread goes on',
    predicate: 'is not a daemon and goes on',
  },
  'thread-join-stuck': {
    title: 'The shutdown joins a thread without limit',
    predicate: 'does not end, and the shutdown joins it without limit',
  },
  'thread-loop-deadlock': {
    title: 'A thread and the event loop wait for each other',
    predicate: 'waits for the event loop, which waits for it',
  },
  'atexit-stuck': { title: 'An atexit callback waits', predicate: 'does not return' },
  'native-teardown-stuck': {
    title: 'Native code does not finish its teardown',
    predicate: 'is stuck in native code that tears down',
  },
  'child-still-running': {
    title: 'A child process is still running',
    predicate: 'is still running, and its parent waits for it',
  },
  'child-pipe-held-open': {
    title: 'A pipe of an ended child is held open',
    predicate: 'holds open the pipe of an ended child',
  },
  'process-pool-stuck': {
    title: 'A worker of a process pool does not end',
    predicate: 'is a worker of a process pool and does not end',
  },
  'multiprocessing-queue-undrained': {
    title: 'A multiprocessing queue is not drained',
    predicate: 'waits to write into a queue that nobody reads',
  },
  unknown: {
    title: 'Cause unknown',
    predicate: 'keeps the process alive; why could not be told',
  },
};

/** For a code from a newer Straggler, too. */
export function causeWords(cause: string): CauseWords {
  const words: Partial<Record<string, CauseWords>> = CAUSE_WORDS;
  return words[cause] ?? { title: cause, predicate: `keeps the process alive (${cause})` };
}
