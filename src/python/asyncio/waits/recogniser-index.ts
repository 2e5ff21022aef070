/** Finds the records that speak of a code object: looked up once a code object, then by its address. */
import type { RawFrame } from '../../frames/frames.ts';
import type { Recogniser } from './recogniser.ts';
import { RECOGNISERS } from './rules/table.ts';

export class RecogniserIndex {
  readonly #byName = new Map<string, Recogniser[]>();
  readonly #byCode = new Map<number, Recogniser | null>();

  constructor(recognisers: readonly Recogniser[] = RECOGNISERS) {
    for (const recogniser of recognisers) {
      for (const name of recogniser.functions) {
        const known = this.#byName.get(name);
        if (known === undefined) this.#byName.set(name, [recogniser]);
        else known.push(recogniser);
      }
    }
  }

  of(frame: RawFrame): Recogniser | null {
    const known = this.#byCode.get(frame.code);
    if (known !== undefined) return known;
    const { name, file } = frame.place;
    const found = this.#byName.get(name)?.find((one) => file.endsWith(one.file)) ?? null;
    this.#byCode.set(frame.code, found);
    return found;
  }
}
