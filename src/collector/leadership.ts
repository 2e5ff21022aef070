/** Of several replicas one does what only one may do: write Hang objects, tell of new hangs, delete what is old. */
import { randomUUID } from 'node:crypto';
import type { Store } from './store/store.ts';

/** Three renewals may fail before another replica takes over. */
const TTL_MS = 15_000;

export const RENEW_MS = 4_000;

export class Leadership {
  readonly #store: Store;
  readonly #owner = randomUUID();
  #untilMs = 0;

  constructor(store: Store) {
    this.#store = store;
  }

  /** Asked at any moment; false as soon as another replica may have taken over. */
  isLeader(): boolean {
    return performance.now() < this.#untilMs;
  }

  /** To be called every RENEW_MS. */
  async renew(): Promise<void> {
    const askedAtMs = performance.now();
    const leads = await this.#store.lead(this.#owner, TTL_MS, Date.now());
    this.#untilMs = leads ? askedAtMs + TTL_MS : 0;
  }
}
