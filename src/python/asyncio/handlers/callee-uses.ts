/** What the functions do that a handler calls: `on_term` says `self.stop()`, and the flag is stored there. */
import type { CallableFacts } from '../../objects/objects.ts';
import type { Session } from '../session.ts';
import type { NameUse } from './code-uses.ts';
import { nameUses } from './code-uses.ts';
import { calledBy, isCoroutine } from './handler-flags.ts';
import { setattrStores } from './setattr-stores.ts';

const MAX_DEPTH = 3;
const MAX_FUNCTIONS = 24;

/** One name in the code of the handler, or of a function that it calls. */
export interface ReachedUse {
  /** In whose code it stands. */
  facts: CallableFacts;
  use: NameUse;
  /** It calls a function of the service's own (of a library's handler, also a library's), whose names follow. */
  isFollowed: boolean;
  /** It makes a coroutine, whose code is nobody's yet. */
  makesCoroutine: boolean;
}

/** The handler's own first. */
export function usesWithCallees(session: Session, handler: CallableFacts): ReachedUse[] {
  const found: ReachedUse[] = [];
  const seen = new Set([handler.code]);
  const isLibrarys = session.frames.placeOfCode(handler.code)?.origin === 'library';
  let level = [handler];
  for (let depth = 0; depth <= MAX_DEPTH && level.length > 0; depth += 1) {
    const next: CallableFacts[] = [];
    for (const facts of level) {
      for (const use of usesOf(session, facts.code)) {
        const called = use.kind === 'call' ? calledBy(session, facts, use) : null;
        const makesCoroutine = called !== null && isCoroutine(session, called);
        const isFollowed =
          called !== null && !makesCoroutine && depth < MAX_DEPTH && isNear(session, called, isLibrarys);
        found.push({ facts, use, isFollowed, makesCoroutine });
        if (called === null || !isFollowed || seen.has(called.code) || seen.size > MAX_FUNCTIONS) continue;
        seen.add(called.code);
        next.push(called);
      }
    }
    level = next;
  }
  return found;
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
