/** Answers that are asked for again and again, kept for a moment: a page and what it leads to are one question. */
export class ShortMemory<Value> {
  readonly #keepMs: number;
  readonly #most: number;
  readonly #now: () => number;
  readonly #entries = new Map<string, { untilMs: number; value: Promise<Value> }>();

  constructor(about: { keepMs: number; most: number; now: () => number }) {
    this.#keepMs = about.keepMs;
    this.#most = about.most;
    this.#now = about.now;
  }

  /** A question that is on its way is not asked twice; one that failed is asked anew. */
  get(key: string, ask: () => Promise<Value>): Promise<Value> {
    const known = this.#entries.get(key);
    if (known !== undefined && known.untilMs > this.#now()) return known.value;
    const value = ask();
    this.#entries.delete(key);
    this.#entries.set(key, { untilMs: this.#now() + this.#keepMs, value });
    value.catch(() => {
      if (this.#entries.get(key)?.value === value) this.#entries.delete(key);
    });
    this.#shrink();
    return value;
  }

  #shrink(): void {
    for (const oldest of this.#entries.keys()) {
      if (this.#entries.size <= this.#most) return;
      this.#entries.delete(oldest);
    }
  }
}
