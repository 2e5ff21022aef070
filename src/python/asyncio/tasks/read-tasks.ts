/** All tasks of a process: every one by itself, so that a bad one costs no other. */
import { hexId } from '../../hex-id.ts';
import type { TaskState } from '../../model/capture.ts';
import type { Wait } from '../../model/wait.ts';
import type { Pass } from '../../pass.ts';
import type { WalkedThread } from '../../threads/walk-threads.ts';
import type { RawTask, TasksAgain } from '../raw-task.ts';
import { emptyRawTask } from '../raw-task.ts';
import { AwaitChain } from './await-chain.ts';
import { AwaitedBy } from './awaited-by.ts';
import type { CancelledSets } from './cancelled-sets.ts';
import { chooseTasks } from './choose-tasks.ts';
import { findTasks } from './find-tasks.ts';
import { MovementWatch } from './movement.ts';
import { RawFrames } from './raw-frames.ts';
import { RunningStacks } from './running-stacks.ts';
import { movedSince } from './second-look.ts';
import { TaskFields } from './task-fields.ts';
import type { TaskRecord } from './task-record.ts';
import { emptyRecord, TaskStates } from './task-record.ts';
import { TaskStateMaker } from './task-states.ts';
import { TaskTrail } from './task-trail.ts';

export interface TaskReading {
  /** In order of address. */
  tasks: TaskState[];
  done: number;
  /** The first of them. */
  doneAddresses: number[];
  asyncioImported: boolean;
  /** Passes over asyncio's sets, and over tasks that had moved, beyond the first. */
  retries: number;
  /** False when a set changed each time it was read: tasks may be missing. */
  complete: boolean;
  /** Tasks that were not looked at because time ran out. */
  cut: number;
  /** Pending tasks that were not looked at because there is no memory for them. */
  leftOut: number;
  /** Addresses of the loops that the tasks belong to. */
  loops: number[];
  /** Ids of running tasks by the address of their thread's state. */
  runningIds: ReadonlyMap<number, string>;
  /** Every task that is not done, once more. The RawTask is filled again by the next step. */
  walkAgain: TasksAgain;
}

interface TaskNaming {
  name(raw: RawTask): Wait | null;
}

const BATCH = 512;
/** While the process runs, what is read together must be read in one breath: as many batches as time allows. */
const MOVING_BATCHES = 500;
const MIN_MOVING_BATCH = 2;
const LONG_BREATH_MS = 2;
/** A process that has just run is taken to run on for so many batches: to ask the kernel takes as long as a second look. */
const BATCHES_UNASKED = 7;
const MAX_RETRIES = 3;
const MAX_AWAITED_BY = 1_000;
/** Done tasks that are looked at again for what ended them. */
const MAX_DONE = 1_000;

export interface TaskReadingOptions {
  cancelled: CancelledSets;
  /** The threads of the same pass: running tasks have their frames there. */
  threads: readonly WalkedThread[];
  /** null: waits stay without a name. */
  naming: TaskNaming | null;
  /** Makes the pass's memory forget its pages. */
  refresh: () => void;
}

export function readTasks(pass: Pass, options: TaskReadingOptions): TaskReading {
  return new TaskReader(pass, options).read();
}

class TaskReader {
  private readonly pass: Pass;
  private readonly naming: TaskNaming | null;
  private readonly refresh: () => void;
  private readonly fields: TaskFields;
  private readonly chain: AwaitChain;
  private readonly maker: TaskStateMaker;
  private readonly awaitedBy = new AwaitedBy();
  private readonly record = emptyRecord();
  private readonly raw = emptyRawTask();
  private readonly tasks: TaskState[] = [];
  private readonly addresses: number[] = [];
  private readonly trail = new TaskTrail();
  private done = 0;
  private readonly doneAddresses: number[] = [];
  private retries = 0;
  /** Some task took a step while it was read. */
  private isRestless = false;

  constructor(pass: Pass, { cancelled, threads, naming, refresh }: TaskReadingOptions) {
    this.pass = pass;
    this.naming = naming;
    this.refresh = refresh;
    this.fields = new TaskFields(pass.memory, pass.objects, pass.layout.future);
    this.chain = new AwaitChain(pass);
    this.maker = new TaskStateMaker(pass, cancelled, new RunningStacks(pass, threads));
  }

  read(): TaskReading {
    const watch = new MovementWatch(this.pass.system, this.pass.process.pid);
    let list = findTasks(this.pass);
    while (!list.complete && this.retries < MAX_RETRIES && !this.pass.outOfTime()) {
      this.retries += 1;
      this.refresh();
      list = findTasks(this.pass);
    }
    const { addresses, leftOut } = chooseTasks(list.addresses, this.pass.maxTasks, {
      fields: this.fields,
      access: this.pass.frames.access,
    });
    let from = 0;
    const movingSize = Math.max(MIN_MOVING_BATCH, Math.ceil(addresses.length / MOVING_BATCHES));
    let size = watch.hasMoved() ? movingSize : BATCH;
    let unasked = 0;
    while (from < addresses.length && !this.pass.outOfTime()) {
      const movement = this.readBatch(addresses.subarray(from, from + size), unasked > 0 ? null : watch);
      from += size;
      if (unasked > 0) unasked -= 1;
      else if (movement !== 'none') unasked = BATCHES_UNASKED;
      if (movement === 'none') size = BATCH;
      else {
        // Where others run and these tasks rest, longer breaths are as safe, and each costs.
        size = this.isRestless ? movingSize : Math.min(BATCH, 2 * size);
        this.refresh();
      }
    }
    this.awaitedBy.fill(this.tasks);
    return {
      tasks: this.tasks,
      done: this.done,
      doneAddresses: this.doneAddresses,
      asyncioImported: list.asyncioImported,
      retries: this.retries,
      complete: list.complete,
      cut: Math.max(0, addresses.length - from),
      leftOut,
      loops: this.maker.loops(),
      runningIds: this.maker.runningIds,
      walkAgain: (isWanted) => this.trail.walk(this.raw, new RawFrames(), isWanted),
    };
  }

  /**
   * Tasks that took a step while the batch was read are read again, as long as they go on moving up to three times. Gives
   * what has run meanwhile.
   */
  private readBatch(addresses: Iterable<number>, watch: MovementWatch | null): 'none' | 'process' | 'tasks' {
    const firstOfBatch = this.tasks.length;
    const firstOfTrail = this.trail.count;
    let moved = this.readAndCompare(addresses, watch);
    if (moved === null) return 'none';
    if (moved.length === 0) return 'process';
    this.isRestless = true;
    for (let round = 0; round < MAX_RETRIES && moved.length > 0; round += 1) {
      this.retries = Math.max(this.retries, round + 1);
      const dropped = new Set(moved);
      this.drop(dropped, firstOfBatch);
      this.trail.drop(dropped, firstOfTrail);
      this.refresh();
      moved = this.readAndCompare(moved, null) ?? [];
    }
    const unsettled = new Set(moved.map(hexId));
    for (const task of this.tasks.slice(firstOfBatch)) if (unsettled.has(task.id)) task.moving = true;
    return 'tasks';
  }

  /**
   * Reads the tasks, and gives those that have moved meanwhile; null when nothing has. A restless task may have come round
   * to the very same place again: after a long breath (others had the processor) none of them is believed.
   */
  private readAndCompare(addresses: Iterable<number>, watch: MovementWatch | null): number[] | null {
    const { pass, trail, fields } = this;
    const firstOfTrail = trail.count;
    const startMs = pass.system.nowMs();
    for (const address of addresses) this.readOne(address);
    if (watch?.hasMoved() === false) return null;
    const moved = movedSince(pass, trail, firstOfTrail, (task) => fields.isC(task));
    return this.isRestless && pass.system.nowMs() - startMs > LONG_BREATH_MS
      ? trail.since(firstOfTrail)
      : moved;
  }

  private drop(dropped: ReadonlySet<number>, from: number): void {
    let kept = from;
    for (let at = from; at < this.tasks.length; at += 1) {
      const task = this.tasks[at];
      const address = this.addresses[at] ?? 0;
      if (task === undefined || dropped.has(address)) continue;
      this.tasks[kept] = task;
      this.addresses[kept] = address;
      kept += 1;
    }
    this.tasks.length = kept;
    this.addresses.length = kept;
  }

  private readOne(address: number): void {
    const { record, chain } = this;
    if (!this.fields.read(address, record)) return;
    if (record.state !== TaskStates.pending) {
      this.done += 1;
      if (this.doneAddresses.length < MAX_DONE) this.doneAddresses.push(address);
      return;
    }
    chain.walk(record.coroutine);
    const raw = this.rawOf(record);
    const wait = this.naming === null ? null : this.naming.name(raw);
    raw.wait = wait;
    const task = this.maker.make(record, chain, wait);
    this.trail.add(raw, task.stack);
    this.tasks.push(task);
    this.addresses.push(address);
    this.noteWaits(task, record);
  }

  private noteWaits(task: TaskState, record: TaskRecord): void {
    const { awaitedBy, fields, pass } = this;
    const awaited = this.chain.awaited || record.waiter;
    if (awaited !== 0 && fields.isTask(awaited)) awaitedBy.add(hexId(awaited), task.id);
    awaitedBy.addWait(task.wait, task.id);
    if (record.awaitedBy === 0) return;
    const waiters = record.awaitedByIsSet
      ? pass.objects.members(record.awaitedBy, MAX_AWAITED_BY)
      : [record.awaitedBy];
    for (const waiter of waiters) awaitedBy.add(task.id, hexId(waiter));
  }

  private rawOf(record: TaskRecord): RawTask {
    const { raw, chain } = this;
    raw.address = record.address;
    raw.frames = chain.frames;
    raw.stack = chain.stack();
    raw.waiter = record.waiter;
    raw.awaited = chain.awaited || record.waiter;
    raw.loop = record.loop;
    raw.coroutine = record.coroutine;
    raw.wait = null;
    return raw;
  }
}
