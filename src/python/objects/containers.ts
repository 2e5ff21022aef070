/** Lists, tuples, deques and sets: section 5.9; deques from Modules/_collectionsmodule.c. */
import type { Layout } from '../layouts/layout.ts';
import type { MemoryReader } from '../memory/reader.ts';
import type { TypeFacts, Types } from './types.ts';
import { Flag } from './types.ts';

const SIZE = 16;
const LIST_ITEMS = 24;
const SET = { used: 24, mask: 32, table: 40, entryBytes: 16, hash: 8 };
const DELETED_HASH = -1;
const MAX_SET_SLOTS = 16_777_216;
/** `dequeobject` and its blocks of 64 pointers between two links. */
const DEQUE = { leftBlock: 24, leftIndex: 40, firstItem: 8, itemsInBlock: 64, right: 520 };

export class Containers {
  private readonly memory: MemoryReader;
  private readonly layout: Layout;
  private readonly types: Types;

  constructor(memory: MemoryReader, layout: Layout, types: Types) {
    this.memory = memory;
    this.layout = layout;
    this.types = types;
  }

  items(address: number, most: number): number[] {
    const type = this.types.of(address);
    if ((type.flags & (Flag.list | Flag.tuple)) === 0) {
      return this.isDeque(type) ? this.dequeItems(address, most) : [];
    }
    const size = Math.min(this.memory.int64(address + SIZE), most);
    const first =
      (type.flags & Flag.list) !== 0
        ? this.memory.word(address + LIST_ITEMS)
        : address + this.layout.object.tupleItems;
    const items: number[] = [];
    for (let index = 0; index < size; index += 1) items.push(this.memory.word(first + index * 8));
    return items;
  }

  /** Of a list, tuple, deque or set; null for others. */
  length(address: number): number | null {
    const type = this.types.of(address);
    if ((type.flags & (Flag.list | Flag.tuple)) !== 0 || this.isDeque(type)) {
      return this.memory.int64(address + SIZE);
    }
    return this.isSet(type) ? this.memory.int64(address + SET.used) : null;
  }

  /** Of a set or frozenset, in the order of the table. */
  members(address: number, most: number): number[] {
    const members: number[] = [];
    if (!this.isSet(this.types.of(address))) return members;
    const mask = this.memory.int64(address + SET.mask);
    const table = this.memory.word(address + SET.table);
    if (table === 0 || mask < 0 || mask >= MAX_SET_SLOTS) return members;
    for (let slot = 0; slot <= mask && members.length < most; slot += 1) {
      const entry = table + slot * SET.entryBytes;
      const key = this.memory.word(entry);
      if (key !== 0 && this.memory.int64(entry + SET.hash) !== DELETED_HASH) members.push(key);
    }
    return members;
  }

  private isDeque(type: TypeFacts): boolean {
    return type.name === 'collections.deque' || this.types.lineage(type).includes('collections.deque');
  }

  private isSet(type: TypeFacts): boolean {
    if (type.name === 'set' || type.name === 'frozenset') return true;
    const lineage = this.types.lineage(type);
    return lineage.includes('set') || lineage.includes('frozenset');
  }

  private dequeItems(address: number, most: number): number[] {
    const items: number[] = [];
    const size = Math.min(this.memory.int64(address + SIZE), most);
    let block = this.memory.word(address + DEQUE.leftBlock);
    let index = this.memory.int64(address + DEQUE.leftIndex);
    while (items.length < size && block !== 0 && index >= 0 && index < DEQUE.itemsInBlock) {
      items.push(this.memory.word(block + DEQUE.firstItem + index * 8));
      index += 1;
      if (index === DEQUE.itemsInBlock) {
        index = 0;
        block = this.memory.word(block + DEQUE.right);
      }
    }
    return items;
  }
}
