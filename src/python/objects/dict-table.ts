/** The tables of dicts and of instance attributes, for every version: section 5.9. */
import type { Layout } from '../layouts/layout.ts';
import type { MemoryReader } from '../memory/reader.ts';
import { isThere } from './containers.ts';
import type { Scalars } from './scalars.ts';

/** `PyDictObject` behind its header; `ma_used` comes right behind it. */
const DICT_KEYS = 16;
const DICT_VALUES = 24;
const MAX_ENTRIES = 4_000_000;
const MAX_KNOWN_KEYS = 100_000;
const MAX_KEY_CHARACTERS = 200;

const SIZED = { size: 8, entryCount: 32, indices: 40 };
const LOG2 = { log2Size: 8, log2IndexBytes: 9, kind: 10, entryCount: 24, indices: 32 };
const GENERAL_KIND = 0;
const MAX_LOG2 = 32;
const GENERAL_ENTRY_BYTES = 24;
const UNICODE_ENTRY_BYTES = 16;

/** Keys of a split table, which many instances share. */
interface SharedKeys {
  readonly keys: number;
  readonly firstKey: number;
  readonly entryBytes: number;
  readonly count: number;
  /** By name; null until one is looked for. */
  indexes: Map<string, number> | null;
}

/** One table at a time: `open…`, then ask by index. Nothing is allocated for a look-up. */
export class DictTable {
  /** Number of entries, holes included. */
  count = 0;
  private readonly memory: MemoryReader;
  private readonly layout: Layout;
  private readonly scalars: Scalars;
  private readonly headerBytes: number;
  private readonly texts = new Map<number, string>();
  private readonly shared = new Map<number, SharedKeys>();
  private lastShared: SharedKeys | null = null;
  private firstKey = 0;
  private entryBytes = GENERAL_ENTRY_BYTES;
  /** Where value 0 of a split table lies; 0: values stand beside their keys. */
  private values = 0;

  constructor(memory: MemoryReader, layout: Layout, scalars: Scalars) {
    this.memory = memory;
    this.layout = layout;
    this.scalars = scalars;
    this.headerBytes = layout.object.headerBytes;
  }

  /** False when its keys cannot be read. The caller has checked that it is a dict. */
  openDict(dict: number): boolean {
    const values = this.memory.word(dict + this.headerBytes + DICT_VALUES);
    return this.open(this.memory.word(dict + this.headerBytes + DICT_KEYS), values);
  }

  /** A type's shared keys with an instance's own values; `values` is the address of the PyDictValues, 0 for none. */
  open(keys: number, values: number): boolean {
    this.values = values === 0 ? 0 : values + this.layout.dict.valuesHeaderBytes;
    this.count = 0;
    if (keys === 0) return false;
    return values === 0 ? this.openKeys(keys) : this.openShared(keys);
  }

  lengthOfDict(dict: number): number {
    return this.memory.int64(dict + this.headerBytes);
  }

  key(index: number): number {
    return this.memory.word(this.firstKey + index * this.entryBytes);
  }

  value(index: number): number {
    if (this.values !== 0) return this.memory.word(this.values + index * 8);
    return this.memory.word(this.firstKey + index * this.entryBytes + 8);
  }

  /** Index of a str key; -1 when it is not there. */
  find(name: string): number {
    if (this.values !== 0) return this.findShared(name);
    for (let index = 0; index < this.count; index += 1) {
      if (this.text(this.key(index), name.length) === name) return index;
    }
    return -1;
  }

  /** A str key's text, '' for others; strings of another length than `expected` are not read. Kept by address. */
  text(key: number, expected = -1): string {
    if (key === 0) return '';
    const known = this.texts.get(key);
    if (known !== undefined) return known;
    if (expected >= 0 && this.memory.int64(key + this.headerBytes) !== expected) return '';
    const text = this.scalars.string(key, MAX_KEY_CHARACTERS) ?? '';
    if (this.texts.size >= MAX_KNOWN_KEYS) this.texts.clear();
    this.texts.set(key, text);
    return text;
  }

  reset(): void {
    this.texts.clear();
    this.shared.clear();
    this.lastShared = null;
  }

  private openKeys(keys: number): boolean {
    return this.layout.dict.keysFormat === 'sized' ? this.openSized(keys) : this.openLog2(keys);
  }

  /** Shared keys serve all instances of a type: they are taken apart once. */
  private openShared(keys: number): boolean {
    let shared = this.lastShared?.keys === keys ? this.lastShared : this.shared.get(keys);
    if (shared === undefined) {
      if (!this.openKeys(keys)) return false;
      const { firstKey, entryBytes, count } = this;
      shared = { keys, firstKey, entryBytes, count, indexes: null };
      this.shared.set(keys, shared);
    }
    this.lastShared = shared;
    this.firstKey = shared.firstKey;
    this.entryBytes = shared.entryBytes;
    this.count = shared.count;
    return true;
  }

  private findShared(name: string): number {
    const shared = this.lastShared;
    if (shared === null) return -1;
    shared.indexes ??= this.indexesByName();
    return shared.indexes.get(name) ?? -1;
  }

  private indexesByName(): Map<string, number> {
    const indexes = new Map<string, number>();
    for (let index = 0; index < this.count; index += 1) indexes.set(this.text(this.key(index)), index);
    return indexes;
  }

  private openSized(keys: number): boolean {
    const size = this.memory.int64(keys + SIZED.size);
    if (size <= 0 || size > MAX_ENTRIES * 2) return false;
    let indexBytes = 1;
    if (size > 0xff) indexBytes = size > 0xffff ? 4 : 2;
    this.entryBytes = GENERAL_ENTRY_BYTES;
    this.firstKey = keys + SIZED.indices + size * indexBytes + 8;
    return this.setCount(this.memory.int64(keys + SIZED.entryCount), size);
  }

  private openLog2(keys: number): boolean {
    const log2Size = this.memory.uint8(keys + LOG2.log2Size);
    const log2IndexBytes = this.memory.uint8(keys + LOG2.log2IndexBytes);
    if (log2Size > MAX_LOG2 || log2IndexBytes > MAX_LOG2) return false;
    const isGeneral = this.memory.uint8(keys + LOG2.kind) === GENERAL_KIND;
    this.entryBytes = isGeneral ? GENERAL_ENTRY_BYTES : UNICODE_ENTRY_BYTES;
    this.firstKey = keys + LOG2.indices + 2 ** log2IndexBytes + (isGeneral ? 8 : 0);
    return this.setCount(this.memory.int64(keys + LOG2.entryCount), 2 ** log2Size);
  }

  private setCount(count: number, size: number): boolean {
    if (count < 0 || count > size || count > MAX_ENTRIES) return false;
    if (!isThere(this.memory, this.firstKey, count * this.entryBytes)) return false;
    this.count = count;
    return true;
  }
}
