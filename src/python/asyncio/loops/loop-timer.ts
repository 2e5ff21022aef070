export interface LoopTimer {
  /** Milliseconds of the loop's clock, CLOCK_MONOTONIC. */
  whenMs: number;
  callback: number;
  /** The tuple of arguments. */
  arguments: number;
}
