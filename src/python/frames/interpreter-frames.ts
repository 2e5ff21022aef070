import type { GeneratorLayout, InterpreterFrameLayout, Layout } from '../layouts/layout.ts';
import type { MemoryReader } from '../memory/reader.ts';
import { wordAt } from '../memory/word-at.ts';
import type { Objects } from '../objects/objects.ts';
import { guardedDepth } from './exception-table.ts';
import type { FrameAccess, GeneratorLook } from './frame-access.ts';
import { GeneratorState } from './frame-access.ts';
import { lookByParts } from './generator-look.ts';

const GENERATOR_OWNER = 1;
const CODE_UNIT_BYTES = 2;
const WORD_BYTES = 8;
/** `_PyCodeArray`: its size, then an address for each thread; the first is that of the code object's own instructions. */
const COPIES_AT = 8;
/** RESUME_QUICK (3.11), RESUME (3.11, 3.12), INSTRUMENTED_RESUME (3.12). */
const RESUME_OPCODES = [150, 151, 240];
/** Argument of RESUME after `yield from` (2) and `await` (3). */
const FIRST_AWAIT_ARGUMENT = 2;
const MAX_EXCEPTION_TABLE = 262_144;
const MAX_STACK = 100_000;
const MAX_BYTECODE = 16_777_216;
/** A power of two. */
const RECENT_CODES = 1_024;

/** `_PyInterpreterFrame`, 3.11+: sections 5.6 and 5.7. */
export class InterpreterFrames implements FrameAccess {
  private readonly memory: MemoryReader;
  private readonly layout: Layout;
  private readonly fields: InterpreterFrameLayout;
  private readonly generators: GeneratorLayout;
  private readonly objects: Objects;
  private readonly tags: number;
  /** From a generator to the end of what `look` reads of it at once; 0 where it does not (before 3.14). */
  private readonly lookBytes: number;
  private readonly parts: Parameters<typeof lookByParts>[0];
  private codeType = 0;
  /** Code objects that were recognised as such, by the low bits of their address: they lie far from the frames. */
  private readonly recentCodes = new Float64Array(RECENT_CODES);

  constructor(memory: MemoryReader, layout: Layout, fields: InterpreterFrameLayout, objects: Objects) {
    this.memory = memory;
    this.layout = layout;
    this.fields = fields;
    this.generators = layout.generator;
    this.objects = objects;
    this.tags = layout.object.referenceTags;
    this.lookBytes = lookBytes(layout.generator, fields);
    this.parts = { memory, access: this, handledOffset: layout.generator.handled };
  }

  reset(): void {
    this.recentCodes.fill(0);
  }

  ofThread(threadState: number): number {
    const { frame, frameInCFrame } = this.layout.thread;
    const current = this.memory.word(threadState + frame);
    if (frameInCFrame === null || current === 0) return current;
    return this.memory.word(current + frameInCFrame);
  }

  ofGenerator(generator: number): number {
    const { states, frameState, frame } = this.generators;
    if (states === null || frameState === null) return 0;
    const hasEnded = this.memory.int8(generator + frameState) >= states.firstEnded;
    return hasEnded ? 0 : generator + frame;
  }

  stateOf(generator: number, frame: number): GeneratorState {
    const { frameState } = this.generators;
    if (frame === 0 || frameState === null) return GeneratorState.ended;
    return this.stateFrom(this.memory.int8(generator + frameState));
  }

  private stateFrom(state: number): GeneratorState {
    const { states } = this.generators;
    if (states === null || state >= states.firstEnded) return GeneratorState.ended;
    if (state === states.executing) return GeneratorState.executing;
    return state === states.created ? GeneratorState.created : GeneratorState.suspended;
  }

  look(generator: number, isCoroutine: boolean, into: GeneratorLook): void {
    const { memory, fields, generators } = this;
    const at = this.lookBytes === 0 ? -1 : memory.indexOf(generator, this.lookBytes);
    if (at < 0) {
      lookByParts(this.parts, generator, isCoroutine, into);
      return;
    }
    const { words } = memory;
    const state = int8At(words, at, generators.frameState ?? 0);
    into.state = this.stateFrom(state);
    into.frame = into.state === GeneratorState.ended ? 0 : generator + generators.frame;
    if (into.state === GeneratorState.ended) return;
    // What is read from here on may lie on other pages, and `words` with them.
    const stored = wordAt(words, at, generators.frame + fields.code);
    const pointer = wordAt(words, at, generators.frame + fields.instructionPointer);
    const top = wordAt(words, at, generators.frame + (fields.stackPointer ?? 0));
    into.handled = wordAt(words, at, generators.handled);
    const code = this.untagged(stored);
    into.code = code !== 0 && this.isCode(code) ? code : 0;
    into.instruction = this.offsetIn(into.code, pointer, into.frame);
    const isAwaiting =
      into.state === GeneratorState.suspended &&
      (isCoroutine || generators.states?.awaiting.includes(state) === true);
    into.awaited = isAwaiting && top !== 0 ? this.reference(top - generators.awaitedBelowTop) : 0;
  }

  caller(frame: number): number {
    return this.memory.word(frame + this.fields.previous);
  }

  isPython(frame: number): boolean {
    return this.memory.uint8(frame + this.fields.owner) < this.fields.firstShimOwner;
  }

  code(frame: number): number {
    const code = this.reference(frame + this.fields.code);
    return code !== 0 && this.isCode(code) ? code : 0;
  }

  instruction(frame: number, code: number): number {
    return this.offsetIn(code, this.memory.word(frame + this.fields.instructionPointer), frame);
  }

  private offsetIn(code: number, pointer: number, frame: number): number {
    const start = this.instructions(code, frame);
    const offset = pointer - start;
    return start !== 0 && offset >= 0 && offset < MAX_BYTECODE ? offset : -1;
  }

  /** Where the instructions that the frame runs begin: in free-threaded builds, threads have copies. 0 when unknown. */
  private instructions(code: number, frame: number): number {
    const { copies } = this.layout.code;
    const { codeCopy } = this.fields;
    const own = code + this.layout.code.code;
    if (copies === null || codeCopy === null) return own;
    const index = this.memory.int32(frame + codeCopy);
    if (index <= 0) return own;
    const array = this.memory.word(code + copies);
    const isThere = array !== 0 && index < this.memory.int64(array);
    return isThere ? this.memory.word(array + COPIES_AT + index * WORD_BYTES) : 0;
  }

  generator(frame: number): number {
    const owner = this.memory.uint8(frame + this.fields.owner);
    return owner === GENERATOR_OWNER ? frame - this.generators.frame : 0;
  }

  awaited(frame: number, generator: number, _code: number, always: boolean): number {
    const { memory, fields } = this;
    if (!(always || this.isAwaiting(frame, generator))) return 0;
    if (fields.stackPointer !== null) {
      const top = memory.word(frame + fields.stackPointer);
      return top === 0 ? 0 : this.reference(top - this.generators.awaitedBelowTop);
    }
    const count = memory.int32(frame + (fields.stackCount ?? 0));
    return count > 0 && count < MAX_STACK ? memory.word(frame + fields.locals + (count - 1) * 8) : 0;
  }

  locals(frame: number): number {
    return frame + this.fields.locals;
  }

  reference(address: number): number {
    return this.untagged(this.memory.word(address));
  }

  private untagged(stored: number): number {
    if (this.tags === 0) return stored;
    const tag = stored & 3;
    return tag === this.tags ? 0 : stored - tag;
  }

  stack(frame: number, code: number): { first: number; count: number } {
    const { memory, fields } = this;
    const { variables } = this.layout.code;
    const names = variables.kind === 'merged' ? memory.int32(code + variables.count) : 0;
    const first = frame + fields.locals + names * 8;
    if (fields.stackPointer !== null) {
      const top = memory.word(frame + fields.stackPointer);
      if (top !== 0) return { first, count: (top - first) / 8 };
    } else if (fields.stackCount !== null) {
      const count = memory.int32(frame + fields.stackCount);
      if (count >= names) return { first, count: count - names };
    }
    return { first, count: this.depthByHandler(frame, code) };
  }

  private isAwaiting(frame: number, generator: number): boolean {
    const { memory, fields } = this;
    const { awaitRule, states, frameState } = this.generators;
    if (awaitRule === 'frame-state') {
      return states?.awaiting.includes(memory.int8(generator + (frameState ?? 0))) === true;
    }
    const next = memory.word(frame + fields.instructionPointer) + CODE_UNIT_BYTES;
    return RESUME_OPCODES.includes(memory.uint8(next)) && memory.uint8(next + 1) >= FIRST_AWAIT_ARGUMENT;
  }

  private depthByHandler(frame: number, code: number): number {
    const { exceptionTable } = this.layout.code;
    if (exceptionTable === null) return 0;
    const table = this.objects.bytes(this.memory.word(code + exceptionTable), MAX_EXCEPTION_TABLE);
    return table === null ? 0 : guardedDepth(table, this.instruction(frame, code));
  }

  /** Shims and frames of C code hold None or a builtin in the place of the code. */
  private isCode(address: number): boolean {
    const slot = (address / 16) & (RECENT_CODES - 1);
    if (this.recentCodes[slot] === address) return true;
    const type = this.objects.typeOf(address);
    if (type === 0 || (type !== this.codeType && this.objects.typeName(address) !== 'code')) return false;
    this.codeType = type;
    this.recentCodes[slot] = address;
    return true;
  }
}

/** Where the top of the stack is stored as an address (3.14+), all that `look` reads lies in the generator. */
function lookBytes(generators: GeneratorLayout, fields: InterpreterFrameLayout): number {
  if (fields.stackPointer === null || generators.frameState === null || generators.states === null) return 0;
  if (generators.awaitRule !== 'frame-state') return 0;
  const inFrame = Math.max(fields.code, fields.instructionPointer, fields.stackPointer);
  return Math.max(generators.frame + inFrame, generators.frameState, generators.handled) + WORD_BYTES;
}

function int8At(words: Uint32Array, at: number, offset: number): number {
  return ((words[at + (offset >> 2)] ?? 0) << (24 - 8 * (offset & 3))) >> 24;
}
