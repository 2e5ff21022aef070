/**
 * How much an iterator has before it: `listiterobject` (Objects/listobject.c, tupleobject.c), `rangeiterobject`,
 * `dictiterobject`, `setiterobject`, `enumobject` (Objects/*.c), `dequeiterobject` (Modules/_collectionsmodule.c). Offsets
 * behind the header were the same in 3.8–3.15, but for range's (measured with ctypes).
 */
import type { MemoryReader } from '../memory/reader.ts';
import type { Containers } from './containers.ts';
import type { TypeFacts, Types } from './types.ts';

const MAX_NESTING = 4;
const SECOND = 8;
const THIRD = 16;
const FOURTH = 24;
const FIFTH = 32;
/** Up to 3.11 a range's iterator counts up to its length; then what is left is counted down. */
const COUNTED_RANGE_BYTES = 32;

type Reader = (iterators: Iterators, fields: number, type: TypeFacts, nesting: number) => number | null;

const dictionary: Reader = ({ memory }, fields) =>
  memory.word(fields) === 0 ? 0 : memory.int64(fields + FIFTH);
const sequence: Reader = ({ memory, containers }, fields) => {
  const length = containers.length(memory.word(fields + SECOND));
  return length === null ? null : length - memory.int64(fields);
};

const READERS: Readonly<Record<string, Reader>> = {
  list_iterator: sequence,
  tuple_iterator: sequence,
  list_reverseiterator: ({ memory }, fields) => memory.int64(fields) + 1,
  range_iterator: ({ memory, headerBytes }, fields, { basicSize }) =>
    basicSize - headerBytes < COUNTED_RANGE_BYTES
      ? memory.int64(fields + THIRD)
      : memory.int64(fields + FOURTH) - memory.int64(fields),
  dict_keyiterator: dictionary,
  dict_valueiterator: dictionary,
  dict_itemiterator: dictionary,
  set_iterator: ({ memory }, fields) => (memory.word(fields) === 0 ? 0 : memory.int64(fields + FOURTH)),
  enumerate: (iterators, fields, _type, nesting) => iterators.inner(fields + SECOND, nesting),
  _deque_iterator: ({ memory }, fields) => memory.int64(fields + FIFTH),
};

export class Iterators {
  readonly memory: MemoryReader;
  readonly containers: Containers;
  readonly headerBytes: number;
  private readonly types: Types;

  constructor(memory: MemoryReader, headerBytes: number, types: Types, containers: Containers) {
    this.memory = memory;
    this.headerBytes = headerBytes;
    this.types = types;
    this.containers = containers;
  }

  /** Items that it has not given yet; null for what is no iterator over something countable. */
  left(address: number, nesting = 0): number | null {
    const type = this.types.of(address);
    const reader = READERS[type.name.slice(type.name.lastIndexOf('.') + 1)];
    if (reader === undefined || nesting > MAX_NESTING) return null;
    const left = reader(this, address + this.headerBytes, type, nesting);
    return left !== null && left >= 0 && Number.isSafeInteger(left) ? left : null;
  }

  inner(field: number, nesting: number): number | null {
    return this.left(this.memory.word(field), nesting + 1);
  }
}
