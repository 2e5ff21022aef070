/** Each cause as what its culprit did: "Task 'poller'" + " swallowed its cancellation". */

import { NOT_ASKED } from '../../diagnosis/drains/prospects.ts';
import { PAST } from '../../diagnosis/slow/past.ts';
import type { CauseCode } from '../../diagnosis/vocabulary.ts';
import type { Finding } from '../report.ts';
import { lookup } from './lookup.ts';

const PREDICATES: Record<CauseCode, string> = {
  'signal-dropped-by-pid1': 'is PID 1 without a handler: the kernel drops the signal',
  'signal-not-forwarded': 'did not pass the signal on',
  'signal-not-sent': 'kept the kubelet from sending the signal',
  'signal-ignored': 'ignores the signal',
  'signal-blocked': 'blocks the signal',
  'signal-handler-replaced': 'took the place of the handler that stops the service',
  'signal-flag-unread': 'does not look at the flag that the signal handler set',
  'signal-handler-deadlock': 'waits for what only the code it interrupted can give',
  'signal-handler-failed': 'failed before it stopped anything',
  'loop-blocked': 'blocks the event loop with a synchronous call',
  'loop-busy': 'computes and never gives way to the event loop',
  'loop-self-wait': 'makes the event loop wait for itself',
  'loop-lock-wait': "waits for a thread lock on the event loop's thread",
  'loop-spinning': 'keeps the event loop spinning',
  'cancel-swallowed': 'swallowed its cancellation',
  'cancel-swallowed-by-library': 'lost its cancellation in a library',
  'cancel-uncancelled': 'took its cancellation back with uncancel()',
  'cancel-shielded': 'is shielded from cancellation',
  'cancel-never-requested': 'was never cancelled',
  'cancel-undeliverable': 'awaits something that refuses cancellation',
  'cleanup-stuck': 'is stuck in its cleanup',
  'cleanup-deadlock': 'waits in its cleanup for a task that waits for it',
  'asyncgen-finalizer-stuck': 'does not finish closing its async generator',
  'drain-waits-for-handler': 'is a handler that the server waits for, and nobody told it to stop',
  'drain-waits-for-connection': 'waits for a peer to close its connection',
  'drain-longer-than-grace': 'drains for longer than the grace period',
  'executor-job-running': 'still runs a job of a thread pool',
  'thread-not-daemon': 'is not a daemon and goes on',
  'thread-join-stuck': 'does not end, and the shutdown joins it',
  'thread-loop-deadlock': 'waits for the event loop, which waits for it',
  'atexit-stuck': 'does not return',
  'native-teardown-stuck': 'is stuck in native code that tears down',
  'child-still-running': 'is still running, and its parent waits for it',
  'child-pipe-held-open': 'holds open the pipe of an ended child',
  'process-pool-stuck': 'is a worker of a process pool and does not end',
  'multiprocessing-queue-undrained': 'waits to write into a queue that nobody reads',
  unknown: 'keeps the process alive; why could not be told',
};

/** Prints the page of a cause; a report is read where no network may be. */
export function explainCommand(cause: string): string {
  return `straggler explain ${cause}`;
}

/** Where another than usual is named for a cause, or for another reason: told by what the finding says that it waits for. */
export function findingPredicate({ cause, certainty, culprit, waitsFor, evidence }: Finding): string {
  const { kind, thread, pid } = culprit;
  if (cause === 'thread-join-stuck' && waitsFor?.kind === 'queue')
    return /Queue\.join\(\)/.test(waitsFor.description)
      ? 'waits in the shutdown for a queue whose items are not all done'
      : 'waits in the shutdown for a queue that nobody empties';
  if (cause === 'cancel-swallowed' && evidence[0]?.startsWith(NOT_ASKED) === true)
    return 'would swallow a cancellation';
  if (cause === 'signal-handler-deadlock' && waitsFor?.kind === 'lock')
    return 'waits for a lock that the code it interrupted holds';
  if (cause === 'signal-dropped-by-pid1' && kind === 'signal-handler')
    return 'resets the signal and sends it again, and PID 1 does not die of that';
  if (cause === 'cleanup-deadlock' && kind === 'thread') return 'waits for a thread that waits for it';
  if (cause === 'signal-handler-replaced' && kind === 'loop')
    return 'was not told of the signal: another took its wake-up descriptor';
  // The main thread has its process's id.
  if (cause === 'cleanup-stuck' && waitsFor?.kind === 'thread' && thread !== null && thread.id !== pid)
    return 'holds a lock that the shutdown waits for';
  if (cause === 'process-pool-stuck' && kind === 'thread')
    return 'waits for a job of a process pool that no worker has';
  // Nothing is guessed under this code; what is surer is a thread that holds the GIL.
  if (cause === 'unknown' && kind === 'thread' && certainty !== 'possible')
    return 'holds the GIL, without which no other thread goes on';
  return causePredicate(cause);
}

export function causePredicate(cause: string): string {
  return lookup(PREDICATES, cause) ?? `keeps the process alive (${cause})`;
}

/** Of what held a stop that ended: "Task 'poller'" + " was in its cleanup". */
export function pastCausePredicate(cause: string): string {
  return lookup(PAST, cause) ?? causePredicate(cause);
}
