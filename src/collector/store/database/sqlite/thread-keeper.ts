/** Has one thread for a connection: another one is begun when somebody asks after it ended. */
import { Worker } from 'node:worker_threads';
import { StoreError } from '../../store.ts';
import { DatabaseThread } from './database-thread.ts';
import type { ThreadData } from './messages.ts';

/** The bundle has it as a file beside it. */
const SQLITE_THREAD_FILE = 'sqlite-thread.cjs';

export type BeginThread = (data: ThreadData) => Worker;

export class ThreadKeeper {
  readonly #data: ThreadData;
  readonly #begin: BeginThread;
  #thread: DatabaseThread | null = null;
  #starting: Promise<DatabaseThread> | null = null;
  #isStopped = false;

  constructor(data: ThreadData, begin: BeginThread = beginThread) {
    this.#data = data;
    this.#begin = begin;
  }

  /** One with an open database. Rejects with what opening it failed with. */
  async live(): Promise<DatabaseThread> {
    if (this.#isStopped) throw notNow('The database is closed.');
    if (this.#thread !== null && !this.#thread.isOver) return this.#thread;
    this.#starting ??= this.#start(this.#thread).finally(() => {
      this.#starting = null;
    });
    return await this.#starting;
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#starting?.catch(() => undefined);
    await this.#thread?.stop();
  }

  /** Not before the last one is gone: it may hold the lock, and threads that hang must not become many. */
  async #start(last: DatabaseThread | null): Promise<DatabaseThread> {
    if (last !== null && !(await last.isGone())) throw notNow('The disk with the database does not answer.');
    const thread = new DatabaseThread(() => this.#begin(this.#data));
    this.#thread = thread;
    await thread.start();
    return thread;
  }
}

function beginThread(data: ThreadData): Worker {
  return new Worker(threadUrl(), { workerData: data });
}

/** Run as it stands, or from the bundle. */
function threadUrl(): URL {
  const here = import.meta.url;
  return new URL(here.endsWith('.ts') ? './thread.ts' : `./${SQLITE_THREAD_FILE}`, here);
}

function notNow(sentence: string): StoreError {
  const fix = 'Look at the volume and at the node it is on.';
  return new StoreError(sentence, { code: 'unavailable', fix, isTransient: true });
}
