import { GeneratorState } from '../../frames/frame-access.ts';
import type { Pass } from '../../pass.ts';
import type { AwaitChain } from './await-chain.ts';
import type { TaskRecord } from './task-record.ts';

/** What was seen of a batch of tasks, to be compared with what is there a moment later (cpython-memory.md, 5.10). */
export class SecondLook {
  private readonly pass: Pass;
  private readonly tasks: Float64Array;
  private readonly coroutines: Float64Array;
  private readonly waiters: Float64Array;
  private readonly innermost: Float64Array;
  private readonly instructions: Float64Array;
  private count = 0;

  constructor(pass: Pass, batchSize: number) {
    this.pass = pass;
    this.tasks = new Float64Array(batchSize);
    this.coroutines = new Float64Array(batchSize);
    this.waiters = new Float64Array(batchSize);
    this.innermost = new Float64Array(batchSize);
    this.instructions = new Float64Array(batchSize);
  }

  begin(): void {
    this.count = 0;
    this.pass.again.memory.reset();
  }

  remember(record: TaskRecord, chain: AwaitChain): void {
    const at = this.count;
    this.count += 1;
    this.tasks[at] = record.address;
    this.coroutines[at] = record.coroutine;
    this.waiters[at] = record.waiter;
    this.innermost[at] = chain.innermost;
    this.instructions[at] = chain.frames[chain.frames.length - 1]?.instruction ?? -1;
  }

  /** Addresses of the tasks that have taken a step since they were remembered. Only tasks of C can be told. */
  moved(isC: (task: number) => boolean): number[] {
    const moved: number[] = [];
    for (let at = 0; at < this.count; at += 1) {
      const task = this.tasks[at] ?? 0;
      if (!this.isUnchanged(at, task, isC(task))) moved.push(task);
    }
    return moved;
  }

  private isUnchanged(at: number, task: number, isC: boolean): boolean {
    const { memory, access } = this.pass.again;
    const { future } = this.pass.layout;
    if (isC) {
      if (memory.int32(task + future.state) !== 0) return false;
      if (memory.word(task + future.waiter) !== this.waiters[at]) return false;
      if (memory.word(task + future.coroutine) !== this.coroutines[at]) return false;
    }
    const generator = this.innermost[at] ?? 0;
    if (generator === 0) return true;
    const frame = access.ofGenerator(generator);
    if (access.stateOf(generator, frame) === GeneratorState.ended) return false;
    return access.instruction(frame, access.code(frame)) === this.instructions[at];
  }
}
