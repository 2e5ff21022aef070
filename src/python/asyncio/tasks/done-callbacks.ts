/** Names of what is called when a task is done: cpython-memory.md, 5.4 and 6. */

import type { MemoryReader } from '../../memory/reader.ts';
import type { CPythonObjects } from '../../objects/cpython-objects.ts';
import type { Pass } from '../../pass.ts';
import { callableOf } from '../callable.ts';
import type { TaskRecord } from './task-record.ts';

const MAX_CALLBACKS = 32;

/** Shared by all tasks that nobody waits for. */
const NO_CALLBACKS: string[] = [];

export class DoneCallbacks {
  private readonly pass: Pass;
  private readonly memory: MemoryReader;
  private readonly objects: CPythonObjects;
  private readonly tupleItems: number;
  /** `im_func` of a method, `m_ml` of a builtin method: the first field behind the header. */
  private readonly first: number;
  /** By the function's (or builtin's) address: most tasks of a program have the same one. */
  private readonly names = new Map<number, string>();
  private readonly single = new Map<string, string[]>();

  constructor(pass: Pass) {
    this.pass = pass;
    this.memory = pass.memory;
    this.objects = pass.objects;
    this.tupleItems = pass.layout.object.tupleItems;
    this.first = pass.layout.object.headerBytes;
  }

  of(record: TaskRecord): string[] {
    const { callback0, callbacks } = record;
    const hasList = callbacks !== 0 && !this.objects.isNone(callbacks);
    if (!hasList) return callback0 === 0 ? NO_CALLBACKS : this.alone(this.name(callback0));
    const names = callback0 === 0 ? [] : [this.name(callback0)];
    for (const pair of this.objects.items(callbacks, MAX_CALLBACKS)) {
      names.push(this.name(this.memory.word(pair + this.tupleItems)));
    }
    return names.length === 0 ? NO_CALLBACKS : names;
  }

  private alone(name: string): string[] {
    let names = this.single.get(name);
    if (names === undefined) {
      names = [name];
      this.single.set(name, names);
    }
    return names;
  }

  private name(callback: number): string {
    const type = this.objects.typeName(callback);
    const isBound = type === 'method' || type === 'builtin_function_or_method';
    const key = isBound ? this.memory.word(callback + this.first) : callback;
    let name = this.names.get(key);
    if (name === undefined) {
      name = callableOf(this.pass, callback)?.qualifiedName ?? (type || '?');
      this.names.set(key, name);
    }
    return name;
  }
}
