import type { ThreadState } from '../../python/model/capture.ts';

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
