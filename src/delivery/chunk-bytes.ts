/** UTF-8 of one chunk of a report after the other, in one buffer that is used again. */
const CAPACITY_BYTES = 256 * 1_024;
/** The most that UTF-8 takes for a UTF-16 unit. */
const BYTES_PER_UNIT = 3;

export class ChunkBytes {
  #buffer: Buffer | null = null;

  /** Overwritten by the next call, unless the chunk is a large one. */
  of(chunk: string): Buffer {
    if (chunk.length * BYTES_PER_UNIT > CAPACITY_BYTES) return Buffer.from(chunk, 'utf8');
    this.#buffer ??= Buffer.allocUnsafeSlow(CAPACITY_BYTES);
    return this.#buffer.subarray(0, this.#buffer.write(chunk, 'utf8'));
  }
}
