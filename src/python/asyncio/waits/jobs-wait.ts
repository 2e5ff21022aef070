/** What `asyncio.wrap_future`, and with it `run_in_executor` and `to_thread`, waits for (futures.py, `_chain_future`). */

import { hexId } from '../../hex-id.ts';
import type { Wait } from '../../model/wait.ts';
import { callableOf } from '../callable.ts';
import type { Job } from './jobs.ts';
import type { WaitContext } from './recogniser.ts';
import { waitOf } from './wording.ts';

const MAX_CALLBACKS = 16;

/** `source` is the future whose end will be copied: a concurrent one, or another loop's. */
export function chainedWait(
  context: WaitContext,
  { source, future, depth }: { source: number; future: number; depth: number },
): Wait {
  const { futures } = context;
  if (futures.isFuture(source)) return context.future(source, depth + 1);
  const task = coroutineBehind(context, source);
  if (task !== 0)
    return waitOf(
      { kind: 'task', taskId: hexId(task) },
      `task '${futures.taskName(task)}' in another event loop`,
    );
  const job = context.jobs.of(source === 0 ? future : source);
  const wait = jobWait(job);
  if (job.state === 'queued') context.submitted.add(source, wait);
  return wait;
}

export function jobWait(job: Job): Wait {
  const { thread, state, processPool } = job;
  const what = `${processPool ? 'process' : 'thread'} pool job${job.function === null ? '' : ` ${job.function}`}`;
  const threadId = processPool || thread === null || thread.id === 0 ? null : thread.id;
  return waitOf(
    { kind: 'thread-job', threadId, state, function: job.function, processPool },
    `${what}${whereabouts(job)}`,
  );
}

function whereabouts({ thread, state, processPool }: Job): string {
  if (state === 'queued') return ', which no worker has begun';
  if (processPool) return ' in a worker process';
  return thread === null ? '' : ` in thread ${thread.name}`;
}

/** `run_coroutine_threadsafe` gives a concurrent future that a task completes: its callback knows the task. */
export function coroutineBehind(
  { session, futures }: Pick<WaitContext, 'session' | 'futures'>,
  concurrent: number,
): number {
  const { objects } = session;
  for (const callback of objects.items(objects.attribute(concurrent, '_done_callbacks'), MAX_CALLBACKS)) {
    const facts = callableOf(session, callback);
    if (facts?.qualifiedName !== '_chain_future.<locals>._call_check_cancel') continue;
    const source = facts.closure().find(([name]) => name === 'source')?.[1] ?? 0;
    if (futures.isTask(source)) return source;
  }
  return 0;
}
