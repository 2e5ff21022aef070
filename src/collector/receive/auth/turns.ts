/** At most so many at once; the others wait for their turn, and not for ever. */

export class Turns {
  readonly #max: number;
  readonly #maxWaiting: number;
  #running = 0;
  readonly #waiting: (() => void)[] = [];

  constructor({ max, maxWaiting }: { max: number; maxWaiting: number }) {
    this.#max = max;
    this.#maxWaiting = maxWaiting;
  }

  /** Resolves to null at once when too many wait. Each run of `work` must be bounded in time. */
  async take<T>(work: () => Promise<T>): Promise<T | null> {
    if (this.#running >= this.#max) {
      if (this.#waiting.length >= this.#maxWaiting) return null;
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    } else {
      this.#running++;
    }
    try {
      return await work();
    } finally {
      // The turn goes to the next one, or back.
      const next = this.#waiting.shift();
      if (next === undefined) this.#running--;
      else next();
    }
  }
}
