/**
 * Who will complete what others wait for, by the code that lies before it: `idle.set()` behind the await at which a frame
 * stands, in a function that it calls there, or in the exit of a `with` that it stands inside. Told by the object and not by
 * its name: `mine.set()` of one task ends the `other.wait()` of another.
 */
import type { RawFrame } from '../../frames/frames.ts';
import type { CallableFacts } from '../../objects/objects.ts';
import { callableOf } from '../callable.ts';
import { nameUses } from '../handlers/code-uses.ts';
import type { NameUse } from '../handlers/name-use.ts';
import { calledBy, resolveUse } from '../handlers/name-values.ts';
import type { Session } from '../session.ts';
import { frameGlobals } from './frame-globals.ts';

export type Completable = 'event' | 'condition' | 'future';

/** `asyncio/locks.py`, `asyncio/futures.py`. */
const METHODS: Readonly<Record<Completable, RegExp>> = {
  event: /^set$/,
  condition: /^notify(_all)?$/,
  future: /^set_(result|exception)$/,
};
const EXITS = ['__aexit__', '__exit__'];
/** From a function to those that it calls: `self.group.done()` says `self._leave()`, and that `self._idle.set()`. */
const MAX_CALLS = 3;
/** Functions are looked into so often in a look, in all. */
const MAX_FUNCTIONS = 20_000;
const MAX_NAMES = 500;

export class Completing {
  readonly #session: Session;
  readonly #kinds: ReadonlyMap<number, Completable>;
  readonly #generatorOf: (manager: number) => RawFrame | null;
  readonly #calls = new Map<number, NameUse[]>();
  /** What a method completes, by its code and its object. */
  readonly #completed = new Map<string, ReadonlySet<number>>();
  #left = MAX_FUNCTIONS;

  /** `generatorOf`: where the generator of a manager made with `@contextmanager` stands. */
  constructor(
    session: Session,
    kinds: ReadonlyMap<number, Completable>,
    generatorOf: (manager: number) => RawFrame | null,
  ) {
    this.#session = session;
    this.#kinds = kinds;
    this.#generatorOf = generatorOf;
  }

  /** Addresses, each with the line of the frame that completes it. `isNear`: the frame has something of all that in its reach. */
  aheadOf(frame: RawFrame, isNear: boolean): Map<number, number> {
    const found = new Map<number, number>();
    const ahead = this.#callsOf(frame.code).filter(({ offset }) => offset > frame.instruction);
    if (!(isNear || ahead.some(({ name }) => isCompleting(name)))) return found;
    const facts = this.#factsOf(frame);
    for (const use of ahead)
      for (const address of this.#completedBy(facts, use, isNear ? MAX_CALLS : 0))
        if (!found.has(address))
          found.set(address, this.#session.frames.place(frame.code, use.offset).line || frame.place.line);
    return found;
  }

  /** What is completed when the block of a `with` is left. */
  onExitOf(manager: number): ReadonlySet<number> {
    const frame = this.#generatorOf(manager);
    if (frame !== null) return new Set(this.aheadOf(frame, true).keys());
    const { objects } = this.#session;
    const type = objects.typeOf(manager);
    const found = new Set<number>();
    for (const name of EXITS) {
      const facts = callableOf(this.#session, objects.typeAttribute(type, name));
      if (facts === null || facts.code === 0) continue;
      for (const one of this.#completedIn({ ...facts, self: manager }, MAX_CALLS)) found.add(one);
    }
    return found;
  }

  /** What a callback completes that is called with these arguments: a method of the thing itself, or the code that it is. */
  byCallback(callback: number, handed: readonly number[]): ReadonlySet<number> {
    const facts = callableOf(this.#session, callback);
    if (facts === null) return new Set();
    const kind = this.#kinds.get(facts.self);
    const method = facts.qualifiedName.split('.').at(-1) ?? '';
    if (kind !== undefined && METHODS[kind].test(method)) return new Set([facts.self]);
    if (facts.code === 0) return new Set();
    const partialArguments = [...facts.partialArguments, ...handed];
    return this.#completedIn({ ...facts, partialArguments }, MAX_CALLS);
  }

  #completedBy(facts: CallableFacts, use: NameUse, depth: number): Iterable<number> {
    if (use.path.length > 0 && isCompleting(use.name)) {
      const object = resolveUse(this.#session, facts, {
        ...use,
        path: use.path.slice(0, -1),
        name: use.path.at(-1) ?? '',
      });
      const kind = this.#kinds.get(object);
      if (kind !== undefined) return METHODS[kind].test(use.name) ? [object] : [];
    }
    if (depth === 0 || this.#left <= 0) return [];
    const called = calledBy(this.#session, facts, use);
    return called === null || called.code === 0 ? [] : this.#completedIn(called, depth - 1);
  }

  #completedIn(facts: CallableFacts, depth: number): ReadonlySet<number> {
    const key = `${facts.code} ${facts.self} ${facts.function} ${facts.partialArguments.join()} ${depth}`;
    const known = this.#completed.get(key);
    if (known !== undefined) return known;
    const found = new Set<number>();
    this.#completed.set(key, found);
    this.#left -= 1;
    if (this.#session.frames.placeOfCode(facts.code).origin === 'python') return found;
    for (const use of this.#callsOf(facts.code))
      for (const one of this.#completedBy(facts, use, depth)) found.add(one);
    return found;
  }

  #callsOf(code: number): NameUse[] {
    let calls = this.#calls.get(code);
    if (calls === undefined) {
      calls = nameUses(this.#session, code).filter(({ kind }) => kind === 'call');
      this.#calls.set(code, calls);
    }
    return calls;
  }

  /** A frame as what is known of a function: what its names stand for at this moment. */
  #factsOf(frame: RawFrame): CallableFacts {
    const { frames, objects, memory, layout } = this.#session;
    let names: [string, number][] | null = null;
    const closure = () => {
      if (names !== null) return names;
      const globals = frameGlobals(this.#session, frame);
      const used = objects.items(memory.word(frame.code + layout.code.names), MAX_NAMES);
      names = [
        ...frames.locals(frame.address),
        ...used.flatMap((one): [string, number][] => {
          const name = objects.str(one);
          const value = name === null ? 0 : objects.dictGet(globals, name);
          return name === null || value === 0 ? [] : [[name, value]];
        }),
      ];
      return names;
    };
    const { code } = frame;
    return { qualifiedName: '', code, self: 0, function: 0, partialArguments: [], closure };
  }
}

function isCompleting(name: string): boolean {
  return METHODS.event.test(name) || METHODS.condition.test(name) || METHODS.future.test(name);
}
