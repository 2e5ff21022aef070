/**
 * Which thread works for a future: `_WorkItem.run` of `concurrent/futures/thread.py`, the manager thread of a process
 * pool, and `BaseEventLoop._do_shutdown` (base_events.py).
 */
import type { RawFrame } from '../../frames/frames.ts';
import type { WalkedThread } from '../../threads/walk-threads.ts';
import { functionName } from '../function-name.ts';
import type { Session } from '../session.ts';

const MAX_PENDING = 10_000;
const THREAD_POOL = '/concurrent/futures/thread.py';
/** `WorkerThread.run`: the asyncio future and the function are its locals. */
const ANYIO = '/anyio/_backends/_asyncio.py';
const PROCESS_POOL = '/concurrent/futures/process.py';

export interface Job {
  thread: WalkedThread | null;
  state: 'running' | 'queued' | 'unknown';
  /** What it runs, as far as known: `time.sleep`. */
  function: string | null;
  processPool: boolean;
}

export class Jobs {
  readonly threads: readonly WalkedThread[];
  readonly #session: Session;
  #byFuture: Map<number, Job> | null = null;
  #byLocal: Map<number, Job> | null = null;

  constructor(session: Session, threads: readonly WalkedThread[]) {
    this.#session = session;
    this.threads = threads;
  }

  /** Of a concurrent.futures.Future; for `shutdown_default_executor` and anyio's threads of the asyncio future. */
  of(future: number): Job {
    this.#byFuture ??= this.#read();
    const known = this.#byFuture.get(future);
    if (known !== undefined) return known;
    const { objects } = this.#session;
    const state = objects.str(objects.attribute(future, '_state'));
    if (state !== 'PENDING') return { thread: null, state: 'unknown', function: null, processPool: false };
    return this.#inSight(future) ?? { thread: null, state: 'queued', function: null, processPool: false };
  }

  /**
   * A future that a function of its own in a thread is to complete: one of its locals, or of what it closes over. All of
   * them are looked up once, as thousands of jobs may wait for their turn.
   */
  #inSight(future: number): Job | undefined {
    this.#byLocal ??= this.#readLocals();
    return this.#byLocal.get(future);
  }

  #readLocals(): Map<number, Job> {
    const jobs = new Map<number, Job>();
    for (const thread of this.threads.filter(({ isMain }) => !isMain)) {
      for (const { address, place } of thread.frames) {
        if (place.origin === 'python') continue;
        const job: Job = { thread, state: 'running', function: place.function, processPool: false };
        for (const [, value] of this.#session.frames.locals(address))
          if (!jobs.has(value)) jobs.set(value, job);
      }
    }
    return jobs;
  }

  #read(): Map<number, Job> {
    const jobs = new Map<number, Job>();
    for (const thread of this.threads) {
      for (const frame of thread.frames) {
        const { file, name } = frame.place;
        if (name === 'run' && file.endsWith(THREAD_POOL)) this.#addWorkItem(jobs, thread, frame);
        else if (name === 'run' && file.endsWith(ANYIO)) this.#addAnyio(jobs, thread, frame);
        else if (file.endsWith(PROCESS_POOL)) this.#addProcessPool(jobs, thread, frame);
        else if (name === '_do_shutdown' && file.endsWith('/asyncio/base_events.py'))
          jobs.set(this.#session.frames.local(frame.address, 'future'), {
            thread,
            state: 'running',
            function: frame.place.function,
            processPool: false,
          });
      }
    }
    jobs.delete(0);
    return jobs;
  }

  #addWorkItem(jobs: Map<number, Job>, thread: WalkedThread, frame: RawFrame): void {
    const { objects, frames } = this.#session;
    const item = frames.local(frame.address, 'self');
    jobs.set(objects.attribute(item, 'future'), {
      thread,
      state: 'running',
      function: this.#functionOf(item),
      processPool: false,
    });
  }

  #addAnyio(jobs: Map<number, Job>, thread: WalkedThread, frame: RawFrame): void {
    const { frames } = this.#session;
    const name = functionName(this.#session, frames.local(frame.address, 'func'));
    const future = frames.local(frame.address, 'future');
    jobs.set(future, { thread, state: 'running', function: name, processPool: false });
  }

  /** `pending_work_items` maps ids to items: an attribute of the manager thread from 3.9, a local of its function in 3.8. */
  #addProcessPool(jobs: Map<number, Job>, thread: WalkedThread, frame: RawFrame): void {
    const { objects, frames } = this.#session;
    const self = frames.local(frame.address, 'self');
    const pending =
      objects.attribute(self, 'pending_work_items') || frames.local(frame.address, 'pending_work_items');
    for (const [, item] of objects.entries(pending, MAX_PENDING)) {
      const future = objects.attribute(item, 'future');
      const state = objects.str(objects.attribute(future, '_state')) === 'RUNNING' ? 'running' : 'queued';
      jobs.set(future, { thread, state, function: this.#functionOf(item), processPool: true });
    }
  }

  /** `fn` up to 3.13; from 3.14 the first of `task`. */
  #functionOf(item: number): string | null {
    const { objects } = this.#session;
    const fn = objects.attribute(item, 'fn') || (objects.items(objects.attribute(item, 'task'), 1)[0] ?? 0);
    return functionName(this.#session, fn);
  }
}
