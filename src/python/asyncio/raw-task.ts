/** A task as the memory walk sees it, before its wait has a name. Lives only while that task is being read. */
import type { RawFrame } from '../frames/frames.ts';

export interface RawTask {
  address: number;
  /** Outermost first: frames of coroutines, generators and async generators of the await chain. */
  frames: RawFrame[];
  /** `fut_waiter` (or `_fut_waiter`): what the task has registered its wake-up with; 0 when running, ready or not started. */
  waiter: number;
  /** The object that ended the chain: equals `waiter` for futures; a custom awaitable else; 0 when none. */
  awaited: number;
  loop: number;
  coroutine: number;
}
