/** Jobs in threads for which tasks wait that hold no code of the service's own: the job answers, and not the task. */
import type { Capture, TaskState, ThreadState } from '../../python/model/capture.ts';
import type { CodePlace } from '../../python/model/frame.ts';
import { innermostOwn } from '../culprit.ts';
import type { PoolWords } from '../libraries/thread-pools.ts';
import { awaitedPool, EXECUTOR, runsJobOf } from '../libraries/thread-pools.ts';

export interface AwaitedJob {
  pool: PoolWords;
  threads: ThreadState[];
}

/** Where it is not known which thread of a library's pool runs the job of which task, all that run one. */
export function awaitedJob(last: Capture, task: TaskState): AwaitedJob | null {
  const rule = awaitedPool(task.stack);
  if (rule !== null) {
    const known = task.wait?.on.kind === 'thread-job' ? task.wait.on.threadId : null;
    const own = last.threads.filter(({ id, pool }) => id === known && pool?.idle !== true);
    const threads = own.length > 0 ? own : last.threads.filter((thread) => runsJobOf(rule, thread));
    return threads.length > 0 ? { pool: rule, threads } : null;
  }
  const threadId = executorThread(task);
  const thread = last.threads.find(({ id, pool }) => id === threadId && pool?.idle !== true);
  return thread === undefined ? null : { pool: EXECUTOR, threads: [endOfJoins(last, thread)] };
}

/** A job may be to join a pool or a thread (asgiref's `ThreadSensitiveContext`): what is joined answers. */
function endOfJoins(last: Capture, thread: ThreadState): ThreadState {
  const seen = new Set([thread]);
  let end = thread;
  for (const one of seen) {
    end = one;
    const ids = joinedBy(last, one);
    const next = last.threads.find(({ id, pool }) => ids.includes(id) && pool?.idle !== true);
    if (next !== undefined) seen.add(next);
  }
  return end;
}

/** It stands in libraries only, and waits for a job of theirs or of the service's. */
export function waitsForJobOnly(task: TaskState): boolean {
  return awaitedPool(task.stack) !== null || executorThread(task) !== null;
}

/** Null as well for a task with code of the service's own: that line says who asked for the job. */
function executorThread({ wait, stack }: TaskState): number | null {
  if (wait?.on.kind !== 'thread-job' || stack.some((place) => place.origin === 'user')) return null;
  return wait.on.threadId;
}

function joinedBy(last: Capture, { waitsFor, stack }: ThreadState): (number | null)[] {
  if (waitsFor.kind === 'executor-shutdown') return waitsFor.threadIds;
  if (waitsFor.kind === 'thread-join') return [waitsFor.threadId];
  return stack.some(endsExecutor) ? last.threads.filter(mayRunJob).map(({ id }) => id) : [];
}

/** asyncio's own helper (base_events.py): an Executor of the service's or a library's may wait for its threads in any way. */
function endsExecutor({ name, file }: CodePlace): boolean {
  return name === '_do_shutdown' && file.endsWith('/asyncio/base_events.py');
}

function mayRunJob({ isMain, loopId, stack }: ThreadState): boolean {
  return !isMain && loopId === null && !stack.some(endsExecutor) && innermostOwn(stack)?.origin === 'user';
}
