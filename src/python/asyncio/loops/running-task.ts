import type { WalkedThread } from '../../threads/walk-threads.ts';
import type { Session } from '../session.ts';

const MAX_LOOPS = 256;

/**
 * The task whose step the loop is in; 0 for none. 3.8–3.13: `asyncio.tasks._current_tasks`, a dict by loop; 3.14+: a field of
 * the thread that runs the loop.
 */
export function runningTask(
  { objects, layout, memory }: Session,
  loop: number,
  thread: WalkedThread | null,
): number {
  const { asyncio } = layout.thread;
  if (asyncio !== null && thread !== null) {
    const isThis = memory.word(thread.state + asyncio.runningLoop) === loop;
    const task = isThis ? memory.word(thread.state + asyncio.runningTask) : 0;
    if (task !== 0) return task;
  }
  const current = objects.global('asyncio.tasks', '_current_tasks');
  const task = objects.entries(current, MAX_LOOPS).find(([key]) => key === loop)?.[1] ?? 0;
  return objects.isNone(task) ? 0 : task;
}
