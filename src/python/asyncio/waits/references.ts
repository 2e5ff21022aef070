/** Which of the objects in question a frame, or an object in its reach, refers to. */

import type { RawFrame } from '../../frames/frames.ts';
import { callableOf } from '../callable.ts';
import type { Session } from '../session.ts';
import { lockOf } from './acquired.ts';
import { objectAt } from './entered.ts';
import { frameGlobals } from './frame-globals.ts';

const MAX_ATTRIBUTES = 64;
/** From a local to its attributes, and to theirs: `self.app.stop_event`. */
const MAX_DEPTH = 2;
const MAX_OBJECTS = 50_000;
const MAX_MEMBERS = 64;
const SEQUENCES: ReadonlySet<string> = new Set(['list', 'tuple', 'collections.deque']);
/** Never looked into: they hold the whole program, or nothing. */
const OPAQUE =
  /^(str|int|float|bool|bytes|NoneType|type|module|function|builtin_function_or_method|code|frame)$/;

export interface FrameReferences {
  /** Known by a local, a cell, an attribute within reach, or a global that the code names. */
  known: Set<number>;
  /** Times that the frame stands inside the object's `with` or `async with`. */
  entered: Map<number, number>;
  /** Other objects whose `with` the frame stands inside, or is about to enter. */
  managers: number[];
}

export class References {
  readonly #session: Session;
  readonly #wanted: ReadonlyMap<number, readonly number[]>;
  readonly #depth: number;
  readonly #reach = new Map<number, readonly number[]>();
  readonly #globals = new Map<number, readonly [string, number][]>();
  readonly #names = new Map<number, ReadonlySet<string>>();

  /** `wanted`: objects in question, and what it means to know each: a Condition means its Lock too. `depth`: how far from a local. */
  constructor(session: Session, wanted: ReadonlyMap<number, readonly number[]>, depth: number = MAX_DEPTH) {
    this.#session = session;
    this.#depth = depth;
    this.#wanted = wanted;
  }

  of(frame: RawFrame): FrameReferences {
    const { frames } = this.#session;
    const found: FrameReferences = { known: new Set(), entered: new Map(), managers: [] };
    for (const [, value] of frames.locals(frame.address)) this.addReach(found.known, value);
    for (const [name, value] of this.#globalsOf(frame)) {
      if (this.#namesOf(frame.code).has(name)) this.addReach(found.known, value);
    }
    this.#addStack(found, frames.valueStack(frame.address));
    return found;
  }

  #addStack({ known, entered, managers }: FrameReferences, stack: readonly number[]): void {
    stack.forEach((_value, position) => {
      const { object, isEntered } = objectAt(this.#session, stack, position);
      const meanings = this.#wanted.get(object) ?? this.#wanted.get(lockOf(this.#session.objects, object));
      for (const one of meanings ?? []) {
        known.add(one);
        if (isEntered) entered.set(one, (entered.get(one) ?? 0) + 1);
      }
      if (meanings === undefined && isEntered && object !== 0) managers.push(object);
    });
  }

  addReach(known: Set<number>, value: number, depth: number = this.#depth): void {
    for (const one of this.#reachOf(value, depth)) known.add(one);
  }

  #reachOf(object: number, depth: number): readonly number[] {
    const meanings = this.#wanted.get(object);
    if (meanings !== undefined) return meanings;
    if (object === 0 || depth === 0) return [];
    // Depths are kept apart: what is near for one is far for another.
    const key = object * 4 + depth;
    const known = this.#reach.get(key);
    if (known !== undefined) return known;
    if (this.#reach.size >= MAX_OBJECTS) return [];
    this.#reach.set(key, []);
    const found = new Set<number>();
    for (const value of this.#neighbours(object)) {
      for (const one of this.#reachOf(value, depth - 1)) found.add(one);
    }
    const reached = found.size === 0 ? NOTHING : [...found];
    this.#reach.set(key, reached);
    return reached;
  }

  #isContainer(object: number): boolean {
    const type = this.#session.objects.typeName(object);
    return SEQUENCES.has(type) || type === 'set' || type === 'dict';
  }

  #neighbours(object: number): number[] {
    const { objects } = this.#session;
    const type = objects.typeName(object);
    if (type === 'method') return [callableOf(this.#session, object)?.self ?? 0];
    if (OPAQUE.test(type)) return [];
    if (SEQUENCES.has(type)) return objects.items(object, MAX_MEMBERS);
    if (type === 'set') return objects.members(object, MAX_MEMBERS);
    if (type === 'dict') return objects.entries(object, MAX_MEMBERS).map(([, value]) => value);
    return objects.attributes(object, MAX_ATTRIBUTES).map(([, value]) => value);
  }

  /** Globals of the frame's module that lead to what is wanted. */
  #globalsOf(frame: RawFrame): readonly [string, number][] {
    const { objects } = this.#session;
    const dict = frameGlobals(this.#session, frame);
    const known = this.#globals.get(dict);
    if (known !== undefined) return known;
    const found =
      frame.place.origin === 'python'
        ? []
        : objects.entries(dict).flatMap(([key, value]): [string, number][] => {
            // A registry of the whole program says nothing about who will act on one of its members.
            if (this.#isContainer(value) || this.#reachOf(value, 1).length === 0) return [];
            const name = objects.str(key);
            return name === null ? [] : [[name, value]];
          });
    this.#globals.set(dict, found);
    return found;
  }

  #namesOf(code: number): ReadonlySet<string> {
    const known = this.#names.get(code);
    if (known !== undefined) return known;
    const { memory, layout, objects } = this.#session;
    const names = objects.items(memory.word(code + layout.code.names)).map((one) => objects.str(one) ?? '');
    const set = new Set(names);
    this.#names.set(code, set);
    return set;
  }
}

const NOTHING: readonly number[] = [];
