/** The events of a watch: a JSON text a line. */
import { StringDecoder } from 'node:string_decoder';

/** etcd takes objects of 1.5 MiB at most; an event holds one. */
const LONGEST_LINE = 8 * 1_048_576;

export class Lines {
  readonly #decoder = new StringDecoder('utf8');
  #parts: string[] = [];
  #length = 0;

  /** The lines that this chunk completes. Throws when one grows beyond every bound. */
  *take(chunk: Buffer): Generator<string> {
    let text = this.#decoder.write(chunk);
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n')) {
      this.#parts.push(text.slice(0, end));
      text = text.slice(end + 1);
      const line = this.#parts.join('');
      this.#parts = [];
      this.#length = 0;
      if (line.trim() !== '') yield line;
    }
    if (text === '') return;
    this.#parts.push(text);
    this.#length += text.length;
    if (this.#length > LONGEST_LINE)
      throw new Error('an event of the watch is longer than any object may be');
  }
}
