/** What the functions do that a handler calls: `on_term` says `self.stop()`, and the flag is stored there. */

import type { CallableFacts } from '../../objects/objects.ts';
import { callableOf } from '../callable.ts';
import type { Session } from '../session.ts';
import { nameUses } from './code-uses.ts';
import type { NameUse } from './name-use.ts';
import { calledBy, isCoroutine, isLocal, resolveUse, setBy } from './name-values.ts';
import { constantsOf, setattrStores } from './setattr-stores.ts';

const MAX_DEPTH = 3;
const MAX_FUNCTIONS = 24;
const MAX_SUBSCRIBERS = 16;

/** One name in the code of the handler, or of a function that it calls. */
export interface ReachedUse {
  /** In whose code it stands. */
  facts: CallableFacts;
  use: NameUse;
  /** It calls a function of the service's own (of a library's handler, also a library's), whose names follow. */
  isFollowed: boolean;
  /** It makes a coroutine, whose code is nobody's yet. */
  makesCoroutine: boolean;
  /** Its function was handed on (`call_soon_threadsafe(self.stop)`), or is one of a list of which some may be called. */
  mayBeSkipped: boolean;
}

interface Step {
  facts: CallableFacts;
  mayBeSkipped: boolean;
}

/** The handler's own first. */
export function usesWithCallees(session: Session, handler: CallableFacts): ReachedUse[] {
  const found: ReachedUse[] = [];
  const seen = new Set([handler.code]);
  const isLibrarys = session.frames.placeOfCode(handler.code)?.origin === 'library';
  let level: Step[] = [{ facts: handler, mayBeSkipped: false }];
  for (let depth = 0; depth <= MAX_DEPTH && level.length > 0; depth += 1) {
    const next: Step[] = [];
    const follow = (called: CallableFacts | null, mayBeSkipped: boolean): boolean => {
      if (called === null || depth === MAX_DEPTH || isCoroutine(session, called)) return false;
      if (!isNear(session, called, isLibrarys)) return false;
      if (!seen.has(called.code) && seen.size <= MAX_FUNCTIONS) {
        seen.add(called.code);
        next.push({ facts: called, mayBeSkipped });
      }
      return true;
    };
    for (const step of level) {
      const { facts, mayBeSkipped } = step;
      const bodies = [facts.code, ...comprehensionsOf(session, facts.code)].map((code) => ({
        code,
        uses: usesOf(session, code),
      }));
      const uses = bodies.flatMap((one) => one.uses);
      for (const use of uses) found.push(reach(session, { facts, mayBeSkipped }, use, follow));
      const isDispatched = bodies.some(({ code, uses: own }) =>
        own.some((use) => isDispatch(session, { ...facts, code }, use)),
      );
      if (isDispatched) for (const one of subscribers(session, facts, uses)) follow(one, true);
    }
    level = next;
  }
  return found;
}

function reach(
  session: Session,
  { facts, mayBeSkipped }: Step,
  use: NameUse,
  follow: (called: CallableFacts | null, mayBeSkipped: boolean) => boolean,
): ReachedUse {
  const called = use.kind === 'store' ? setBy(session, facts, use) : calledBy(session, facts, use);
  const isCall = use.kind === 'call';
  const makesCoroutine = isCall && called !== null && isCoroutine(session, called);
  const isFollowed = follow(called, mayBeSkipped || use.kind === 'load') && isCall;
  return { facts, use, isFollowed, makesCoroutine, mayBeSkipped };
}

/**
 * `for hook in self.hooks: hook()`: it calls what a local name stands for at that moment. Up to 3.10 the bytecode does not
 * tell such a call from an argument.
 */
function isDispatch(session: Session, facts: CallableFacts, { kind, path, name }: NameUse): boolean {
  const mayBeCalled = kind === 'call' || (kind === 'load' && session.layout.minor <= 10);
  return mayBeCalled && path.length === 0 && name !== 'self' && isLocal(session, facts, name);
}

/** Functions in the lists and dicts that the code names, also in the lists of a dict. */
function subscribers(session: Session, facts: CallableFacts, uses: readonly NameUse[]): CallableFacts[] {
  const { objects } = session;
  const inside = (container: number) => [
    ...objects.items(container, MAX_SUBSCRIBERS),
    ...objects.members(container, MAX_SUBSCRIBERS),
    ...objects.entries(container, MAX_SUBSCRIBERS).map(([, value]) => value),
  ];
  const held = uses.flatMap((use) => (use.kind === 'store' ? [] : inside(resolveUse(session, facts, use))));
  const all = held.flatMap((one) => [one, ...inside(one)]);
  return all.slice(0, MAX_SUBSCRIBERS).flatMap((one) => callableOf(session, one) ?? []);
}

/**
 * `[hook() for hook in self.hooks]`, `all(hook() for hook in …)`: code of their own (of lists, sets and dicts until 3.11, PEP
 * 709), which knows the names around it and is run at once.
 */
function comprehensionsOf(session: Session, code: number): number[] {
  return constantsOf(session, code).filter(
    (one) =>
      session.objects.typeName(one) === 'code' &&
      /^<(listcomp|setcomp|dictcomp|genexpr)>$/.test(session.frames.placeOfCode(one)?.name ?? ''),
  );
}

function usesOf(session: Session, code: number): NameUse[] {
  const uses = nameUses(session, code);
  return [...uses, ...setattrStores(session, code, uses)];
}

/** Of a library's handler the library's own as well. */
function isNear({ frames }: Session, { code }: CallableFacts, isLibrarys: boolean): boolean {
  const origin = code === 0 ? undefined : frames.placeOfCode(code)?.origin;
  return origin === 'user' || (origin === 'library' && isLibrarys);
}
