/** Which tasks a runner has cancelled and now waits for: the local `to_cancel` of its frame (cpython-memory.md, 6). */
import type { RawFrame } from '../../frames/frames.ts';
import type { Session } from '../session.ts';

/** `asyncio.runners` (and anyio's copy of it for older Pythons), and aiohttp's `run_app`. */
const FUNCTIONS: readonly string[] = ['_cancel_all_tasks', '_cancel_tasks'];
const MAX_TASKS = 4_000_000;

/** Addresses of the cancelled tasks by their loop. */
export type CancelledSets = ReadonlyMap<number, ReadonlySet<number>>;

export function readCancelledSets(
  session: Session,
  threads: readonly (readonly RawFrame[])[],
): CancelledSets {
  const { objects, frames } = session;
  const sets = new Map<number, Set<number>>();
  for (const frame of threads.flat()) {
    if (!FUNCTIONS.includes(frame.place.name)) continue;
    const cancelled = frames.local(frame.address, 'to_cancel');
    const loop = frames.local(frame.address, 'loop');
    if (cancelled === 0 || loop === 0) continue;
    const tasks = [...objects.members(cancelled, MAX_TASKS), ...objects.items(cancelled, MAX_TASKS)];
    const known = sets.get(loop) ?? new Set();
    for (const task of tasks) known.add(task);
    sets.set(loop, known);
  }
  return sets;
}
