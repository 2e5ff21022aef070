/**
 * Group commit: whatever has come while the last transaction was written goes into the next one together, since a commit
 * waits for the disk, however much it holds. A promise is kept only after the commit.
 */
import { randomUUID } from 'node:crypto';
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import type { Failure } from '../database/database-kind.ts';
import { StoreError } from '../store.ts';
import type { Committer } from './commit.ts';
import { commit } from './commit.ts';
import { notTaken, Pending, tooSlow } from './pending.ts';
import type { UnclearCalls } from './unclear-calls.ts';
import type { Write } from './write.ts';
import { bytesOf } from './write.ts';

/** What is decided and put together for them takes this thread some 10 ms, and then somebody else gets his turn. */
const MAX_WRITES_A_BATCH = 256;
const MAX_BYTES_A_BATCH = 8_388_608;
/** From one batch to the next: a hundred commits a second cost little, a thousand keep a core and the disk busy. */
const BATCH_EVERY_MS = 10;
/** More than can be written before whoever waits gives up. */
const MAX_WAITING = 20_000;
const MAX_WAITING_BYTES = 134_217_728;
const MAX_TRIES = 6;
const PAUSE_MS = 20;

export interface QueueOptions extends Committer {
  limitMs: number;
  unclear: UnclearCalls;
}

export class WriteQueue {
  readonly #options: QueueOptions;
  readonly #caller = randomUUID().slice(0, 18);
  #calls = 0;
  readonly #waiting: Pending<unknown>[] = [];
  #waitingBytes = 0;
  #work: Promise<void> | null = null;
  #nextBatchAt = 0;

  constructor(options: QueueOptions) {
    this.#options = options;
  }

  add<T>(write: Write<T>): Promise<T> {
    const bytes = bytesOf(write);
    if (this.#waiting.length >= MAX_WAITING || this.#waitingBytes + bytes > MAX_WAITING_BYTES)
      return Promise.reject(tooSlow());
    this.#calls += 1;
    const pending: Pending<T> = new Pending(write, {
      call: `${this.#caller}.${this.#calls}`,
      limitMs: this.#options.limitMs,
      onLate: () => this.#options.unclear.note(pending.call, write),
    });
    pending.startClock();
    this.#waiting.push(pending as Pending<unknown>);
    this.#waitingBytes += bytes;
    this.#work ??= this.#drain();
    return pending.result;
  }

  /** Resolves when nothing waits any more; each write has its own time limit. */
  async idle(): Promise<void> {
    await this.#work;
  }

  async #drain(): Promise<void> {
    while (this.#waiting.length > 0) {
      // Whatever arrived at the same time comes along; while little comes, nobody waits.
      await nextTurn();
      const earlyMs = this.#nextBatchAt - performance.now();
      if (earlyMs > 0 && this.#waiting.length < MAX_WRITES_A_BATCH) await sleep(earlyMs);
      this.#nextBatchAt = performance.now() + BATCH_EVERY_MS;
      const batch = this.#take();
      if (batch.length > 0) await this.#write(batch);
    }
    this.#work = null;
  }

  #take(): Pending<unknown>[] {
    const batch: Pending<unknown>[] = [];
    let bytes = 0;
    let taken = 0;
    for (const pending of this.#waiting) {
      const more = bytesOf(pending.write);
      if (batch.length >= MAX_WRITES_A_BATCH || (batch.length > 0 && bytes + more > MAX_BYTES_A_BATCH)) break;
      taken += 1;
      bytes += more;
      // Whoever has given up is not written: he will come again, or not.
      if (!pending.isOver) batch.push(pending);
    }
    for (const { write } of this.#waiting.splice(0, taken)) this.#waitingBytes -= bytesOf(write);
    return batch;
  }

  async #write(batch: readonly Pending<unknown>[]): Promise<void> {
    try {
      const results = await this.#tryAgain(batch);
      for (const [index, pending] of batch.entries()) pending.succeed(results[index]);
    } catch (error) {
      await this.#fail(batch, error);
    }
  }

  async #tryAgain(batch: readonly Pending<unknown>[]): Promise<unknown[]> {
    for (let tries = 1; ; tries += 1) {
      let isCommitting = false;
      try {
        return await commit(this.#options, batch, () => {
          isCommitting = true;
        });
      } catch (error) {
        if (isCommitting) for (const { call, write } of batch) this.#options.unclear.note(call, write);
        if (tries === MAX_TRIES || this.#options.kind.failureOf(error) !== 'again') throw error;
        await sleep(PAUSE_MS * tries * Math.random());
      }
    }
  }

  /** What the database refuses for one write must not take the others along. */
  async #fail(batch: readonly Pending<unknown>[], error: unknown): Promise<void> {
    const failure = this.#options.kind.failureOf(error);
    if (!(failure instanceof StoreError) && batch.length > 1) {
      for (const pending of batch) await this.#write([pending]);
      return;
    }
    for (const pending of batch) pending.fail(errorFor(failure, error));
  }
}

function errorFor(failure: Failure, error: unknown): StoreError {
  if (failure instanceof StoreError) return failure;
  return failure === 'again' ? tooSlow() : notTaken(error);
}
