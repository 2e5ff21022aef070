/** `asyncio.gather` (tasks.py): the future that it returns keeps its children. */

import { hexId } from '../../hex-id.ts';
import type { Wait } from '../../model/wait.ts';
import { callableOf } from '../callable.ts';
import type { WaitContext } from './recogniser.ts';
import { taskNames, waitOf } from './wording.ts';

const MAX_CHILDREN = 100_000;
/** 3.9 has the function `_gather`. */
const DONE_CALLBACK = /(^|\.)_?gather\.<locals>\._done_callback$/;

/** null when the future is none of gather's. */
export function gatherWait(context: WaitContext, future: number, depth: number): Wait | null {
  const { futures, session } = context;
  const { objects } = session;
  if (!objects.isInstance(future, '_GatheringFuture')) return null;
  const children = [...new Set(objects.items(objects.attribute(future, '_children'), MAX_CHILDREN))];
  const pending = children.filter((one) => futures.isPending(one));
  const tasks = tasksOf(context, pending, depth);
  const head = `asyncio.gather, ${pending.length} of ${children.length} not done`;
  const job = jobAmong(context, tasks, depth);
  if (job !== null) return waitOf(job.on, `${head}: ${job.description}`);
  return waitOf(
    {
      kind: 'tasks',
      group: 'gather',
      pending: tasks.map(hexId),
      total: children.length,
      returnExceptions: returnsExceptions(context, future, pending),
      any: false,
      cancelRequested: objects.bool(objects.attribute(future, '_cancel_requested')) === true,
    },
    `${head}${namesAfter(context, tasks)}`,
  );
}

const MAX_JOBS = 16;

/** `gather(loop.run_in_executor(…))`, and the like of `asyncio.wait`: where no task is among the members, a job in a thread answers. */
export function jobAmong(context: WaitContext, members: readonly number[], depth: number): Wait | null {
  if (members.some((one) => context.futures.isTask(one))) return null;
  const waits = members.slice(0, MAX_JOBS).map((one) => context.future(one, depth + 1));
  const jobs = waits.flatMap((one) => (one.on.kind === 'thread-job' ? [{ wait: one, on: one.on }] : []));
  return (jobs.find(({ on }) => on.threadId !== null) ?? jobs[0])?.wait ?? null;
}

/** `: 'a', 'b' and 3 more`, or nothing. */
export function namesAfter(context: WaitContext, tasks: readonly number[]): string {
  return tasks.length === 0 ? '' : `: ${taskNames(context.futures, tasks)}`;
}

/** The tasks among futures; of a nested gather or shield those inside it, of other futures the future itself. */
export function tasksOf(context: WaitContext, members: readonly number[], depth: number): number[] {
  const { futures } = context;
  const found = members.flatMap((member) => {
    if (futures.isTask(member)) return [member];
    const { on } = context.future(member, depth + 1);
    if (on.kind === 'task') return [Number(on.taskId)];
    if (on.kind === 'tasks') return on.pending.map(Number);
    return on.kind === 'shield' && on.innerTaskIds.length > 0 ? on.innerTaskIds.map(Number) : [member];
  });
  return [...new Set(found)];
}

/** From the closure of the callback that gather left on a child; the child may be in other gathers too. */
function returnsExceptions(
  { futures, session }: WaitContext,
  outer: number,
  children: readonly number[],
): boolean | null {
  const [child] = children;
  if (child === undefined) return null;
  for (const callback of futures.callbacks(child)) {
    const facts = callableOf(session, callback);
    if (facts === null || !DONE_CALLBACK.test(facts.qualifiedName)) continue;
    const closure = new Map(facts.closure());
    if (closure.get('outer') === outer) return session.objects.bool(closure.get('return_exceptions') ?? 0);
  }
  return null;
}
