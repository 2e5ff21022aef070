/** A write that waits for its commit, and who waits for it. */
import { StoreError } from '../store.ts';
import type { Write } from './write.ts';

export class Pending<T> {
  readonly write: Write<T>;
  /** Names this call in all its tries. */
  readonly call: string;
  readonly result: Promise<T>;
  readonly #onLate: () => void;
  readonly #settlers = Promise.withResolvers<T>();
  readonly #limitMs: number;
  #timer: NodeJS.Timeout | null = null;
  #isOver = false;

  /** `onLate`: it was committed after its caller had given up. */
  constructor(write: Write<T>, about: { call: string; limitMs: number; onLate: () => void }) {
    this.write = write;
    this.call = about.call;
    this.#limitMs = about.limitMs;
    this.#onLate = about.onLate;
    this.result = this.#settlers.promise;
  }

  /** Nobody waits any more. */
  get isOver(): boolean {
    return this.#isOver;
  }

  startClock(): void {
    this.#timer = setTimeout(() => this.fail(tooSlow()), this.#limitMs);
  }

  /** It is committed. */
  succeed(value: T): void {
    if (this.#isOver) this.#onLate();
    else this.#settlers.resolve(value);
    this.#end();
  }

  fail(error: Error): void {
    this.#settlers.reject(error);
    this.#end();
  }

  #end(): void {
    this.#isOver = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
  }
}

export function tooSlow(): StoreError {
  return new StoreError('The store did not finish in time.', {
    code: 'too-slow',
    fix: 'Look for what keeps the disk or the database busy; more replicas need --store postgresql.',
    isTransient: true,
  });
}

/** What the database says of a row may repeat all of it: only its first sentence goes along. */
export function notTaken(error: unknown): StoreError {
  const { message, code } = (error ?? {}) as { message?: unknown; code?: unknown };
  return new StoreError('The database does not take this.', {
    code: 'refused',
    fix: 'Report it to Straggler, with the log of the collector.',
    isTransient: false,
    cause: new Error(`${message} (${code})`),
  });
}
