import { frameGlobals } from '../asyncio/waits/frame-globals.ts';
import type { Layout } from '../layouts/layout.ts';
import type { MemoryReader } from '../memory/reader.ts';
import type { CodePlace } from '../model/frame.ts';
import type { Objects } from '../objects/objects.ts';
import type { CodePlaces } from './code-places.ts';
import type { FrameAccess } from './frame-access.ts';
import { GeneratorState } from './frame-access.ts';
import type { Frames, RawFrame } from './frames.ts';
import { InterpreterFrames } from './interpreter-frames.ts';
import { MethodNames } from './method-names.ts';
import { ObjectFrames } from './object-frames.ts';
import { VariableTables } from './variables.ts';

const MAX_STACK_VALUES = 256;
const MAX_FRAMES = 2_048;
/** Shims, and frames whose code cannot be read, count too. */
const MAX_STEPS = 10_000;
const MAX_NAME = 300;
const MAX_PATH = 4_096;

/** `Frames` of every version: cpython-memory.md, 5.5–5.8. */
export class CPythonFrames implements Frames {
  readonly access: FrameAccess;
  readonly places: CodePlaces;
  private readonly memory: MemoryReader;
  private readonly layout: Layout;
  private readonly objects: Objects;
  private readonly variables: VariableTables;
  private readonly methodNames: MethodNames | null;

  constructor(memory: MemoryReader, layout: Layout, objects: Objects, places: CodePlaces) {
    this.memory = memory;
    this.layout = layout;
    this.objects = objects;
    this.places = places;
    this.access =
      layout.frame.kind === 'object'
        ? new ObjectFrames(memory, layout, layout.frame)
        : new InterpreterFrames(memory, layout, layout.frame, objects);
    this.variables = new VariableTables(memory, layout, objects);
    this.methodNames =
      layout.code.qualifiedName === null ? new MethodNames(memory, layout, objects, places) : null;
  }

  place(codeAddress: number, instruction: number): CodePlace {
    return this.places.place(codeAddress, instruction);
  }

  placeOfCode(codeAddress: number): CodePlace {
    return this.places.place(codeAddress, -1);
  }

  locals(frame: number): [string, number][] {
    const { names, isCell } = this.variables.of(this.access.code(frame));
    const found: [string, number][] = [];
    for (let slot = 0; slot < names.length; slot += 1) {
      const value = this.slot(frame, slot, isCell[slot] === true);
      if (value !== 0) found.push([names[slot] ?? '', value]);
    }
    return found;
  }

  local(frame: number, name: string): number {
    const { slots, isCell } = this.variables.of(this.access.code(frame));
    const slot = slots.get(name);
    return slot === undefined ? 0 : this.slot(frame, slot, isCell[slot] === true);
  }

  valueStack(frame: number): number[] {
    const { first, count } = this.access.stack(frame, this.access.code(frame));
    const values: number[] = [];
    for (let index = 0; index < count && index < MAX_STACK_VALUES; index += 1) {
      values.push(this.access.reference(first + index * 8));
    }
    return values;
  }

  storedStack(frame: number, least: number): { value: number; stored: number }[] {
    const { first, count } = this.access.stack(frame, this.access.code(frame));
    const values: { value: number; stored: number }[] = [];
    // What a loop within a block goes through lies right above the values of the block.
    const size = Math.min(Math.max(least === 0 ? count : count + 1, least), MAX_STACK_VALUES);
    for (let index = 0; index < size; index += 1) {
      const address = first + index * 8;
      values.push({ value: this.access.reference(address), stored: this.memory.word(address) });
    }
    return values;
  }

  ofThread(threadState: number): RawFrame[] {
    const frames: RawFrame[] = [];
    const seen = new Set<number>();
    let frame = this.access.ofThread(threadState);
    while (frame !== 0 && !seen.has(frame) && seen.size < MAX_STEPS && frames.length < MAX_FRAMES) {
      seen.add(frame);
      const raw = this.access.isPython(frame) ? this.raw(frame) : null;
      if (raw !== null) frames.push(raw);
      frame = this.access.caller(frame);
    }
    return frames;
  }

  ofCoroutine(coroutine: number): RawFrame | null {
    const frame = this.access.ofGenerator(coroutine);
    if (this.access.stateOf(coroutine, frame) === GeneratorState.ended) return null;
    return this.raw(frame);
  }

  /** Tells the places of a generator's code its qualified name, which code objects lack before 3.11. */
  learnFromGenerator(generator: number, code: number): void {
    if (this.layout.code.qualifiedName !== null) return;
    if (this.places.entry(code).qualifiedName !== null) return;
    const name = this.objects.str(
      this.memory.word(generator + this.layout.generator.qualifiedName),
      MAX_NAME,
    );
    this.places.learnName(code, name ?? '');
  }

  /** Where the name of its file tells that it was made at run time, and not by whom, the module of its frame does. */
  learnOrigin(frame: number, code: number, { origin, package: name }: CodePlace): void {
    if (origin === 'library' && name === null) this.places.learnOrigin(code, this.moduleFile(frame));
  }

  reset(): void {
    this.access.reset();
    this.variables.reset();
    this.places.beginCapture();
    this.methodNames?.reset();
  }

  private raw(frame: number): RawFrame | null {
    const code = this.access.code(frame);
    if (code === 0) return null;
    const generator = this.access.generator(frame);
    if (generator !== 0) this.learnFromGenerator(generator, code);
    else this.methodNames?.learn(code, this.local(frame, 'self'), this.local(frame, 'cls'));
    const instruction = this.access.instruction(frame, code);
    const place = this.place(code, instruction);
    this.learnOrigin(frame, code, place);
    return { address: frame, code, instruction, place, generator };
  }

  /** `__file__` of the module that the frame's function belongs to. */
  private moduleFile(address: number): string | null {
    const { memory, layout } = this;
    const file = this.objects.dictGet(frameGlobals({ memory, layout }, { address }), '__file__');
    return this.objects.str(file, MAX_PATH);
  }

  private slot(frame: number, slot: number, isCell: boolean): number {
    const value = this.access.reference(this.access.locals(frame) + slot * 8);
    if (!isCell || value === 0) return value;
    return this.objects.typeName(value) === 'cell' ? this.objects.cellContent(value) : value;
  }
}
