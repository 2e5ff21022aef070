import type { RawFrame } from '../../frames/frames.ts';
import type { CodePlace } from '../../model/frame.ts';
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
  /** Number of frames of each task. */
  private readonly depths: number[] = [];
  private readonly stacks: CodePlace[][] = [];

  get count(): number {
    return this.depths.length;
  }

  add(task: RawTask, stack: CodePlace[]): void {
    this.tasks.push(task.address);
    this.tasks.push(task.waiter);
    this.tasks.push(task.awaited);
    this.tasks.push(task.loop);
    this.tasks.push(task.coroutine);
    for (const { address, generator } of task.frames) {
      this.frames.push(address);
      this.frames.push(generator);
    }
    this.depths.push(task.frames.length);
    this.stacks.push(stack);
  }

  /** Tasks of these addresses, from the given one on, are left out: they are added again. */
  drop(addresses: ReadonlySet<number>, from: number): void {
    for (let index = from; index < this.count; index += 1) {
      if (addresses.has(this.tasks.at(index * FIELDS))) this.tasks.set(index * FIELDS, 0);
    }
  }

  /** The task and its frames are filled again by the next step. */
  *walk(raw: RawTask, pool: RawFrames): Iterable<RawTask> {
    let frame = 0;
    for (let index = 0; index < this.count; index += 1) {
      const depth = this.depths[index] ?? 0;
      const first = frame;
      frame += depth;
      const address = this.tasks.at(index * FIELDS);
      if (address === 0) continue;
      raw.address = address;
      raw.waiter = this.tasks.at(index * FIELDS + 1);
      raw.awaited = this.tasks.at(index * FIELDS + 2);
      raw.loop = this.tasks.at(index * FIELDS + 3);
      raw.coroutine = this.tasks.at(index * FIELDS + 4);
      raw.frames = this.framesOf(first, depth, this.stacks[index] ?? [], pool);
      yield raw;
    }
  }

  private framesOf(first: number, depth: number, stack: readonly CodePlace[], pool: RawFrames): RawFrame[] {
    pool.begin();
    for (let at = 0; at < depth; at += 1) {
      const place = stack[at];
      const number = (first + at) * 2;
      if (place !== undefined) pool.push(this.frames.at(number), place, this.frames.at(number + 1));
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
