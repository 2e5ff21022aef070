/** Of which thread pool a thread is a worker, and whether it waits for a job. */
import type { Session } from '../../asyncio/session.ts';
import type { RawFrame } from '../../frames/frames.ts';
import { hexId } from '../../hex-id.ts';
import type { ThreadState } from '../../model/capture.ts';
import type { WalkedThread } from '../walk-threads.ts';

const IN_QUEUE = /\/(queue|threading)\.py$/;
/**
 * Functions in which the workers of pools live. Where the queue is Python's, a worker that stands in its own function runs a
 * job of C (`sys.stdin.readline`); where it is C's (SimpleQueue), it waits for one.
 */
const WORKERS = [
  { file: '/concurrent/futures/thread.py', function: '_worker', queue: 'c' },
  { file: '/anyio/_backends/_asyncio.py', function: 'run', queue: 'python' },
  { file: '/multiprocessing/pool.py', function: 'worker', queue: 'c' },
] as const;

/** null for a thread that is no worker. */
export function poolOf(session: Session, thread: WalkedThread): ThreadState['pool'] {
  const { objects, frames } = session;
  const ruleAt = ({ place }: RawFrame) =>
    WORKERS.find((one) => place.name === one.function && place.file.endsWith(one.file));
  const index = thread.frames.findIndex((frame) => ruleAt(frame) !== undefined);
  const worker = thread.frames[index];
  if (worker === undefined) return null;
  const local = (name: string) => frames.local(worker.address, name);
  // An executor may be gone while its workers still run: they share its queue. Those of anyio share a set.
  const executor = objects.weakReferent(local('executor_reference')) || local('work_queue');
  const pool = executor || objects.attribute(local('self'), 'workers') || threadPoolQueue(session, worker);
  if (pool === 0 && ruleAt(worker)?.file === '/multiprocessing/pool.py') return null;
  const inQueue =
    (index > 0 || ruleAt(worker)?.queue === 'c') &&
    !hasJobOfPool(session, worker) &&
    thread.frames.slice(0, index).every(({ place }) => IN_QUEUE.test(place.file));
  return { executorId: hexId(pool), idle: inQueue, queued: objects.length(local('work_queue')) };
}

/** What the workers of a `multiprocessing.pool.ThreadPool` share; 0 for those of a pool of processes, whose queues are pipes. */
function threadPoolQueue({ objects, frames }: Session, worker: RawFrame): number {
  const queue = frames.local(worker.address, 'inqueue');
  return isQueueOfC({ objects }, queue) ? queue : 0;
}

/** `_queue.SimpleQueue`, in contrast to multiprocessing's. */
export function isQueueOfC({ objects }: Pick<Session, 'objects'>, queue: number): boolean {
  return objects.typeName(queue) === '_queue.SimpleQueue';
}

/** multiprocessing's worker calls its jobs itself: its local is None, or not there yet, while it waits for one (3.8 to 3.15). */
export function hasJobOfPool({ objects, frames }: Session, worker: RawFrame): boolean {
  const job = frames.local(worker.address, 'job');
  return job !== 0 && !objects.isNone(job);
}
