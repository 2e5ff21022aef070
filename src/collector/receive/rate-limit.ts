/** So many a minute of each pod (or address): a bucket that fills again evenly. */

interface Bucket {
  tokens: number;
  atMs: number;
}

const MINUTE_MS = 60_000;
/** Of a bucket that is not known, all is assumed: forgetting one is never unjust. */
const MAX_BUCKETS = 50_000;

export class RateLimit {
  readonly #perMinute: number;
  /** Used longest ago first. */
  readonly #buckets = new Map<string, Bucket>();

  constructor(perMinute: number) {
    this.#perMinute = perMinute;
  }

  /** 0: it may. Else in how many seconds. */
  take(who: string, nowMs: number): number {
    const bucket = this.#filled(who, nowMs);
    this.#buckets.delete(who);
    this.#buckets.set(who, bucket);
    const [oldest] = this.#buckets.keys();
    if (this.#buckets.size > MAX_BUCKETS && oldest !== undefined) this.#buckets.delete(oldest);
    if (bucket.tokens < 1) return Math.ceil(((1 - bucket.tokens) * MINUTE_MS) / this.#perMinute / 1000);
    bucket.tokens -= 1;
    return 0;
  }

  #filled(who: string, nowMs: number): Bucket {
    const bucket = this.#buckets.get(who);
    if (bucket === undefined) return { tokens: this.#perMinute, atMs: nowMs };
    const gained = (Math.max(0, nowMs - bucket.atMs) * this.#perMinute) / MINUTE_MS;
    return { tokens: Math.min(this.#perMinute, bucket.tokens + gained), atMs: nowMs };
  }
}
