/**
 * Takes a list of the API server apart as it comes, an item at a time. Parsed as a whole, a page of 500 pods is some 20 MB
 * of objects which live just long enough to be moved among those that stay: ten thousand pods cost 180 MiB that way.
 */

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;

/** `{`, then the key `items` with its `[`: what an item lies in. */
const ITEM_DEPTH = 2;
/** In bytes, with some space: chunks may be as short as one. */
const LONGEST_KEY = 64;
/** etcd takes objects of 1.5 MiB at most. */
const LARGEST_PART_BYTES = 8 * 1_048_576;

export class ListPage {
  #depth = 0;
  #isText = false;
  #isEscaped = false;
  #isInItems = false;
  /** Parts of the item that has begun. */
  #item: Buffer[] = [];
  readonly #around: Buffer[] = [];
  #bytes = 0;

  /** The items that this chunk completes. Throws what `JSON.parse` throws, and when one grows beyond every bound. */
  *take(chunk: Buffer): Generator<unknown> {
    let from = 0;
    for (let at = 0; at < chunk.length; at++) {
      const byte = chunk[at] ?? 0;
      if (this.#isText) this.#inText(byte);
      else if (byte === QUOTE) this.#isText = true;
      else if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) from = this.#open(chunk, from, at);
      else if (byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) {
        this.#depth--;
        if (this.#isBetweenItems()) {
          this.#keep(this.#item, chunk.subarray(from, at + 1));
          yield this.#finish();
          from = at + 1;
        } else if (this.#isInItems && this.#depth < ITEM_DEPTH) {
          this.#isInItems = false;
          from = at;
        }
      }
    }
    this.#keepOpen(chunk.subarray(from));
  }

  /** What lies around the items, when all has come. */
  end(): { metadata?: { continue?: string; resourceVersion?: string } } {
    return JSON.parse(Buffer.concat(this.#around).toString()) as ReturnType<ListPage['end']>;
  }

  #inText(byte: number): void {
    if (this.#isEscaped) this.#isEscaped = false;
    else if (byte === BACKSLASH) this.#isEscaped = true;
    else if (byte === QUOTE) this.#isText = false;
  }

  /** Gives where what is not kept yet begins. */
  #open(chunk: Buffer, from: number, at: number): number {
    const isItem = this.#isBetweenItems();
    this.#depth++;
    if (isItem) return at;
    if (this.#isInItems || this.#depth !== ITEM_DEPTH) return from;
    this.#keepOpen(chunk.subarray(from, at + 1));
    this.#isInItems = /"items"\s*:\s*\[$/.test(Buffer.concat(this.#around.slice(-LONGEST_KEY)).toString());
    return at + 1;
  }

  #isBetweenItems(): boolean {
    return this.#isInItems && this.#depth === ITEM_DEPTH;
  }

  #finish(): unknown {
    const text = Buffer.concat(this.#item).toString();
    this.#item = [];
    this.#bytes = 0;
    return JSON.parse(text) as unknown;
  }

  /** Commas between items are of no use. */
  #keepOpen(part: Buffer): void {
    if (!this.#isBetweenItems()) this.#keep(this.#isInItems ? this.#item : this.#around, part);
  }

  #keep(parts: Buffer[], part: Buffer): void {
    if (part.length === 0) return;
    this.#bytes += part.length;
    if (this.#bytes > LARGEST_PART_BYTES)
      throw new Error('a part of the list is larger than any object may be');
    // A view would hold the whole chunk.
    parts.push(Buffer.from(part));
  }
}
