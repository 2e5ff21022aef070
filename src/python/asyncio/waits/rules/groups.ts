/** Waiting for several tasks at once: `asyncio.wait`, `as_completed` (tasks.py), TaskGroup, `staggered_race`. */

import { hexId } from '../../../hex-id.ts';
import type { Wait, WaitTarget } from '../../../model/wait.ts';
import { jobAmong, namesAfter, tasksOf } from '../gather.ts';
import type { Look, Recogniser } from '../recogniser.ts';
import { local, outwards, selfAttribute } from '../recogniser.ts';
import { waitOf } from '../wording.ts';

const TASKS = '/asyncio/tasks.py';
const GROUPS = '/asyncio/taskgroups.py';
const MAX_MEMBERS = 100_000;

type Group = Extract<WaitTarget, { kind: 'tasks' }>['group'];

export const GROUP_RULES: readonly Recogniser[] = [
  { file: TASKS, functions: ['_wait'], read: (look) => groupWait(look, local(look, 'fs'), 'wait') },
  {
    file: '/asyncio/staggered.py',
    functions: ['staggered_race'],
    wraps: true,
    read: (look) => groupWait(look, local(look, 'running_tasks'), 'staggered'),
  },
  { file: TASKS, functions: ['_wait_for_one'], wraps: true, read: asCompleted },
  {
    // The whole of `__aexit__` until 3.12; `_aexit` from 3.13.
    file: GROUPS,
    functions: ['__aexit__', '_aexit'],
    wraps: true,
    read: (look) => groupWait(look, selfAttribute(look, '_tasks'), 'task-group'),
  },
];

const WORDS: Record<Group, string> = {
  gather: 'asyncio.gather',
  wait: 'asyncio.wait',
  as_completed: 'asyncio.as_completed',
  'task-group': 'asyncio.TaskGroup',
  wait_for: 'asyncio.wait_for',
  timeout: 'asyncio.timeout',
  staggered: 'a staggered connection attempt',
  'all-tasks': 'all tasks',
};

/** `collection`: a set or list of futures; null when it is neither. */
export function groupWait(look: Look, collection: number, group: Group): Wait | null {
  const { session, futures } = look.context;
  const { objects } = session;
  const length = objects.length(collection);
  if (length === null) return null;
  const all = objects.members(collection, MAX_MEMBERS);
  const futuresOf = all.length > 0 ? all : objects.items(collection, MAX_MEMBERS);
  const pending = futuresOf.filter((one) => futures.isPending(one));
  const tasks = tasksOf(look.context, pending, 0);
  const name = look.frame.place.file.includes('/anyio/') ? 'anyio.TaskGroup' : WORDS[group];
  const head = `${name}, ${pending.length} of ${futuresOf.length} not done`;
  const job = group === 'wait' ? jobAmong(look.context, tasks, 0) : null;
  if (job !== null) return waitOf(job.on, `${head}: ${job.description}`);
  const aborting = group === 'task-group' && objects.bool(selfAttribute(look, '_aborting')) === true;
  return waitOf(
    {
      kind: 'tasks',
      group,
      pending: tasks.map(hexId),
      total: futuresOf.length,
      returnExceptions: null,
      any: takesAny(look, group),
      cancelRequested: aborting,
    },
    `${head}${namesAfter(look.context, tasks)}`,
  );
}

/** Only `ALL_COMPLETED` waits for every one of them, whatever becomes of the others. */
function takesAny(look: Look, group: Group): boolean {
  if (group !== 'wait') return group === 'as_completed' || group === 'staggered';
  return look.context.session.objects.str(local(look, 'return_when')) !== 'ALL_COMPLETED';
}

/** What is still to come: `_todo` of the iterator from 3.13; before, the variable `todo` of the suspended generator. */
function asCompleted(look: Look): Wait | null {
  const todo = selfAttribute(look, '_todo');
  if (todo !== 0) return groupWait(look, todo, 'as_completed');
  const outer = outwards(look);
  if (outer === null) return null;
  const { frames, objects } = look.context.session;
  const queue = local(look, 'done');
  for (const value of frames.valueStack(outer.frame.address)) {
    if (objects.typeName(value) !== 'generator') continue;
    const generator = frames.ofCoroutine(value);
    if (generator?.place.name !== 'as_completed') continue;
    if (frames.local(generator.address, 'done') === queue)
      return groupWait(look, frames.local(generator.address, 'todo'), 'as_completed');
  }
  return null;
}
