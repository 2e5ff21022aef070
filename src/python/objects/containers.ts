/** Lists, tuples, deques and sets: section 5.9; deques from Modules/_collectionsmodule.c. */
import type { Layout } from '../layouts/layout.ts';
import type { MemoryReader } from '../memory/reader.ts';
import type { TypeFacts, Types } from './types.ts';
import { Flag } from './types.ts';

/** Behind the header, as all fields of objects here; Py_SIZE itself comes right behind it. */
const LIST_ITEMS = 8;
const SET = { used: 8, mask: 16, table: 24, entryBytes: 16, hash: 8 };
const DELETED_HASH = -1;
const MAX_SET_SLOTS = 16_777_216;
const WORTH_A_CHECK = 4_096;
/** `dequeobject` and its blocks of 64 pointers between two links. */
const DEQUE = { leftBlock: 8, leftIndex: 24, state: 40, firstItem: 8, itemsInBlock: 64, right: 520 };

/**
 * `simplequeueobject` (Modules/_queuemodule.c): a list and the index of its first item, from 3.13 on a ring that counts its
 * items. Its size tells which.
 */
const SIMPLE_QUEUE = { list: 16, position: 24, ringBytes: 56, ringCount: 40 };

/** Whether memory is mapped up to the end of a table: a wrong size is not worth a read for each of its entries. */
export function isThere(memory: MemoryReader, start: number, lengthBytes: number): boolean {
  if (lengthBytes < WORTH_A_CHECK) return start !== 0;
  return start !== 0 && memory.bytes(start + lengthBytes - 8, 8) !== null;
}

export class Containers {
  private readonly memory: MemoryReader;
  private readonly layout: Layout;
  private readonly types: Types;
  private readonly headerBytes: number;

  constructor(memory: MemoryReader, layout: Layout, types: Types) {
    this.memory = memory;
    this.layout = layout;
    this.types = types;
    this.headerBytes = layout.object.headerBytes;
  }

  items(address: number, most: number): number[] {
    const type = this.types.of(address);
    if ((type.flags & (Flag.list | Flag.tuple)) === 0) {
      return this.isDeque(type) ? this.dequeItems(address, most) : [];
    }
    const size = Math.min(this.memory.int64(address + this.headerBytes), most);
    const first =
      (type.flags & Flag.list) !== 0
        ? this.memory.word(address + this.headerBytes + LIST_ITEMS)
        : address + this.layout.object.tupleItems;
    const items: number[] = [];
    if (!isThere(this.memory, first, size * 8)) return items;
    for (let index = 0; index < size; index += 1) items.push(this.memory.word(first + index * 8));
    return items;
  }

  /** Of a list, tuple, deque, set or SimpleQueue; null for others. */
  length(address: number): number | null {
    const type = this.types.of(address);
    if (type.name === '_queue.SimpleQueue') return this.queued(address, type);
    if ((type.flags & (Flag.list | Flag.tuple)) !== 0 || this.isDeque(type)) {
      return this.memory.int64(address + this.headerBytes);
    }
    return this.isSet(type) ? this.memory.int64(address + this.headerBytes + SET.used) : null;
  }

  /** How many items were ever taken off a deque: `state` counts each append and each pop. null for others. */
  takenOff(address: number): number | null {
    if (!this.isDeque(this.types.of(address))) return null;
    const start = address + this.headerBytes;
    const taken = (this.memory.int64(start + DEQUE.state) - this.memory.int64(start)) / 2;
    return Number.isSafeInteger(taken) && taken >= 0 ? taken : null;
  }

  /** Of a set or frozenset, in the order of the table. */
  members(address: number, most: number): number[] {
    const members: number[] = [];
    if (!this.isSet(this.types.of(address))) return members;
    const mask = this.memory.int64(address + this.headerBytes + SET.mask);
    const table = this.memory.word(address + this.headerBytes + SET.table);
    const slots = mask + 1;
    const isSize = slots > 0 && slots <= MAX_SET_SLOTS && Number.isInteger(Math.log2(slots));
    if (!(isSize && isThere(this.memory, table, slots * SET.entryBytes))) return members;
    for (let slot = 0; slot <= mask && members.length < most; slot += 1) {
      const entry = table + slot * SET.entryBytes;
      const key = this.memory.word(entry);
      if (key !== 0 && this.memory.int64(entry + SET.hash) !== DELETED_HASH) members.push(key);
    }
    return members;
  }

  private queued(address: number, { basicSize }: TypeFacts): number {
    const fields = address + this.headerBytes;
    if (basicSize - this.headerBytes >= SIMPLE_QUEUE.ringBytes)
      return this.memory.int64(fields + SIMPLE_QUEUE.ringCount);
    const list = this.length(this.memory.word(fields + SIMPLE_QUEUE.list)) ?? 0;
    return Math.max(0, list - this.memory.int64(fields + SIMPLE_QUEUE.position));
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
    const size = Math.min(this.memory.int64(address + this.headerBytes), most);
    let block = this.memory.word(address + this.headerBytes + DEQUE.leftBlock);
    let index = this.memory.int64(address + this.headerBytes + DEQUE.leftIndex);
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
