/** A task as the memory walk sees it, before its wait has a name. Lives only while that task is being read. */
import type { RawFrame } from '../frames/frames.ts';
import type { CodePlace } from '../model/frame.ts';
import type { Wait } from '../model/wait.ts';

export interface RawTask {
  address: number;
  /** Outermost first: frames of coroutines, generators and async generators of the await chain. */
  frames: RawFrame[];
  /** Begins with the places of the frames. One array for all tasks that stand at the same places. */
  stack: readonly CodePlace[];
  /** `fut_waiter` (or `_fut_waiter`): what the task has registered its wake-up with; 0 when running, ready or not started. */
  waiter: number;
  /** The object that ended the chain: equals `waiter` for futures; a custom awaitable else; 0 when none. */
  awaited: number;
  loop: number;
  coroutine: number;
  /** The name of its wait; null before it has one. */
  wait: Wait | null;
}

export function emptyRawTask(): RawTask {
  return { address: 0, frames: [], stack: [], waiter: 0, awaited: 0, loop: 0, coroutine: 0, wait: null };
}

/** Tasks of a pass once more; those whose wait `isWanted` refuses are left out, before their frames are looked up. */
export type TasksAgain = (isWanted?: (wait: Wait | null) => boolean) => Iterable<RawTask>;
