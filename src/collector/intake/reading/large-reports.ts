/** Reads large reports in a thread of its own, with bounds on its memory and on the time of each. */
import { Worker } from 'node:worker_threads';
import type { ReadReport } from '../read-report.ts';
import { notNow, ReceiveError, tooLarge } from '../receive-error.ts';
import type { ReadJob, ReadOutcome } from './job.ts';

const JOB_LIMIT_MS = 20_000;
/** A rollout has a large report here and there; more than these at once wait at their senders. */
const MAX_WAITING = 64;
/** A thread that has read 40 MB keeps the memory: it is given back after a while. */
const IDLE_MS = 15_000;
/** Of the text's largest size: UTF-16 text, objects, and the text again. */
const HEAP_FACTOR = 10;
const MIN_HEAP_MIB = 128;
const MIB = 1_048_576;

/** The bundle has it as a file beside it. */
const READ_WORKER_FILE = 'report-worker.cjs';

interface Waiting {
  job: ReadJob;
  resolve: (read: ReadReport) => void;
  reject: (error: ReceiveError) => void;
}

export class LargeReports {
  readonly #waiting: Waiting[] = [];
  #running: Waiting | null = null;
  #worker: Worker | null = null;
  /** Of the job while there is one, else until the thread ends. */
  #timer: NodeJS.Timeout | undefined;
  #isStopped = false;

  /** Rejects with a ReceiveError. */
  read(job: ReadJob): Promise<ReadReport> {
    if (this.#isStopped || this.#waiting.length >= MAX_WAITING) return Promise.reject(busy());
    return new Promise((resolve, reject) => {
      this.#waiting.push({ job, resolve, reject });
      this.#next();
    });
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    const worker = this.#worker;
    this.#worker = null;
    for (const { reject } of [this.#running, ...this.#waiting.splice(0)].filter((one) => one !== null))
      reject(busy());
    this.#running = null;
    await worker?.terminate();
  }

  #next(): void {
    if (this.#running !== null || this.#isStopped) return;
    clearTimeout(this.#timer);
    const next = this.#waiting.shift();
    if (next === undefined) {
      this.#timer = setTimeout(() => this.#drop(), IDLE_MS);
      this.#timer.unref();
      return;
    }
    this.#running = next;
    this.#worker ??= this.#begin(next.job.limitBytes);
    this.#timer = setTimeout(() => this.#fail(), JOB_LIMIT_MS);
    this.#worker.postMessage(next.job);
  }

  #begin(limitBytes: number): Worker {
    const maxOldGenerationSizeMb = Math.max(MIN_HEAP_MIB, Math.ceil((HEAP_FACTOR * limitBytes) / MIB));
    const worker = new Worker(workerUrl(), { resourceLimits: { maxOldGenerationSizeMb } });
    worker.on('message', (outcome: ReadOutcome) => {
      if (worker === this.#worker) this.#done(outcome);
    });
    // Out of memory, most likely; the exit follows.
    worker.on('error', () => undefined);
    worker.on('exit', () => {
      if (worker === this.#worker) this.#fail();
    });
    worker.unref();
    return worker;
  }

  #done(outcome: ReadOutcome): void {
    const running = this.#running;
    this.#running = null;
    if ('read' in outcome) running?.resolve(outcome.read);
    else running?.reject(new ReceiveError(outcome.refusal));
    this.#next();
  }

  /** The thread ended, or takes too long: with the next one begins another. */
  #fail(): void {
    this.#drop();
    const running = this.#running;
    this.#running = null;
    running?.reject(
      tooLarge(
        'The report could not be read within the memory and time that one is given.',
        'Raise --max-report-bytes if it is as large as it should be; the abridged form is smaller.',
      ),
    );
    this.#next();
  }

  #drop(): void {
    const worker = this.#worker;
    this.#worker = null;
    worker?.terminate().catch(() => undefined);
  }
}

/** Run as it stands, or from the bundle. */
function workerUrl(): URL {
  const here = import.meta.url;
  return new URL(here.endsWith('.ts') ? './worker.ts' : `./${READ_WORKER_FILE}`, here);
}

function busy() {
  return notNow('busy', {
    sentence: 'Too many large reports are being read.',
    fix: 'Try again; give the collector more replicas if it stays so.',
  });
}
