import type { Layout } from '../layouts/layout.ts';
import type { MemoryReader } from '../memory/reader.ts';
import { Attributes } from './attributes.ts';
import { Callables } from './callables.ts';
import { Containers } from './containers.ts';
import { DictTable } from './dict-table.ts';
import { Iterators } from './iterators.ts';
import type { CallableFacts, Objects } from './objects.ts';
import { Scalars } from './scalars.ts';
import type { TypeFacts } from './types.ts';
import { Flag, Types } from './types.ts';

const DEFAULT_CHARACTERS = 200;
const DEFAULT_BYTES = 65_536;
const DEFAULT_MOST = 10_000;

/** `Objects` over the memory of a CPython process, laid out as `layout` says (cpython-memory.md, 5.9). */
export class CPythonObjects implements Objects {
  private readonly memory: MemoryReader;
  /** Content of a cell, referent of a weakref, dict of a module: the first field behind the header. */
  private readonly first: number;
  private readonly types: Types;
  private readonly scalars: Scalars;
  private readonly table: DictTable;
  private readonly containers: Containers;
  private readonly iterators: Iterators;
  private readonly ownAttributes: Attributes;
  private readonly callables: Callables;
  /** `sys.modules`. */
  private readonly modules: number;
  /** What one look found in it, and what it did not: a large service has thousands, and some are asked for again and again. */
  private readonly knownModules = new Map<string, number>();
  private none = 0;

  constructor(memory: MemoryReader, layout: Layout, modules: number) {
    this.memory = memory;
    this.first = layout.object.headerBytes;
    this.modules = modules;
    const types = new Types(memory, layout);
    const scalars = new Scalars(memory, layout, types);
    const table = new DictTable(memory, layout, scalars);
    const containers = new Containers(memory, layout, types);
    const attributes = new Attributes(memory, layout, types, table, containers);
    this.types = types;
    this.scalars = scalars;
    this.table = table;
    this.containers = containers;
    this.iterators = new Iterators(memory, layout.object.headerBytes, types, containers);
    this.ownAttributes = attributes;
    this.callables = new Callables({ memory, layout, types, scalars, containers, attributes });
  }

  typeOf(address: number): number {
    return this.types.typeOf(address);
  }

  typeName(address: number): string {
    return this.types.of(address).name;
  }

  typeLineage(address: number): string[] {
    return this.types.lineage(this.types.of(address));
  }

  isInstance(address: number, typeName: string): boolean {
    const type = this.types.of(address);
    return type.name === typeName || this.types.lineage(type).includes(typeName);
  }

  moduleOf(address: number): string | null {
    return this.moduleOfType(this.types.of(address));
  }

  exceptionClass(address: number): string | null {
    if ((this.types.of(address).flags & Flag.type) === 0) return null;
    const type = this.types.at(address);
    if ((type.flags & Flag.exception) === 0) return null;
    // `tp_name` of a class of C has its module in it, but for builtins.
    const module = this.moduleOfType(type);
    return module === null ? type.name : `${module}.${type.name}`;
  }

  private moduleOfType(type: TypeFacts): string | null {
    if (type.module === undefined) {
      const isHeapType = (type.flags & Flag.heapType) !== 0;
      type.module = isHeapType ? this.str(this.dictGet(type.dict, '__module__')) : null;
    }
    return type.module;
  }

  isNone(address: number): boolean {
    if (address === this.none) return address !== 0;
    if (this.none !== 0 || this.types.of(address).name !== 'NoneType') return false;
    this.none = address;
    return true;
  }

  str(address: number, maxCharacters = DEFAULT_CHARACTERS): string | null {
    return this.scalars.string(address, maxCharacters);
  }

  int(address: number): number | null {
    return this.scalars.integer(address);
  }

  float(address: number): number | null {
    return this.scalars.float(address);
  }

  bool(address: number): boolean | null {
    return this.scalars.bool(address);
  }

  bytes(address: number, maxBytes = DEFAULT_BYTES): Buffer | null {
    return this.scalars.bytes(address, maxBytes);
  }

  items(address: number, most = DEFAULT_MOST): number[] {
    return this.containers.items(address, most);
  }

  left(address: number): number | null {
    return this.iterators.left(address);
  }

  takenOff(address: number): number | null {
    return this.containers.takenOff(address);
  }

  length(address: number): number | null {
    return this.isDict(address) ? this.table.lengthOfDict(address) : this.containers.length(address);
  }

  members(address: number, most = DEFAULT_MOST): number[] {
    const data = this.isInstance(address, 'WeakSet') ? this.attribute(address, 'data') : 0;
    if (data === 0) return this.containers.members(address, most);
    const alive: number[] = [];
    for (const reference of this.containers.members(data, most)) {
      const referent = this.weakReferent(reference);
      if (referent !== 0) alive.push(referent);
    }
    return alive;
  }

  entries(address: number, most = DEFAULT_MOST): [number, number][] {
    const entries: [number, number][] = [];
    if (!(this.isDict(address) && this.table.openDict(address))) return entries;
    for (let index = 0; index < this.table.count && entries.length < most; index += 1) {
      const key = this.table.key(index);
      const value = this.table.value(index);
      if (key !== 0 && value !== 0) entries.push([key, value]);
    }
    return entries;
  }

  dictGet(dictAddress: number, key: string): number {
    if (!(this.isDict(dictAddress) && this.table.openDict(dictAddress))) return 0;
    const index = this.table.find(key);
    return index < 0 ? 0 : this.table.value(index);
  }

  attribute(address: number, name: string): number {
    return address === 0 ? 0 : this.ownAttributes.get(address, name);
  }

  attributes(address: number, most = DEFAULT_MOST): [string, number][] {
    return address === 0 ? [] : this.ownAttributes.all(address, most);
  }

  typeAttribute(typeAddress: number, name: string): number {
    return typeAddress === 0 ? 0 : this.ownAttributes.ofType(this.types.at(typeAddress), name);
  }

  module(name: string): number {
    let module = this.knownModules.get(name);
    if (module === undefined) {
      module = this.dictGet(this.modules, name);
      this.knownModules.set(name, module);
    }
    return module;
  }

  global(moduleName: string, name: string): number {
    const module = this.module(moduleName);
    if (module === 0 || !this.isInstance(module, 'module')) return 0;
    return this.dictGet(this.memory.word(module + this.first), name);
  }

  callable(address: number): CallableFacts | null {
    return address === 0 ? null : this.callables.describe(address);
  }

  weakReferent(address: number): number {
    const type = this.types.of(address);
    const isReference = type.name.startsWith('weakref') || this.types.lineage(type).some(isWeakReference);
    if (!isReference) return 0;
    const referent = this.memory.word(address + this.first);
    return this.isNone(referent) ? 0 : referent;
  }

  cellContent(address: number): number {
    return this.typeName(address) === 'cell' ? this.memory.word(address + this.first) : 0;
  }

  /** What was learnt by address is forgotten: between captures another object may lie there. */
  reset(): void {
    this.types.reset();
    this.table.reset();
    this.ownAttributes.reset();
    this.knownModules.clear();
    this.none = 0;
  }

  private isDict(address: number): boolean {
    return (this.types.of(address).flags & Flag.dict) !== 0;
  }
}

function isWeakReference(typeName: string): boolean {
  return typeName === 'weakref' || typeName === 'weakref.ReferenceType';
}
