/**
 * What the callback of a timer ends by its code, where it is neither handed the task nor a method of it: it calls what was
 * registered with its object, and that cancels tasks which it keeps (`TimeoutHandle.__call__` and `TimerContext.timeout`,
 * aiohttp/helpers.py); or a method of a protocol says `self._waiter.set_exception(…)`. Told by code and objects, not by names
 * of libraries.
 */
import type { CallableFacts } from '../../objects/objects.ts';
import { callableOf } from '../callable.ts';
import { nameOf } from '../function-name.ts';
import { nameUses } from '../handlers/code-uses.ts';
import type { NameUse } from '../handlers/name-use.ts';
import { calledBy, resolve, resolveUse } from '../handlers/name-values.ts';
import type { LoopTimer } from '../loops/loop-timer.ts';
import type { Session } from '../session.ts';

/** Of tasks and futures (asyncio/futures.py). */
const ENDS = /^(cancel|set_result|set_exception)$/;
/** By which a callback has itself, or another, called later once more: it may end it now or then, and there is no telling when. */
const REARMS = /^call_(later|at)$/;
const CONTAINERS: ReadonlySet<string> = new Set([
  'list',
  'tuple',
  'set',
  'dict',
  'collections.deque',
  'collections.OrderedDict',
]);
const CALLABLES: ReadonlySet<string> = new Set(['method', 'function', 'functools.partial']);
const MAX_ARGUMENTS = 8;
const MAX_MEMBERS = 64;
/** `[(callback, args, kwargs)]` */
const MAX_NESTING = 2;
/** From a callback to what it calls, and on. */
const MAX_CALLS = 3;
/** In a look, of all timers. */
const MAX_FUNCTIONS = 20_000;

export interface Reached {
  address: number;
  /** `self` of the function that ends it; 0 for none. */
  owner: number;
  /** The callback of the timer. */
  by: string;
  /** On the way there the code sets a timer: it may be this one, once more. */
  isRearmed: boolean;
}

interface Way {
  by: string;
  isRearmed: boolean;
  depth: number;
}

export class TimerReach {
  readonly #session: Session;
  readonly #uses = new Map<number, NameUse[] | null>();
  #left = MAX_FUNCTIONS;

  constructor(session: Session) {
    this.#session = session;
  }

  /** Addresses of tasks and futures, and of other objects which are `cancel()`led. */
  of(timer: LoopTimer): Reached[] {
    const facts = callableOf(this.#session, timer.callback);
    if (facts === null || this.#usesOf(facts.code) === null) return [];
    const handed = this.#session.objects.items(timer.arguments, MAX_ARGUMENTS);
    const found: Reached[] = [];
    const partialArguments = [...facts.partialArguments, ...handed];
    this.#add(
      found,
      { ...facts, partialArguments },
      {
        by: nameOf(this.#session, facts),
        isRearmed: false,
        depth: MAX_CALLS,
      },
    );
    return found;
  }

  #add(found: Reached[], facts: CallableFacts, { by, depth, ...way }: Way): void {
    const uses = this.#usesOf(facts.code);
    if (uses === null || this.#left <= 0) return;
    this.#left -= 1;
    const isRearmed = way.isRearmed || uses.some(({ name }) => REARMS.test(name));
    const kept = this.#keptBy(facts, uses);
    const called: (CallableFacts | null)[] = [];
    for (const use of uses) {
      if (use.kind !== 'call') continue;
      if (!ENDS.test(use.name)) called.push(calledBy(this.#session, facts, use));
      else
        for (const address of this.#endedBy(facts, use, { kept, isRearmed }))
          found.push({ address, owner: facts.self, by, isRearmed });
    }
    if (depth === 0) return;
    for (const one of kept)
      if (CALLABLES.has(this.#session.objects.typeName(one))) called.push(callableOf(this.#session, one));
    for (const one of called) if (one !== null) this.#add(found, one, { by, isRearmed, depth: depth - 1 });
  }

  /**
   * `self.task.cancel()` ends the one; `for task in self.tasks: task.cancel()` whatever the function takes in hand (`kept`). What
   * sets a timer most likely cancels the one before it, and no future.
   */
  #endedBy(
    facts: CallableFacts,
    { name, path }: NameUse,
    { kept, isRearmed }: { kept: ReadonlySet<number>; isRearmed: boolean },
  ): Iterable<number> {
    const object = path.length === 0 ? 0 : resolve(this.#session, facts, path);
    if (object !== 0) return [object];
    return path.length > 1 || (isRearmed && name === 'cancel') ? [] : kept;
  }

  /** What its code loads (attributes of what it knows, cells, arguments), and what lies in that. */
  #keptBy(facts: CallableFacts, uses: readonly NameUse[]): ReadonlySet<number> {
    const loaded = uses
      .filter(({ kind, path }) => kind === 'load' && path.length > 0)
      .map((use) => resolveUse(this.#session, facts, use));
    const cells = facts.closure().map(([, value]) => value);
    const kept = new Set<number>();
    for (const one of [...loaded, ...cells, ...facts.partialArguments]) this.#keep(kept, one, MAX_NESTING);
    return kept;
  }

  #keep(kept: Set<number>, value: number, depth: number): void {
    if (value === 0 || kept.has(value)) return;
    kept.add(value);
    const { objects } = this.#session;
    const type = objects.typeName(value);
    if (depth === 0 || !CONTAINERS.has(type)) return;
    for (const one of membersOf(this.#session, value, type)) this.#keep(kept, one, depth - 1);
  }

  /** null for C, and for the standard library's own. */
  #usesOf(code: number): NameUse[] | null {
    if (code === 0) return null;
    let uses = this.#uses.get(code);
    if (uses === undefined) {
      const isOwn = this.#session.frames.placeOfCode(code).origin === 'python';
      uses = isOwn ? null : nameUses(this.#session, code);
      this.#uses.set(code, uses);
    }
    return uses;
  }
}

function membersOf({ objects }: Session, value: number, type: string): number[] {
  if (type === 'set') return objects.members(value, MAX_MEMBERS);
  if (type.endsWith('ict')) return objects.entries(value, MAX_MEMBERS).flat();
  return objects.items(value, MAX_MEMBERS);
}
