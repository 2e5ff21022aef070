/**
 * Whole lines to a log that someone may have stopped reading. Nothing here waits in the kernel: a write that blocks
 * cannot be given up, and one on Node's thread pool would keep the process from ending.
 */
import { closeSync, constants, fstatSync, openSync, writeSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const STDOUT = 1;
const FIRST_RETRY_MS = 0.5;
const MAX_RETRY_MS = 10;
/** Each is at most 16 KiB. */
const MAX_WAITING = 128;

export class LineOutput {
  readonly #file: number;
  readonly #isOwn: boolean;
  /** What is left of the row that has begun. It is finished before another begins, so that no line is ever cut. */
  #row: Buffer | null = null;
  #last: Promise<unknown> = Promise.resolve();
  #waiting = 0;
  #readerIsGone = false;
  #dropped = 0;

  constructor(file: number, isOwn: boolean) {
    this.#file = file;
    this.#isOwn = isOwn;
  }

  /** Of the process's standard output. */
  static async open(file = STDOUT): Promise<LineOutput> {
    const kind = fstatSync(file);
    if (kind.isFile()) return new LineOutput(file, false);
    const own = kind.isFIFO() || kind.isCharacterDevice() ? openAgain(file) : null;
    if (own !== null) return new LineOutput(own, true);
    if (!kind.isCharacterDevice()) await makeNonBlocking(file);
    return new LineOutput(file, false);
  }

  /** Lines that were given up, whole. */
  get dropped(): number {
    return this.#dropped;
  }

  /**
   * `line` ends with its line break. False when it was not taken within the time: then none of it was written, or what
   * is left of it will go before the next line. While the reader keeps up, the line is written when this returns.
   */
  write(line: string, limitMs: number): Promise<boolean> {
    const row = Buffer.from(line, 'utf8');
    if (this.#waiting === 0 && this.#row === null) {
      this.#row = row;
      if (this.#advance()) return Promise.resolve(true);
      return this.#enqueue(() => this.#finishRow(row, performance.now() + limitMs));
    }
    if (this.#waiting >= MAX_WAITING) return this.#drop();
    const giveUpAt = performance.now() + limitMs;
    return this.#enqueue(async () => {
      if (this.#row !== null && !(await this.#untilWritten(giveUpAt))) return this.#drop();
      this.#row = row;
      return this.#finishRow(row, giveUpAt);
    });
  }

  close(): void {
    this.#readerIsGone = true;
    if (this.#isOwn) closeSync(this.#file);
  }

  #enqueue(task: () => Promise<boolean>): Promise<boolean> {
    this.#waiting += 1;
    const done = this.#last.then(task).finally(() => {
      this.#waiting -= 1;
    });
    this.#last = done;
    return done;
  }

  async #finishRow(row: Buffer, giveUpAt: number): Promise<boolean> {
    if (await this.#untilWritten(giveUpAt)) return true;
    if (this.#row !== null && this.#row.length < row.length) return false;
    this.#row = null;
    return this.#drop();
  }

  #drop(): Promise<boolean> {
    this.#dropped += 1;
    return Promise.resolve(false);
  }

  async #untilWritten(giveUpAt: number): Promise<boolean> {
    let retryMs = FIRST_RETRY_MS;
    for (;;) {
      const before = this.#row?.length;
      if (this.#advance()) return true;
      if (this.#row?.length !== before) retryMs = FIRST_RETRY_MS;
      const leftMs = giveUpAt - performance.now();
      if (leftMs <= 0 || this.#readerIsGone) return false;
      await sleep(Math.min(retryMs, leftMs));
      retryMs = Math.min(2 * retryMs, MAX_RETRY_MS);
    }
  }

  /** Writes what goes without waiting; true when nothing is left. */
  #advance(): boolean {
    while (this.#row !== null && !this.#readerIsGone) {
      const count = this.#tryWrite(this.#row);
      if (count === 0) return false;
      this.#row = count === this.#row.length ? null : this.#row.subarray(count);
    }
    return this.#row === null;
  }

  #tryWrite(bytes: Buffer): number {
    try {
      return writeSync(this.#file, bytes);
    } catch (error) {
      // A full pipe may be read again; all else (no reader, a full disk) leaves nobody to write for.
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') this.#readerIsGone = true;
      return 0;
    }
  }
}

/** The same pipe or terminal, in a way of one's own: others who share it keep theirs. Null where that is not allowed. */
function openAgain(file: number): number | null {
  try {
    const flags = constants.O_WRONLY | constants.O_NONBLOCK | constants.O_NOCTTY;
    return openSync(`/proc/self/fd/${file}`, flags);
  } catch {
    return null;
  }
}

/** A socket cannot be opened again. Node's own wrapping of it has the effect, for all who share it. */
async function makeNonBlocking(file: number): Promise<void> {
  const { Socket } = await import('node:net');
  const socket = new Socket({ fd: file, readable: false, writable: true });
  socket.on('error', () => socket.unref());
  socket.unref();
}
