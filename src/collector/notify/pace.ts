/** How much is told at once: a rollout that hangs for a hundred reasons must not fill a channel. */
export interface PaceLimits {
  windowMs: number;
  /** Single messages in a window; then one about all the rest. */
  singles: number;
}

export class Pace {
  readonly #limits: PaceLimits;
  /** It begins with the first message after the last one has ended. */
  #beganMs = Number.NEGATIVE_INFINITY;
  #singles = 0;
  #hasSummary = false;

  constructor(limits: PaceLimits) {
    this.#limits = limits;
  }

  /** What may be told now; null: nothing before the window ends. */
  next(nowMs: number): 'single' | 'summary' | null {
    if (this.#isOver(nowMs) || this.#singles < this.#limits.singles) return 'single';
    return this.#hasSummary ? null : 'summary';
  }

  /** It was told. */
  count(what: 'single' | 'summary', nowMs: number): void {
    if (this.#isOver(nowMs)) {
      this.#beganMs = nowMs;
      this.#singles = 0;
      this.#hasSummary = false;
    }
    if (what === 'single') this.#singles++;
    else this.#hasSummary = true;
  }

  /** Until the window ends. */
  leftMs(nowMs: number): number {
    return Math.max(0, this.#beganMs + this.#limits.windowMs - nowMs);
  }

  /** A clock that was set back ends it, too. */
  #isOver(nowMs: number): boolean {
    return nowMs < this.#beganMs || nowMs >= this.#beganMs + this.#limits.windowMs;
  }
}
