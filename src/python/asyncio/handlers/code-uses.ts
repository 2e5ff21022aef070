/** What a function's bytecode does with names: calls, loads and stores, in order. Names only, never values. */
import type { SplitVariables } from '../../layouts/layout.ts';
import type { Session } from '../session.ts';
import type { NameUse, StoredConstant } from './name-use.ts';
import type { Opcodes } from './opcodes.ts';
import { COMMON_CONSTANTS, opcodesOf } from './opcodes.ts';

const MAX_CODE_BYTES = 65_536;
const MAX_NAMES = 2_000;
const MAX_USES = 2_000;
const POINTER_BYTES = 8;
const IDENTIFIER = /^[A-Za-z_]\w*$/;
/** CO_FAST_FREE (Include/internal/pycore_code.h, 3.11+). */
const FREE = 0x80;

/** Empty for a code object that cannot be read, or of an unknown Python. */
export function nameUses(session: Session, code: number): NameUse[] {
  const opcodes = opcodesOf(session.layout.minor);
  const bytecode = readBytecode(session, code);
  if (opcodes === null || bytecode === null) return [];
  return new Scan(session, code, opcodes).run(bytecode);
}

type Action = keyof Omit<Opcodes, 'extendedArgument' | 'caches'>;
const DELETES: readonly Action[] = ['deleteAttribute', 'deleteName', 'deleteItem'];
const STORES: readonly Action[] = ['storeAttribute', 'storeName', 'storeCell', 'storeItem', ...DELETES];
const ACTIONS: readonly Action[] = [
  ...STORES,
  'loadGlobal',
  'loadName',
  'loadAttribute',
  'loadMethod',
  'loadSuper',
  'loadConstant',
  'loadSmallInt',
  'loadCommon',
  'loadVariable',
  'loadPair',
  'loadCell',
  'pushNull',
];

const NOTHING: StoredConstant = { kind: 'nothing' };

class Scan {
  readonly #session: Session;
  readonly #code: number;
  readonly #minor: number;
  readonly #opcodes: Opcodes;
  readonly #actions = new Map<number, Action>();
  readonly #caches = new Map<number, number>();
  readonly #names: (string | null)[];
  readonly #uses: NameUse[] = [];
  #constantList: readonly number[] | null = null;
  /** The dotted name that is on top of the stack. */
  #path: string[] = [];
  /** The name before will be called, or else (until 3.12) an attribute of it. */
  #mayBeCalled = false;
  /** Index of the constant that the instruction before has loaded; -1 for none. */
  #constant = -1;
  /** What the instruction before has loaded, where it is a constant of any kind. */
  #loaded: StoredConstant | null = null;
  /** Likewise what was loaded before the dotted name on top of the stack: the value of a store to an attribute or an entry. */
  #below: StoredConstant | null = null;
  /** The instruction before has loaded a method that will be called. */
  #isMethodOnTop = false;
  /** 3.11, 3.12: a NULL lies below what is loaded next, which will be called, or an attribute of it. */
  #isAboveNull = false;

  constructor(session: Session, code: number, opcodes: Opcodes) {
    const { objects, memory, layout } = session;
    this.#session = session;
    this.#code = code;
    this.#minor = layout.minor;
    this.#opcodes = opcodes;
    this.#names = objects
      .items(memory.word(code + layout.code.names), MAX_NAMES)
      .map((one) => objects.str(one));
    for (const action of ACTIONS) for (const opcode of opcodes[action]) this.#actions.set(opcode, action);
    for (const [entries, those] of opcodes.caches) for (const one of those) this.#caches.set(one, entries);
  }

  run(bytecode: Buffer): NameUse[] {
    let extended = 0;
    for (let offset = 0; offset + 1 < bytecode.length && this.#uses.length < MAX_USES; ) {
      const opcode = bytecode[offset] ?? 0;
      const argument = extended * 256 + (bytecode[offset + 1] ?? 0);
      if (opcode === this.#opcodes.extendedArgument) extended = argument % 0x100_0000;
      else {
        extended = 0;
        this.#step(this.#actions.get(opcode), argument, offset);
      }
      offset += 2 + 2 * (this.#caches.get(opcode) ?? 0);
    }
    return this.#uses;
  }

  #step(action: Action | undefined, argument: number, offset: number): void {
    const key = this.#constant;
    this.#constant = action === 'loadConstant' ? argument : -1;
    const value = this.#loaded;
    this.#loaded = this.#constantOf(action, argument);
    const isAboveNull = this.#isAboveNull;
    this.#isAboveNull = action === 'pushNull' && this.#minor < 13;
    if (this.#isMethodOnTop && action === 'loadConstant') this.#takeArgument(argument);
    this.#isMethodOnTop = false;
    if (action === undefined || this.#loaded !== null) return;
    if (action === 'pushNull') this.#callLast();
    else if (STORES.includes(action)) this.#stores(action, argument, { offset, key, value });
    else if (action === 'loadMethod' || action === 'loadAttribute')
      this.#loadAttribute(action, argument, offset);
    else this.#loadFirst(action, argument, { offset, isAboveNull, value });
  }

  /** The first name of a dotted one. */
  #loadFirst(
    action: Action,
    argument: number,
    { offset, isAboveNull, value }: { offset: number; isAboveNull: boolean; value: StoredConstant | null },
  ): void {
    this.#below = value;
    if (action === 'loadVariable' || action === 'loadCell' || action === 'loadPair') {
      this.#begin(this.#variableOf(action, argument), isAboveNull ? 'call' : 'load', offset);
      this.#mayBeCalled = isAboveNull;
    } else if (action === 'loadGlobal' || action === 'loadName' || action === 'loadSuper')
      this.#loadName(action, argument, offset);
  }

  #stores(
    action: Action,
    argument: number,
    { offset, key, value }: { offset: number; key: number; value: StoredConstant | null },
  ): void {
    const count = this.#uses.length;
    if (action === 'storeCell') this.#storeCell(argument, offset);
    else if (action === 'storeItem' || action === 'deleteItem') this.#storeInto(offset, key);
    else {
      const isAttribute = action === 'storeAttribute' || action === 'deleteAttribute';
      this.#store(this.#name(argument), offset, isAttribute ? this.#path : []);
    }
    const use = this.#uses.length > count ? this.#uses.at(-1) : undefined;
    const constant = action === 'storeName' || action === 'storeCell' ? value : this.#below;
    const stored = DELETES.includes(action) ? NOTHING : constant;
    if (use !== undefined && stored !== null) use.stored = stored;
    this.#below = null;
  }

  #constantOf(action: Action | undefined, argument: number): StoredConstant | null {
    if (action === 'loadSmallInt') return { kind: 'number', number: argument };
    if (action === 'loadConstant') return { kind: 'object', address: this.#constants()[argument] ?? 0 };
    const common = action === 'loadCommon' ? COMMON_CONSTANTS[argument] : undefined;
    return common === undefined ? null : { kind: 'singleton', value: common };
  }

  /** `state.pop('run')`: the constant comes right after the method. */
  #takeArgument(argument: number): void {
    const last = this.#uses.at(-1);
    const word = this.#word(argument);
    if (last !== undefined && word !== null) last.argument = word;
  }

  #name(index: number): string {
    return this.#names[index] ?? '';
  }

  #variableOf(action: 'loadVariable' | 'loadCell' | 'loadPair', argument: number): string {
    return this.#variable(action === 'loadPair' ? argument & 15 : argument, action === 'loadCell');
  }

  #loadName(action: 'loadGlobal' | 'loadName' | 'loadSuper', argument: number, offset: number): void {
    // 3.11+: the low bit says that a call follows, of it or (until 3.12) of an attribute of it.
    const isFlagged = action === 'loadSuper' || (action === 'loadGlobal' && this.#minor >= 11);
    const isLoad = isFlagged && argument % 2 === 0;
    const shift = action === 'loadSuper' ? 2 : Number(isFlagged);
    this.#begin(this.#name(argument >> shift), isLoad ? 'load' : 'call', offset);
    this.#mayBeCalled = action === 'loadGlobal' && this.#minor < 13 && !isLoad;
  }

  #loadAttribute(action: 'loadMethod' | 'loadAttribute', argument: number, offset: number): void {
    if (action === 'loadMethod') {
      this.#attribute(this.#name(argument), 'call', offset);
      this.#mayBeCalled = false;
      return;
    }
    const isShifted = this.#minor >= 12;
    const kind = isShifted && argument % 2 === 1 ? 'call' : 'load';
    this.#attribute(this.#name(isShifted ? argument >> 1 : argument), kind, offset);
  }

  /** 3.13+: the NULL comes after what will be called. */
  #callLast(): void {
    const last = this.#uses.at(-1);
    if (this.#minor >= 13 && last?.kind === 'load') last.kind = 'call';
  }

  #store(name: string, offset: number, target: readonly string[] | null): void {
    this.#uses.push({ kind: 'store', path: [], name, offset, target });
    this.#path = [];
    this.#mayBeCalled = false;
  }

  /** Of a function around (`nonlocal`): a cell of its own is a local that functions within it see. */
  #storeCell(argument: number, offset: number): void {
    if (this.#isFree(argument)) this.#store(this.#variable(argument, true), offset, []);
    else this.#path = [];
  }

  /** The key is a constant where the name before is the container's. */
  #storeInto(offset: number, key: number): void {
    const last = this.#uses.at(-1);
    if (last === undefined || (last.kind !== 'load' && !this.#mayBeCalled)) return;
    last.kind = 'load';
    const container = [...last.path, last.name];
    this.#store(last.name, offset, null);
    const store = this.#uses.at(-1);
    if (store !== undefined) store.item = { container, key: this.#word(key) };
  }

  /** Of `co_consts`, which stands before `co_names` in all versions (Include/cpython/code.h). */
  #word(index: number): string | null {
    if (index < 0) return null;
    const word = this.#session.objects.str(this.#constants()[index] ?? 0);
    return word !== null && IDENTIFIER.test(word) ? word : null;
  }

  #constants(): readonly number[] {
    const { objects, memory, layout } = this.#session;
    this.#constantList ??= objects.items(
      memory.word(this.#code + layout.code.names - POINTER_BYTES),
      MAX_NAMES,
    );
    return this.#constantList;
  }

  #begin(name: string, kind: 'call' | 'load', offset: number): void {
    this.#uses.push({ kind, path: [], name, offset, target: null });
    this.#path = [name];
    this.#mayBeCalled = false;
  }

  /** An attribute of the name before: then that one is not called itself. */
  #attribute(name: string, kind: 'call' | 'load', offset: number): void {
    const last = this.#uses.at(-1);
    if (this.#mayBeCalled && last !== undefined) last.kind = 'load';
    // 3.11, 3.12: the NULL below the name is there for the last attribute. Before, LOAD_METHOD says it.
    this.#mayBeCalled = this.#mayBeCalled && this.#minor >= 11;
    const called = this.#mayBeCalled ? 'call' : kind;
    this.#uses.push({ kind: called, path: this.#path, name, offset, target: null });
    this.#path = [...this.#path, name];
    this.#isMethodOnTop = called === 'call';
  }

  /** 3.11+: one table for all variables; before, cells and free variables have one of their own. */
  #variable(index: number, isCell: boolean): string {
    const { objects, memory, layout } = this.#session;
    const { variables } = layout.code;
    const nameIn = (offset: number, at: number) =>
      objects.str(objects.items(memory.word(this.#code + offset), MAX_NAMES)[at] ?? 0) ?? '';
    if (variables.kind === 'merged') return nameIn(variables.names, index);
    return isCell ? this.#cellName(variables, index) : nameIn(variables.localNames, index);
  }

  #isFree(index: number): boolean {
    const { objects, memory, layout } = this.#session;
    const { variables } = layout.code;
    if (variables.kind === 'split')
      return index >= (objects.length(memory.word(this.#code + variables.cellNames)) ?? 0);
    const kinds = objects.bytes(memory.word(this.#code + variables.kinds), MAX_NAMES);
    return ((kinds?.[index] ?? 0) & FREE) !== 0;
  }

  #cellName(variables: SplitVariables, index: number): string {
    const { objects, memory } = this.#session;
    const cells = objects.items(memory.word(this.#code + variables.cellNames), MAX_NAMES);
    const free = objects.items(memory.word(this.#code + variables.freeNames), MAX_NAMES);
    return objects.str([...cells, ...free][index] ?? 0) ?? '';
  }
}

/** 3.8–3.10: a bytes object; 3.11+: instructions stand in the code object, whose size counts them. */
export function readBytecode({ objects, memory, layout }: Session, code: number): Buffer | null {
  if (!layout.code.codeIsInline) return objects.bytes(memory.word(code + layout.code.code), MAX_CODE_BYTES);
  const instructions = memory.int64(code + layout.object.headerBytes);
  if (!(instructions > 0 && instructions * 2 <= MAX_CODE_BYTES)) return null;
  return memory.bytes(code + layout.code.code, instructions * 2);
}
