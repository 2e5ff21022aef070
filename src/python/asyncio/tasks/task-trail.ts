import type { RawFrame } from '../../frames/frames.ts';
import type { CodePlace } from '../../model/frame.ts';
import type { Wait } from '../../model/wait.ts';
import type { RawTask } from '../raw-task.ts';
import type { RawFrames } from './raw-frames.ts';

const FIELDS = 5;
const FIRST_CAPACITY = 1_024;

/** What was walked, in a few numbers a task: enough to give the frames of every task once more without another walk. */
export class TaskTrail {
  /** Address, waiter, awaited, loop and coroutine of each task. */
  private readonly tasks = new Numbers();
  /** Address of each frame, then of the generator that owns it. */
  private readonly frames = new Numbers();
  /** Number of frames of each task, and of those before it. */
  private readonly depths: number[] = [];
  private readonly firsts: number[] = [];
  private readonly stacks: CodePlace[][] = [];
  private readonly waits: (Wait | null)[] = [];
  private frameCount = 0;

  get count(): number {
    return this.depths.length;
  }

  add(task: RawTask, stack: CodePlace[]): void {
    this.tasks.push(task.address);
    this.tasks.push(task.waiter);
    this.tasks.push(task.awaited);
    this.tasks.push(task.loop);
    this.tasks.push(task.coroutine);
    // By index: this is where a look spends its time, and an iterator makes an object for each step until it is compiled.
    for (let at = 0; at < task.frames.length; at += 1) {
      this.frames.push(task.frames[at]?.address ?? 0);
      this.frames.push(task.frames[at]?.generator ?? 0);
    }
    this.firsts.push(this.frameCount);
    this.depths.push(task.frames.length);
    this.frameCount += task.frames.length;
    this.stacks.push(stack);
    this.waits.push(task.wait);
  }

  /** Address of a task, 0 when it was dropped. */
  task(index: number): number {
    return this.tasks.at(index * FIELDS);
  }

  /** Addresses of the tasks that were added from a place on. */
  since(from: number): number[] {
    const addresses: number[] = [];
    for (let index = from; index < this.count; index += 1) addresses.push(this.task(index));
    return addresses;
  }

  waiter(index: number): number {
    return this.tasks.at(index * FIELDS + 1);
  }

  coroutine(index: number): number {
    return this.tasks.at(index * FIELDS + 4);
  }

  depth(index: number): number {
    return this.depths[index] ?? 0;
  }

  /** Its first `depth` places are those of the frames. */
  stack(index: number): readonly CodePlace[] {
    return this.stacks[index] ?? [];
  }

  generator(index: number, frame: number): number {
    return this.frames.at(((this.firsts[index] ?? 0) + frame) * 2 + 1);
  }

  /** Tasks of these addresses, from the given one on, are left out: they are added again. */
  drop(addresses: ReadonlySet<number>, from: number): void {
    for (let index = from; index < this.count; index += 1) {
      if (addresses.has(this.task(index))) this.tasks.set(index * FIELDS, 0);
    }
  }

  /** The task and its frames are filled again by the next step. */
  *walk(raw: RawTask, pool: RawFrames, isWanted?: (wait: Wait | null) => boolean): Iterable<RawTask> {
    for (let index = 0; index < this.count; index += 1) {
      const wait = this.waits[index] ?? null;
      if (this.task(index) === 0 || isWanted?.(wait) === false) continue;
      raw.address = this.task(index);
      raw.waiter = this.waiter(index);
      raw.awaited = this.tasks.at(index * FIELDS + 2);
      raw.loop = this.tasks.at(index * FIELDS + 3);
      raw.coroutine = this.coroutine(index);
      raw.frames = this.framesOf(index, pool);
      raw.stack = this.stack(index);
      raw.wait = wait;
      yield raw;
    }
  }

  private framesOf(index: number, pool: RawFrames): RawFrame[] {
    const stack = this.stack(index);
    const first = this.firsts[index] ?? 0;
    pool.begin();
    for (let at = 0; at < this.depth(index); at += 1) {
      const place = stack[at];
      if (place !== undefined) pool.push(this.frames.at((first + at) * 2), place, this.generator(index, at));
    }
    return pool.all();
  }
}

/** A list of doubles without an object for each. */
class Numbers {
  private values = new Float64Array(FIRST_CAPACITY);
  private length = 0;

  push(value: number): void {
    if (this.length === this.values.length) {
      const grown = new Float64Array(this.length * 2);
      grown.set(this.values);
      this.values = grown;
    }
    this.values[this.length] = value;
    this.length += 1;
  }

  at(index: number): number {
    return this.values[index] ?? 0;
  }

  set(index: number, value: number): void {
    this.values[index] = value;
  }
}
