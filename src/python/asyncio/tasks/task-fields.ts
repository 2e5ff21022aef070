/** Reads tasks of C (`_asyncio.Task` and subclasses) and of Python (`asyncio.tasks._PyTask`): cpython-memory.md, 5.4. */
import type { FutureLayout } from '../../layouts/layout.ts';
import type { MemoryReader } from '../../memory/reader.ts';
import type { CPythonObjects } from '../../objects/cpython-objects.ts';
import type { TaskRecord } from './task-record.ts';
import { TaskStates } from './task-record.ts';

const STATE_NAMES = new Map<string, number>([
  ['PENDING', TaskStates.pending],
  ['CANCELLED', TaskStates.cancelled],
  ['FINISHED', TaskStates.finished],
]);

type TaskKind = 'c' | 'python' | 'none';

export class TaskFields {
  private readonly memory: MemoryReader;
  private readonly objects: CPythonObjects;
  private readonly fields: FutureLayout;
  private readonly hasCounter: boolean;
  private readonly kinds = new Map<number, TaskKind>();
  private lastType = 0;
  private lastKind: TaskKind = 'none';

  constructor(memory: MemoryReader, objects: CPythonObjects, fields: FutureLayout) {
    this.memory = memory;
    this.objects = objects;
    this.fields = fields;
    this.hasCounter = fields.cancelRequests !== null;
  }

  /** False when there is no task at the address. */
  read(address: number, record: TaskRecord): boolean {
    const kind = this.kindOf(address);
    if (kind === 'none') return false;
    record.address = address;
    if (kind === 'python') return this.readPython(address, record);
    return this.readC(address, record);
  }

  isTask(address: number): boolean {
    return address !== 0 && this.kindOf(address) !== 'none';
  }

  isC(address: number): boolean {
    return this.kindOf(address) === 'c';
  }

  private readC(address: number, record: TaskRecord): boolean {
    const { memory, fields } = this;
    const { mustCancel } = fields;
    record.state = memory.int32(address + fields.state);
    record.name = memory.word(address + fields.name);
    record.coroutine = memory.word(address + fields.coroutine);
    record.waiter = memory.word(address + fields.waiter);
    record.loop = memory.word(address + fields.loop);
    record.mustCancel =
      mustCancel.bit === null
        ? memory.int32(address + mustCancel.offset) !== 0
        : ((memory.uint8(address + mustCancel.offset) >> mustCancel.bit) & 1) === 1;
    record.cancelRequests =
      fields.cancelRequests === null ? null : memory.int32(address + fields.cancelRequests);
    record.callback0 = memory.word(address + fields.callback0);
    record.callbacks = memory.word(address + fields.callbacks);
    record.sourceTraceback = memory.word(address + fields.sourceTraceback);
    record.awaitedBy = fields.awaitedBy === null ? 0 : memory.word(address + fields.awaitedBy);
    record.awaitedByIsSet =
      fields.awaitedByIsSet !== null && record.awaitedBy !== 0
        ? memory.uint8(address + fields.awaitedByIsSet) !== 0
        : false;
    return record.state >= TaskStates.pending && record.state <= TaskStates.finished;
  }

  /** While pending, `_state` is the class's and not in the instance. */
  private readPython(address: number, record: TaskRecord): boolean {
    const { objects } = this;
    const attribute = (name: string) => objects.attribute(address, name);
    const orZero = (value: number) => (objects.isNone(value) ? 0 : value);
    record.state = STATE_NAMES.get(objects.str(attribute('_state')) ?? 'PENDING') ?? TaskStates.pending;
    record.name = attribute('_name');
    record.coroutine = orZero(attribute('_coro'));
    record.waiter = orZero(attribute('_fut_waiter'));
    record.loop = orZero(attribute('_loop'));
    record.mustCancel = objects.bool(attribute('_must_cancel')) === true;
    record.cancelRequests = this.hasCounter ? objects.int(attribute('_num_cancels_requested')) : null;
    record.callback0 = 0;
    record.callbacks = attribute('_callbacks');
    record.sourceTraceback = orZero(attribute('_source_traceback'));
    record.awaitedBy = 0;
    record.awaitedByIsSet = false;
    return true;
  }

  private kindOf(address: number): TaskKind {
    const type = this.objects.typeOf(address);
    if (type === this.lastType) return this.lastKind;
    let kind = this.kinds.get(type);
    if (kind === undefined) {
      kind = this.readKind(address);
      this.kinds.set(type, kind);
    }
    this.lastType = type;
    this.lastKind = kind;
    return kind;
  }

  private readKind(address: number): TaskKind {
    const lineage = this.objects.typeLineage(address);
    if (lineage.includes('_asyncio.Task')) return 'c';
    const isPython = lineage.includes('Task') && this.objects.attribute(address, '_coro') !== 0;
    return isPython ? 'python' : 'none';
  }
}
