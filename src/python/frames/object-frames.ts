import type { GeneratorLayout, Layout, ObjectFrameLayout } from '../layouts/layout.ts';
import type { MemoryReader } from '../memory/reader.ts';
import type { FrameAccess, GeneratorLook } from './frame-access.ts';
import { GeneratorState } from './frame-access.ts';
import { lookByParts } from './generator-look.ts';

const YIELD_FROM = 72;
const BYTES_DATA = 32;
const CODE_UNIT_BYTES = 2;
/** `PyTryBlock`: three int32, the last of which is the depth of the stack at the start of the block. */
const BLOCK_BYTES = 12;
const BLOCK_LEVEL = 8;
const MAX_BLOCKS = 20;
/** A block of the kind `EXCEPT_HANDLER` has two exceptions above it, each as type, value and traceback (Python/ceval.c). */
const HANDLER_BLOCK = 257;
const HANDLER_VALUES = 6;

/** `PyFrameObject`, 3.8–3.10: sections 5.6 and 5.7. */
export class ObjectFrames implements FrameAccess {
  private readonly memory: MemoryReader;
  private readonly layout: Layout;
  private readonly fields: ObjectFrameLayout;
  private readonly generators: GeneratorLayout;

  constructor(memory: MemoryReader, layout: Layout, fields: ObjectFrameLayout) {
    this.memory = memory;
    this.layout = layout;
    this.fields = fields;
    this.generators = layout.generator;
  }

  reset(): void {
    // Nothing is kept.
  }

  look(generator: number, isCoroutine: boolean, into: GeneratorLook): void {
    const { memory } = this;
    lookByParts(
      { memory, access: this, handledOffset: this.generators.handled },
      generator,
      isCoroutine,
      into,
    );
  }

  ofThread(threadState: number): number {
    return this.memory.word(threadState + this.layout.thread.frame);
  }

  ofGenerator(generator: number): number {
    return this.memory.word(generator + this.generators.frame);
  }

  stateOf(generator: number, frame: number): GeneratorState {
    if (frame === 0) return GeneratorState.ended;
    const { states, running } = this.generators;
    if (states !== null && this.fields.state !== null) {
      const state = this.memory.int8(frame + this.fields.state);
      if (state >= states.firstEnded) return GeneratorState.ended;
      if (state === states.executing) return GeneratorState.executing;
      return state === states.created ? GeneratorState.created : GeneratorState.suspended;
    }
    if (running !== null && this.memory.uint8(generator + running) !== 0) return GeneratorState.executing;
    return this.memory.int32(frame + this.fields.lastInstruction) < 0
      ? GeneratorState.created
      : GeneratorState.suspended;
  }

  caller(frame: number): number {
    return this.memory.word(frame + this.fields.back);
  }

  isPython(): boolean {
    return true;
  }

  code(frame: number): number {
    return this.memory.word(frame + this.fields.code);
  }

  instruction(frame: number): number {
    const last = this.memory.int32(frame + this.fields.lastInstruction);
    return last < 0 ? -1 : last * this.fields.instructionBytes;
  }

  generator(frame: number): number {
    return this.memory.word(frame + this.fields.generator);
  }

  awaited(frame: number, _generator: number, code: number): number {
    const { memory } = this;
    const { first, count } = this.savedStack(frame);
    if (count <= 0) return 0;
    const last = this.instruction(frame);
    if (last < 0) return 0;
    const bytecode = memory.word(code + this.layout.code.code) + BYTES_DATA;
    if (memory.uint8(bytecode + last + CODE_UNIT_BYTES) !== YIELD_FROM) return 0;
    return memory.word(first + (count - 1) * 8);
  }

  locals(frame: number): number {
    return frame + this.fields.locals;
  }

  reference(address: number): number {
    return this.memory.word(address);
  }

  stack(frame: number): { first: number; count: number } {
    const saved = this.savedStack(frame);
    if (saved.count >= 0) return saved;
    return { first: saved.first, count: this.blockDepth(frame) };
  }

  /** Its count is negative while the frame runs: the depth is then known to the interpreter's C code only. */
  private savedStack(frame: number): { first: number; count: number } {
    const { memory, fields } = this;
    const first = memory.word(frame + fields.valueStack);
    if (fields.stackDepth !== null) return { first, count: memory.int32(frame + fields.stackDepth) };
    const top = memory.word(frame + (fields.stackTop ?? 0));
    return { first, count: top === 0 ? -1 : (top - first) / 8 };
  }

  /** Values below the innermost `try` or `with` block stay for as long as the block does. */
  private blockDepth(frame: number): number {
    const { memory, fields } = this;
    const blocks = memory.int32(frame + fields.blockCount);
    if (blocks <= 0 || blocks > MAX_BLOCKS) return 0;
    const block = frame + fields.blocks + (blocks - 1) * BLOCK_BYTES;
    const values = memory.int32(block) === HANDLER_BLOCK ? HANDLER_VALUES : 0;
    return memory.int32(block + BLOCK_LEVEL) + values;
  }
}
