/** Standard output, written at once. A reader that leaves early (`| head`) ends the writing quietly. */
import { writeSync } from 'node:fs';
import { ChunkBytes } from './chunk-bytes.ts';

const STDOUT = 1;
/** Sleeps between tries while a pipe is full: a reader that keeps up empties one in much less than a millisecond. */
const FIRST_RETRY_MS = 0.1;
const MAX_RETRY_MS = 5;
/** A reader that takes nothing for so long is as good as gone. */
const MAX_STALL_MS = 30_000;

export class StandardOutput {
  #closed = false;
  #retryMs = FIRST_RETRY_MS;
  readonly #bytes = new ChunkBytes();

  readonly write = (chunk: string): void => {
    const bytes = this.#bytes.of(chunk);
    let written = 0;
    let giveUpAtMs = 0;
    while (!this.#closed && written < bytes.length) {
      const count = this.#tryWrite(bytes, written);
      written += count;
      if (count > 0) giveUpAtMs = 0;
      else if (giveUpAtMs === 0) giveUpAtMs = nowMs() + MAX_STALL_MS;
      else if (nowMs() > giveUpAtMs) this.#closed = true;
    }
  };

  /** 0 when a non-blocking pipe is full (after a short sleep) or the reader has gone. */
  #tryWrite(bytes: Buffer, from: number): number {
    try {
      const count = writeSync(STDOUT, bytes, from);
      this.#retryMs = FIRST_RETRY_MS;
      return count;
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      if (code === 'EPIPE' || code === 'ECONNRESET') {
        this.#closed = true;
        return 0;
      }
      if (code !== 'EAGAIN') throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, this.#retryMs);
      this.#retryMs = Math.min(2 * this.#retryMs, MAX_RETRY_MS);
      return 0;
    }
  }
}

/** `performance.now()` is loaded when it is first used, which takes 2 ms. */
function nowMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}
