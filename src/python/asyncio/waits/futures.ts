/**
 * Reads asyncio futures and tasks: the C structs of `Modules/_asynciomodule.c` (offsets in the layout) and the
 * pure Python classes of `Lib/asyncio/futures.py`, `tasks.py` (instance attributes).
 */

import { hexId } from '../../hex-id.ts';
import type { Session } from '../session.ts';

export type FutureState = 'pending' | 'cancelled' | 'finished';

const STATES: readonly FutureState[] = ['pending', 'cancelled', 'finished'];
const STATE_OF_TEXT: Record<string, FutureState> = { CANCELLED: 'cancelled', FINISHED: 'finished' };
const MAX_CALLBACKS = 64;
const MAX_NAME_CHARACTERS = 60;

/** What a type is: the C struct, or the Python class with instance attributes. */
interface FutureType {
  isC: boolean;
  isTask: boolean;
}

export class Futures {
  readonly #session: Session;
  readonly #types = new Map<number, FutureType | null>();

  constructor(session: Session) {
    this.#session = session;
  }

  isFuture(address: number): boolean {
    return this.#typeOf(address) !== null;
  }

  isTask(address: number): boolean {
    return this.#typeOf(address)?.isTask === true;
  }

  state(address: number): FutureState {
    const { memory, layout, objects } = this.#session;
    const type = this.#typeOf(address);
    if (type === null) return 'pending';
    if (type.isC) return STATES[memory.int32(address + layout.future.state)] ?? 'pending';
    return STATE_OF_TEXT[objects.str(objects.attribute(address, '_state')) ?? ''] ?? 'pending';
  }

  isPending(address: number): boolean {
    return this.state(address) === 'pending';
  }

  /** Addresses of the done-callbacks, first registered first. */
  callbacks(address: number): number[] {
    const { memory, layout, objects } = this.#session;
    const type = this.#typeOf(address);
    if (type === null) return [];
    const list = type.isC
      ? memory.word(address + layout.future.callbacks)
      : objects.attribute(address, '_callbacks');
    const pairs = objects.items(list, MAX_CALLBACKS).map((pair) => objects.items(pair, 1)[0] ?? 0);
    const first = type.isC ? memory.word(address + layout.future.callback0) : 0;
    return (first === 0 || objects.isNone(first) ? pairs : [first, ...pairs]).filter((one) => one !== 0);
  }

  /** The event loop it belongs to. */
  loopOf(address: number): number {
    const { memory, layout, objects } = this.#session;
    const type = this.#typeOf(address);
    if (type === null) return 0;
    return type.isC ? memory.word(address + layout.future.loop) : objects.attribute(address, '_loop');
  }

  coroutineOf(task: number): number {
    const { memory, layout, objects } = this.#session;
    const type = this.#typeOf(task);
    if (type?.isTask !== true) return 0;
    return type.isC ? memory.word(task + layout.future.coroutine) : objects.attribute(task, '_coro');
  }

  /** `writer`, or `Task-7`; from 3.12 the number alone is stored until somebody asks for the name. */
  taskName(task: number): string {
    const { memory, layout, objects } = this.#session;
    const type = this.#typeOf(task);
    if (type?.isTask !== true) return hexId(task);
    const name = type.isC ? memory.word(task + layout.future.name) : objects.attribute(task, '_name');
    const text = objects.str(name, MAX_NAME_CHARACTERS);
    if (text !== null) return text;
    const number = objects.int(name);
    return number === null ? hexId(task) : `Task-${number}`;
  }

  #typeOf(address: number): FutureType | null {
    if (address === 0) return null;
    const { objects } = this.#session;
    const type = objects.typeOf(address);
    const known = this.#types.get(type);
    if (known !== undefined) return known;
    const described = this.#describe(address);
    this.#types.set(type, described);
    return described;
  }

  #describe(address: number): FutureType | null {
    const { objects } = this.#session;
    const lineage = objects.typeLineage(address);
    if (lineage.includes('_asyncio.Task')) return { isC: true, isTask: true };
    if (lineage.includes('_asyncio.Future')) return { isC: true, isTask: false };
    // Python classes have the bare name, concurrent.futures.Future too: that one has `_done_callbacks`.
    if (!lineage.includes('Future') || objects.attribute(address, '_callbacks') === 0) return null;
    return { isC: false, isTask: lineage.includes('Task') };
  }
}
