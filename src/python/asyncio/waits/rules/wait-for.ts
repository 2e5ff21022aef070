/**
 * `asyncio.wait_for` (tasks.py) until 3.11 awaits a plain future of its own, and the inner one is its local `fut`.
 * From 3.12 it awaits the inner one itself, inside `asyncio.timeout`: then the future tells, and no record is needed.
 */

import { hexId } from '../../../hex-id.ts';
import type { Wait } from '../../../model/wait.ts';
import { namesAfter, tasksOf } from '../gather.ts';
import type { Look, Recogniser } from '../recogniser.ts';
import { local } from '../recogniser.ts';
import { waitOf } from '../wording.ts';

const FILE = '/asyncio/tasks.py';

export const WAIT_FOR_RULES: readonly Recogniser[] = [
  { file: FILE, functions: ['wait_for'], read: (look) => inner(look, false) },
  // Every version: the inner one was cancelled, and this is the wait for its end.
  { file: FILE, functions: ['_cancel_and_wait'], read: (look) => inner(look, true) },
];

function inner(look: Look, cancelRequested: boolean): Wait | null {
  const { context, raw } = look;
  if (local(look, 'waiter') !== raw.waiter) return null;
  const future = local(look, 'fut');
  if (!context.futures.isFuture(future)) return null;
  if (!(context.futures.isTask(future) || cancelRequested)) return context.future(future, 1);
  const tasks = tasksOf(context, [future], 0);
  const done = cancelRequested ? ', which cancelled it and waits for its end' : '';
  return waitOf(
    {
      kind: 'tasks',
      group: 'wait_for',
      pending: context.futures.isPending(future) ? tasks.map(hexId) : [],
      total: 1,
      returnExceptions: null,
      any: false,
      cancelRequested,
    },
    `asyncio.wait_for${done}${namesAfter(context, tasks)}`,
  );
}
