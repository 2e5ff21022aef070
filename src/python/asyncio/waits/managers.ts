/**
 * Locks that are taken by the `with` of another object: a unit of work whose `__aenter__` acquires one, a function with
 * `@asynccontextmanager` that does so before its `yield`.
 */
import type { RawFrame } from '../../frames/frames.ts';
import { callableOf } from '../callable.ts';
import { nameUses } from '../handlers/code-uses.ts';
import type { NameUse } from '../handlers/name-use.ts';
import type { Session } from '../session.ts';
import type { AcquireCalls } from './acquired.ts';
import { lockOf } from './acquired.ts';
import type { References } from './references.ts';

/** contextlib.py: `_GeneratorContextManager`, `_AsyncGeneratorContextManager`; both keep their generator in `gen`. */
const OF_GENERATOR = /GeneratorContextManager$/;
const ENTERING = ['__aenter__', '__enter__'];
const TAKING: ReadonlySet<string> = new Set(['acquire', ...ENTERING]);
/** A manager may be made of others. */
const MAX_DEPTH = 3;

export class Managers {
  readonly #session: Session;
  readonly #references: References;
  readonly #calls: AcquireCalls;
  /** Calls in `__aenter__` that take something, by type. */
  readonly #entries = new Map<number, NameUse[]>();

  constructor(session: Session, references: References, calls: AcquireCalls) {
    this.#session = session;
    this.#references = references;
    this.#calls = calls;
  }

  /** Whether whoever stands inside the manager's `with` has the lock by it. */
  holds(manager: number, lock: number, depth = MAX_DEPTH): boolean {
    if (!OF_GENERATOR.test(this.#session.objects.typeName(manager))) return this.#takesOnEntry(manager, lock);
    const frame = this.generatorOf(manager);
    return frame !== null && this.#holdsInFrame(frame, lock, depth);
  }

  /** Where the generator of a function with `@contextmanager` stands; null for any other manager. */
  generatorOf(manager: number): RawFrame | null {
    const { objects, frames } = this.#session;
    if (!OF_GENERATOR.test(objects.typeName(manager))) return null;
    return frames.ofCoroutine(objects.attribute(manager, 'gen'));
  }

  #holdsInFrame(frame: RawFrame, lock: number, depth: number): boolean {
    const { entered, known, managers } = this.#references.of(frame);
    if (entered.has(lock) || (known.has(lock) && this.#calls.hasAcquired(frame, lock))) return true;
    return depth > 1 && managers.some((one) => this.holds(one, lock, depth - 1));
  }

  #takesOnEntry(manager: number, lock: number): boolean {
    const { objects } = this.#session;
    return this.#entriesOf(manager).some(({ path }) => {
      let object = manager;
      // The first name is the manager itself, whatever its method calls it.
      for (const name of path.slice(1)) object = objects.attribute(object, name);
      return object !== manager && lockOf(objects, object) === lock;
    });
  }

  #entriesOf(manager: number): NameUse[] {
    const { objects } = this.#session;
    const type = objects.typeOf(manager);
    const known = this.#entries.get(type);
    if (known !== undefined) return known;
    const uses = ENTERING.flatMap((name) => {
      const code = callableOf(this.#session, objects.typeAttribute(type, name))?.code ?? 0;
      return code === 0 ? [] : nameUses(this.#session, code);
    }).filter(({ kind, name, path }) => kind === 'call' && path.length > 1 && TAKING.has(name));
    this.#entries.set(type, uses);
    return uses;
  }
}
