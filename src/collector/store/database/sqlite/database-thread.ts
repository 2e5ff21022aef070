/** One thread with one connection, from its beginning to its end, seen from the outside. */
import type { Worker } from 'node:worker_threads';
import { StoreError } from '../../store.ts';
import type { Answer, Statement, StatementResult } from './messages.ts';
import { OPENED, SqliteError, withOwnBytes } from './messages.ts';

/** Whoever asked has given up by then. A disk that takes longer is one that hangs. */
const ANSWER_MS = 10_000;
/** To empty the log into the file. */
const CLOSE_MS = 5_000;
/** What runs within SQLite cannot be interrupted. */
const END_MS = 2_000;

interface Asked {
  settlers: PromiseWithResolvers<StatementResult[]>;
  timer: NodeJS.Timeout;
}

export class DatabaseThread {
  readonly #begin: () => Worker;
  readonly #asked = new Map<number, Asked>();
  readonly #gone = Promise.withResolvers<void>();
  #worker: Worker | null = null;
  #number = OPENED;
  #isOver = false;

  constructor(begin: () => Worker) {
    this.#begin = begin;
  }

  /** Nothing can be asked any more. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** Opens the database. Rejects with a SqliteError or a StoreError, and is over then. */
  async start(): Promise<void> {
    const worker = this.#begin();
    this.#worker = worker;
    const opened = this.#wait(OPENED);
    worker.on('message', (answer: Answer) => this.#settle(answer));
    // Out of memory, most likely; the exit follows.
    worker.on('error', () => undefined);
    worker.on('exit', () => {
      this.#fail();
      this.#gone.resolve();
    });
    try {
      await opened;
    } catch (error) {
      this.#fail();
      await this.#end();
      throw error;
    }
  }

  /** Rejects with a SqliteError, or with a StoreError when the thread ends or does not answer. */
  run(statements: readonly Statement[]): Promise<StatementResult[]> {
    if (this.#isOver) return Promise.reject(ended());
    const transfer: ArrayBuffer[] = [];
    const own = statements.map(({ sql, parameters }) => ({
      sql,
      parameters: withOwnBytes(parameters, transfer),
    }));
    return this.#ask(own, transfer);
  }

  /** What was asked before is done. */
  async stop(): Promise<void> {
    if (!this.#isOver) {
      const closed = this.#ask(null, []).catch(() => undefined);
      this.#isOver = true;
      await isDone(
        closed.then(() => this.#gone.promise),
        CLOSE_MS,
      );
    }
    await this.#end();
  }

  /** true: it is gone, and holds nothing any more. */
  async isGone(): Promise<boolean> {
    return await isDone(this.#gone.promise, END_MS);
  }

  #ask(statements: readonly Statement[] | null, transfer: ArrayBuffer[]): Promise<StatementResult[]> {
    this.#number += 1;
    const number = this.#number;
    const answer = this.#wait(number);
    try {
      this.#worker?.postMessage({ number, statements }, transfer);
    } catch (error) {
      // Something that cannot be sent, nor kept.
      this.#take(number)?.settlers.reject(error);
    }
    return answer;
  }

  /** Only while somebody waits, or it has to end, does it keep the process. */
  #wait(number: number): Promise<StatementResult[]> {
    const timer = setTimeout(() => {
      this.#fail();
      void this.#end();
    }, ANSWER_MS);
    const settlers = Promise.withResolvers<StatementResult[]>();
    if (this.#asked.size === 0) this.#worker?.ref();
    this.#asked.set(number, { settlers, timer });
    return settlers.promise;
  }

  #settle({ number, results, failure }: Answer): void {
    const asked = this.#take(number);
    if (failure === null) asked?.settlers.resolve(results);
    else asked?.settlers.reject(new SqliteError(failure));
  }

  #take(number: number): Asked | undefined {
    const asked = this.#asked.get(number);
    clearTimeout(asked?.timer);
    this.#asked.delete(number);
    if (this.#asked.size === 0 && !this.#isOver) this.#worker?.unref();
    return asked;
  }

  #fail(): void {
    this.#isOver = true;
    for (const number of [...this.#asked.keys()]) this.#take(number)?.settlers.reject(ended());
  }

  async #end(): Promise<void> {
    this.#worker?.terminate().catch(() => undefined);
    await this.isGone();
    this.#worker?.unref();
  }
}

/** false: it takes longer than so long. */
async function isDone(work: Promise<unknown>, limitMs: number): Promise<boolean> {
  const late = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => late.resolve(false), limitMs);
  try {
    return await Promise.race([work.then(() => true), late.promise]);
  } finally {
    clearTimeout(timer);
  }
}

function ended(): StoreError {
  return new StoreError('The thread that holds the database ended, or did not answer.', {
    code: 'unavailable',
    fix: 'Try again: it is begun anew. If it stays so, look at the disk and at the memory of the collector.',
    isTransient: true,
  });
}
