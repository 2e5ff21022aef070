/** Each cause as what its culprit did while a stop took its time. It did end: nothing here says that it could not. */
import type { CauseCode } from '../vocabulary.ts';

export const PAST: Readonly<Record<CauseCode, string>> = {
  'signal-dropped-by-pid1': 'was PID 1 without a handler of the signal',
  'signal-not-forwarded': 'had not passed the signal on',
  'signal-not-sent': 'kept the kubelet from sending the signal',
  'signal-ignored': 'ignored the signal',
  'signal-blocked': 'blocked the signal',
  'signal-handler-replaced': 'had run, and nothing had reacted to it',
  'signal-flag-unread': 'had not looked at the flag that the signal handler set',
  'signal-handler-deadlock': 'waited for what the code that it interrupted could give',
  'signal-handler-failed': 'had run, and nothing had reacted to it',
  'loop-blocked': 'blocked the event loop with a synchronous call',
  'loop-busy': 'computed without giving way to the event loop',
  'loop-self-wait': 'made the event loop wait for itself',
  'loop-lock-wait': "waited for a thread lock on the event loop's thread",
  'loop-spinning': 'kept the event loop spinning',
  'cancel-swallowed': 'went on after its cancellation',
  'cancel-swallowed-by-library': 'went on after its cancellation, which a library had lost',
  'cancel-uncancelled': 'went on after uncancel() had taken its cancellation back',
  'cancel-shielded': 'was shielded from cancellation, and waited for',
  'cancel-never-requested': 'went on without being cancelled, and was waited for',
  'cancel-undeliverable': 'awaited something that refused cancellation',
  'cleanup-stuck': 'was in its cleanup',
  'cleanup-deadlock': 'waited in its cleanup for a task that waited for it',
  'asyncgen-finalizer-stuck': 'was closing its async generator',
  'drain-waits-for-handler': 'was a handler that the server waited for',
  'drain-waits-for-connection': 'waited for a peer to close its connection',
  'drain-longer-than-grace': 'was draining',
  'executor-job-running': 'ran a job of a thread pool',
  'thread-not-daemon': "went on, and Python's exit waited for it",
  'thread-join-stuck': 'was in a join of the shutdown',
  'thread-loop-deadlock': 'waited for the event loop, which waited for it',
  'atexit-stuck': 'ran',
  'native-teardown-stuck': 'was in native code that tears down',
  'child-still-running': 'was still running, and its parent waited for it',
  'child-pipe-held-open': 'held open the pipe of an ended child',
  'process-pool-stuck': 'was at work in a process pool',
  'multiprocessing-queue-undrained': 'waited to write into a queue that nobody read',
  unknown: 'was there',
};

/** Here the culprit is only who could have done something about it. */
export function hasNotReacted(cause: CauseCode): boolean {
  return cause === 'signal-handler-replaced' || cause === 'signal-handler-failed';
}
