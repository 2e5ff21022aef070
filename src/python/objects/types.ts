import type { Layout } from '../layouts/layout.ts';
import type { MemoryReader } from '../memory/reader.ts';

/** `PyTypeObject` behind its header: fields that never moved in 3.8–3.15 (section 5.9, and `offsetof` over the headers). */
const NAME = 8;
const BASIC_SIZE = 16;
const ITEM_SIZE = 24;
const BASE = 240;
const DICT = 248;
const DICT_OFFSET = 272;
const MRO = 328;
const MAX_NAME_BYTES = 256;
const MAX_BASES = 32;
const MAX_TYPES = 50_000;

export const Flag = {
  inlineValues: 1 << 2,
  managedDict: 1 << 4,
  heapType: 1 << 9,
  integer: 1 << 24,
  list: 1 << 25,
  tuple: 1 << 26,
  bytes: 1 << 27,
  string: 1 << 28,
  dict: 1 << 29,
  exception: 1 << 30,
  type: 1 << 31,
} as const;

export interface TypeFacts {
  readonly address: number;
  readonly name: string;
  /** Low 32 bits of `tp_flags`. */
  readonly flags: number;
  readonly basicSize: number;
  readonly itemSize: number;
  readonly dictOffset: number;
  readonly base: number;
  readonly dict: number;
  readonly mro: number;
  /** `ht_cached_keys` of a heap type, else 0. */
  readonly cachedKeys: number;
  /** Names of it and its bases, nearest first. Filled on demand. */
  lineage: string[] | null;
  /** `__module__` of a heap type; undefined until it was asked for. */
  module: string | null | undefined;
}

const NO_TYPE: TypeFacts = {
  address: 0,
  name: '',
  flags: 0,
  basicSize: 0,
  itemSize: 0,
  dictOffset: 0,
  base: 0,
  dict: 0,
  mro: 0,
  cachedKeys: 0,
  lineage: [],
  module: null,
};

/** Types by address, each read once. */
export class Types {
  private readonly memory: MemoryReader;
  private readonly layout: Layout;
  private readonly known = new Map<number, TypeFacts>();
  private readonly headerBytes: number;
  private readonly typeOffset: number;
  private last: TypeFacts = NO_TYPE;

  constructor(memory: MemoryReader, layout: Layout) {
    this.memory = memory;
    this.layout = layout;
    this.headerBytes = layout.object.headerBytes;
    this.typeOffset = this.headerBytes - 8;
  }

  of(object: number): TypeFacts {
    return this.at(this.typeOf(object));
  }

  typeOf(object: number): number {
    return object === 0 ? 0 : this.memory.word(object + this.typeOffset);
  }

  at(address: number): TypeFacts {
    if (address === this.last.address) return this.last;
    if (address === 0) return NO_TYPE;
    let facts = this.known.get(address);
    if (facts === undefined) {
      facts = this.read(address);
      if (this.known.size >= MAX_TYPES) this.known.clear();
      this.known.set(address, facts);
    }
    this.last = facts;
    return facts;
  }

  lineage(facts: TypeFacts): string[] {
    if (facts.lineage !== null) return facts.lineage;
    const names = this.order(facts).map((address) => this.at(address).name);
    facts.lineage = names;
    return names;
  }

  /** By `tp_mro`, a tuple that begins with the type itself: `tp_base` leads through the first of several bases only. */
  private order(facts: TypeFacts): number[] {
    const { memory, layout } = this;
    const count = facts.mro === 0 ? 0 : memory.int64(facts.mro + this.headerBytes);
    const first = facts.mro + layout.object.tupleItems;
    if (count > 0 && memory.word(first) === facts.address)
      return Array.from({ length: Math.min(count, MAX_BASES) }, (_, index) => memory.word(first + index * 8));
    const found: number[] = [];
    for (let type = facts; type.address !== 0 && found.length < MAX_BASES; type = this.at(type.base))
      found.push(type.address);
    return found;
  }

  reset(): void {
    this.known.clear();
    this.last = NO_TYPE;
  }

  /** What is no type has a name that cannot be one: it is remembered as nameless. */
  private read(address: number): TypeFacts {
    const { memory, layout } = this;
    const fields = address + this.headerBytes;
    const nameAt = memory.word(fields + NAME);
    const name = nameAt === 0 ? '' : memory.cString(nameAt, MAX_NAME_BYTES);
    if (name === '' || hasControlCharacter(name)) return { ...NO_TYPE, address };
    const flags = memory.int32(address + layout.type.flags);
    return {
      address,
      name,
      flags,
      basicSize: memory.int64(fields + BASIC_SIZE),
      itemSize: memory.int64(fields + ITEM_SIZE),
      dictOffset: memory.int64(fields + DICT_OFFSET),
      base: memory.word(fields + BASE),
      dict: memory.word(fields + DICT),
      mro: memory.word(fields + MRO),
      cachedKeys: (flags & Flag.heapType) === 0 ? 0 : memory.word(address + layout.type.cachedKeys),
      lineage: null,
      module: undefined,
    };
  }
}

function hasControlCharacter(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) {
    if (text.charCodeAt(at) < 32) return true;
  }
  return false;
}
