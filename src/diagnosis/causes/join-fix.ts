import type { ThreadState } from '../../python/model/capture.ts';

/** For whoever joins one thread after the other, each of which ends. */
export const TELL_ALL_FIRST =
  'Tell all the threads to end before the first of them is joined, so that they end side by side, and let each of them end sooner (an Event to wait on in place of a sleep)';

/** For whoever waits in Thread.join, Queue.put or Queue.join. */
export function joinFix({ waitsFor }: ThreadState): string {
  if (waitsFor.kind === 'queue' && waitsFor.operation === 'join')
    return 'Call task_done() in a `finally`, so that a consumer that fails does not leave its item open, and keep the consumers alive until the queue is empty; Queue.join() takes no limit: join the consumer threads instead, with a sentinel in the queue and a timeout.';
  if (waitsFor.kind === 'queue' && waitsFor.operation === 'put')
    return 'Put with a limit (`queue.put(item, timeout=5)`, or put_nowait), or tell the consumer to end by an Event: a full queue takes nothing while nobody takes from it.';
  if (waitsFor.kind === 'thread-join' && waitsFor.timeoutSeconds !== null)
    return 'Tell the thread to end before joining it (an Event it looks at, a sentinel in its queue), and give all joins together one limit: who joins in rounds, or one thread after the other, adds the limits up.';
  return 'Tell the thread to end before joining it (an Event it looks at, a sentinel in its queue), and join with a timeout: `thread.join(timeout=5)`. One that may be given up has to be a daemon (`daemon=True`): the exit of Python joins all others.';
}
