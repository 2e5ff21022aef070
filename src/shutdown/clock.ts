/** One clock for a whole termination: every wait takes its time from the same deadline. */

/** Milliseconds of a clock that never goes back. */
export type Now = () => number;

export class Deadline {
  readonly startedAtMs: number;
  readonly graceMs: number;
  readonly #now: Now;

  constructor(graceMs: number, now: Now, startedAtMs: number = now()) {
    this.#now = now;
    this.startedAtMs = startedAtMs;
    this.graceMs = graceMs;
  }

  elapsedMs(): number {
    return this.#now() - this.startedAtMs;
  }

  elapsedSeconds(): number {
    return this.elapsedMs() / 1000;
  }

  /** Never negative. */
  leftMs(): number {
    return Math.max(0, this.graceMs - this.elapsedMs());
  }
}
