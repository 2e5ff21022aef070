/** Bytes into rows, whatever comes: a log may hold a gigabyte without a line break. */

/** A line of the sidecar has 16 KiB; what log readers put around it may double that. */
const MAX_ROW_BYTES = 128 * 1_024;
const LINE_BREAK = 0x0a;

export class Rows {
  readonly #take: (row: string) => void;
  #pieces: Buffer[] = [];
  #bytes = 0;
  #count = 0;

  constructor(take: (row: string) => void) {
    this.#take = take;
  }

  /** Rows so far, those that were too long among them. */
  get count(): number {
    return this.#count;
  }

  add(chunk: Buffer): void {
    let begin = 0;
    for (;;) {
      const end = chunk.indexOf(LINE_BREAK, begin);
      if (end === -1) break;
      this.#keep(chunk.subarray(begin, end));
      this.#emit();
      begin = end + 1;
    }
    this.#keep(chunk.subarray(begin));
  }

  /** What stands after the last line break is a row, too: perhaps a cut one. */
  end(): void {
    if (this.#bytes > 0) this.#emit();
  }

  #keep(piece: Buffer): void {
    this.#bytes += piece.length;
    if (this.#bytes > MAX_ROW_BYTES) this.#pieces = [];
    else if (piece.length > 0) this.#pieces.push(piece);
  }

  #emit(): void {
    this.#count += 1;
    if (this.#bytes <= MAX_ROW_BYTES) this.#take(Buffer.concat(this.#pieces).toString('utf8'));
    this.#pieces = [];
    this.#bytes = 0;
  }
}
