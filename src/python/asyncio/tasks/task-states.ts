import { GeneratorState } from '../../frames/frame-access.ts';
import { hexId } from '../../hex-id.ts';
import type { TaskActivity, TaskState } from '../../model/capture.ts';
import type { CodePlace } from '../../model/frame.ts';
import type { Wait } from '../../model/wait.ts';
import type { Pass } from '../../pass.ts';
import { compiledCoroutine } from '../waits/compiled.ts';
import type { AwaitChain } from './await-chain.ts';
import type { CancelledSets } from './cancelled-sets.ts';
import { readCreation } from './created-at.ts';
import { DoneCallbacks } from './done-callbacks.ts';
import { FutureStates } from './future-states.ts';
import { OwnCancels } from './own-cancel.ts';
import type { RunningStacks } from './running-stacks.ts';
import type { TaskRecord } from './task-record.ts';

const MAX_NAME = 200;
/** Shared by all tasks that nobody waits for: replaced, not filled. */
const NOBODY: string[] = [];

/** Makes the state of a task from its record and its chain. */
export class TaskStateMaker {
  private readonly pass: Pass;
  private readonly cancelled: CancelledSets;
  private readonly running: RunningStacks;
  /** Ids of running tasks by the address of their thread's state. */
  readonly runningIds = new Map<number, string>();
  private readonly callbacks: DoneCallbacks;
  private readonly futures: FutureStates;
  private readonly ownCancels: OwnCancels;
  private readonly loopIds = new Map<number, string>();
  private readonly marks = new WeakMap<CodePlace, string>();

  constructor(pass: Pass, cancelled: CancelledSets, running: RunningStacks) {
    this.pass = pass;
    this.cancelled = cancelled;
    this.running = running;
    this.callbacks = new DoneCallbacks(pass);
    this.ownCancels = new OwnCancels(pass);
    this.futures = new FutureStates(pass.memory, pass.objects, pass.layout.future.state);
  }

  make(record: TaskRecord, chain: AwaitChain, wait: Wait | null): TaskState {
    const { objects } = this.pass;
    const id = hexId(record.address);
    const running = chain.state === GeneratorState.executing ? this.running.of(record.coroutine) : null;
    if (running !== null) this.runningIds.set(running.thread.state, id);
    const stack = running?.stack ?? chain.stack();
    const outermost = stack[0];
    const innermost = stack[stack.length - 1];
    const ownCancel = this.ownCancels.of(record.address);
    return {
      id,
      name: this.nameOf(record),
      coroutine: outermost === undefined ? this.coroutineName(record.coroutine) : outermost.function,
      type: objects.typeName(record.address),
      loopId: record.loop === 0 ? null : this.loopId(record.loop),
      activity: activityOf(record, chain.state),
      mustCancel: record.mustCancel,
      waiterState: record.waiter === 0 ? null : this.futures.of(record.waiter),
      cancelRequests: record.cancelRequests,
      inToCancel: this.inToCancel(record),
      stack,
      handling: running?.handling ?? chain.handlings,
      chainEnd: this.isKnownEnd(record, chain) ? null : chain.end,
      wait,
      doneCallbacks: this.callbacks.of(record),
      awaitedBy: NOBODY,
      createdAt: readCreation(objects, record.sourceTraceback, this.pass.frames.places.libraryPath),
      stepMark:
        (innermost === undefined ? '@' : this.markOf(innermost)) + hexId(chain.awaited || record.waiter),
      moving: false,
      ...(ownCancel === null ? {} : { ownCancel }),
    };
  }

  /** Addresses of the loops of all tasks that were made. */
  loops(): number[] {
    return [...this.loopIds.keys()];
  }

  private nameOf({ name }: TaskRecord): string {
    const { objects } = this.pass;
    const text = objects.str(name, MAX_NAME);
    if (text !== null) return text;
    const number = objects.int(name);
    return number === null ? '?' : `Task-${number}`;
  }

  /** For a coroutine that has no frame any more, or whose frames are not Python's (Cython). */
  private coroutineName(coroutine: number): string {
    const { objects, memory, layout } = this.pass;
    const type = objects.typeName(coroutine);
    if (type !== 'coroutine') return compiledCoroutine(this.pass, coroutine)?.name ?? (type || '?');
    return objects.str(memory.word(coroutine + layout.generator.qualifiedName), MAX_NAME) ?? type;
  }

  private loopId(loop: number): string {
    let id = this.loopIds.get(loop);
    if (id === undefined) {
      id = hexId(loop);
      this.loopIds.set(loop, id);
    }
    return id;
  }

  private inToCancel({ address, loop }: TaskRecord): boolean | null {
    return this.cancelled.get(loop)?.has(address) ?? null;
  }

  /** A future that stands in the chain itself, because Python code yielded it, is as good an end as an iterator over it. */
  private isKnownEnd(record: TaskRecord, chain: AwaitChain): boolean {
    return chain.end === null || chain.awaited === record.waiter;
  }

  private markOf(place: CodePlace): string {
    let mark = this.marks.get(place);
    if (mark === undefined) {
      mark = `${hexId(place.codeId)}+${place.instruction}@`;
      this.marks.set(place, mark);
    }
    return mark;
  }
}

function activityOf({ waiter }: TaskRecord, state: GeneratorState): TaskActivity {
  if (state === GeneratorState.executing) return 'running';
  if (state === GeneratorState.created) return 'not-started';
  return waiter === 0 ? 'ready' : 'waiting';
}
