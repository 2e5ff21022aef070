/** Attributes of instances and types: where each version keeps them (section 5.9). */
import type { Layout } from '../layouts/layout.ts';
import type { MemoryReader } from '../memory/reader.ts';
import type { Containers } from './containers.ts';
import type { DictTable } from './dict-table.ts';
import type { TypeFacts, Types } from './types.ts';
import { Flag } from './types.ts';

const MAX_BASES = 32;
/** `PyMemberDescrObject.d_member` behind the header, and the fields of that `PyMemberDef` (descrobject.h). */
const MEMBER = { definition: 24, kind: 8, offset: 16 };
const OBJECT_MEMBERS = [6, 16];
const MAX_SLOT_OFFSET = 65_536;

export class Attributes {
  private readonly memory: MemoryReader;
  private readonly layout: Layout;
  private readonly headerBytes: number;
  private readonly types: Types;
  private readonly table: DictTable;
  private readonly containers: Containers;
  /** Offsets of `__slots__` by type. */
  private readonly slots = new Map<number, Map<string, number>>();

  constructor(memory: MemoryReader, layout: Layout, types: Types, table: DictTable, containers: Containers) {
    this.memory = memory;
    this.layout = layout;
    this.headerBytes = layout.object.headerBytes;
    this.types = types;
    this.table = table;
    this.containers = containers;
  }

  get(address: number, name: string): number {
    const type = this.types.of(address);
    if (this.openStorage(address, type)) {
      const index = this.table.find(name);
      if (index >= 0) return this.table.value(index);
    }
    const offset = this.slotsOf(type).get(name);
    return offset === undefined ? 0 : this.memory.word(address + offset);
  }

  all(address: number, most: number): [string, number][] {
    const type = this.types.of(address);
    const found: [string, number][] = [];
    if (this.openStorage(address, type)) {
      for (let index = 0; index < this.table.count && found.length < most; index += 1) {
        const value = this.table.value(index);
        const name = value === 0 ? '' : this.table.text(this.table.key(index));
        if (name !== '') found.push([name, value]);
      }
    }
    for (const [name, offset] of this.slotsOf(type)) {
      const value = this.memory.word(address + offset);
      if (value !== 0 && found.length < most) found.push([name, value]);
    }
    return found;
  }

  /** Through the bases in the order of resolution. */
  ofType(type: TypeFacts, name: string): number {
    for (const base of this.bases(type)) {
      if (base.dict === 0 || !this.table.openDict(base.dict)) continue;
      const index = this.table.find(name);
      if (index >= 0) return this.table.value(index);
    }
    return 0;
  }

  bases(type: TypeFacts): TypeFacts[] {
    const order = this.containers.items(type.mro, MAX_BASES);
    return order[0] === type.address ? order.map((address) => this.types.at(address)) : [type];
  }

  reset(): void {
    this.slots.clear();
  }

  private openStorage(address: number, type: TypeFacts): boolean {
    if ((type.flags & Flag.managedDict) !== 0 && this.layout.type.managedDict !== 'none') {
      return this.openManaged(address, type);
    }
    const { dictOffset } = type;
    if (dictOffset === 0) return false;
    const dict = this.memory.word(address + (dictOffset > 0 ? dictOffset : this.fromEnd(address, type)));
    return this.openIfDict(dict);
  }

  private openManaged(address: number, type: TypeFacts): boolean {
    const before = this.memory.word(address - this.layout.object.managedDictBefore);
    switch (this.layout.type.managedDict) {
      case 'values-and-dict': {
        const values = this.memory.word(address - 32);
        return values === 0 ? this.openIfDict(before) : this.table.open(type.cachedKeys, values);
      }
      case 'tagged-pointer':
        return (before & 1) === 1 ? this.table.open(type.cachedKeys, before + 1) : this.openIfDict(before);
      case 'inline-values':
        if (before !== 0) return this.openIfDict(before);
        if ((type.flags & Flag.inlineValues) === 0) return false;
        return this.table.open(type.cachedKeys, address + type.basicSize);
      case 'none':
        return false;
    }
  }

  private openIfDict(dict: number): boolean {
    return (this.types.of(dict).flags & Flag.dict) !== 0 && this.table.openDict(dict);
  }

  /** A negative tp_dictoffset counts from the end of an object of variable size (`_PyObject_GetDictPtr`). */
  private fromEnd(address: number, type: TypeFacts): number {
    const count = Math.abs(this.memory.int64(address + this.headerBytes));
    const size = type.basicSize + count * type.itemSize;
    return Math.ceil(size / 8) * 8 + type.dictOffset;
  }

  private slotsOf(type: TypeFacts): Map<string, number> {
    let slots = this.slots.get(type.address);
    if (slots === undefined) {
      slots = (type.flags & Flag.heapType) === 0 ? new Map() : this.readSlots(type);
      this.slots.set(type.address, slots);
    }
    return slots;
  }

  private readSlots(type: TypeFacts): Map<string, number> {
    const slots = new Map<string, number>();
    for (const base of this.bases(type)) {
      if (base.dict === 0 || (base.flags & Flag.heapType) === 0 || !this.table.openDict(base.dict)) continue;
      for (let index = 0; index < this.table.count; index += 1) {
        const value = this.table.value(index);
        if (this.types.of(value).name !== 'member_descriptor') continue;
        const definition = this.memory.word(value + this.headerBytes + MEMBER.definition);
        const offset = this.memory.int64(definition + MEMBER.offset);
        if (!OBJECT_MEMBERS.includes(this.memory.int32(definition + MEMBER.kind))) continue;
        const name = this.table.text(this.table.key(index));
        if (offset > 0 && offset < MAX_SLOT_OFFSET && !slots.has(name)) slots.set(name, offset);
      }
    }
    return slots;
  }
}
