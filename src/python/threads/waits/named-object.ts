/** Calls of C have no frame of their own: what they work on is what the frame that calls has named. */

import { nameUses } from '../../asyncio/handlers/code-uses.ts';
import type { NameUse } from '../../asyncio/handlers/name-use.ts';
import type { Session } from '../../asyncio/session.ts';
import { resolveName } from '../../asyncio/waits/resolve-name.ts';
import type { RawFrame } from '../../frames/frames.ts';

export interface NamedObject {
  object: number;
  /** Where the code names it. */
  use: NameUse;
}

/** Until 3.10 a method that is called with keywords is loaded as any attribute is: `lock.acquire(timeout=50)`. */
const BLOCKING = /^(acquire|get)$/;

/**
 * What a frame works on that is in a call of C: what its code has named last (`with lock:`), or what the last call is made on
 * (`lock.acquire(True, timeout)`). null when that is not `isWanted`.
 */
export function objectWorkedOn(
  session: Session,
  frame: RawFrame | undefined,
  isWanted: (object: number) => boolean,
): NamedObject | null {
  if (frame === undefined) return null;
  const before = nameUses(session, frame.code).filter((use) => use.offset <= frame.instruction);
  const last = before.at(-1);
  if (last === undefined || last.kind === 'store') return null;
  const named = resolveName(session, frame, [...last.path, last.name]);
  if (named !== 0 && isWanted(named)) return { object: named, use: last };
  const call = before.findLast(
    ({ kind, path, name }) => path.length > 0 && (kind === 'call' || BLOCKING.test(name)),
  );
  if (call === undefined) return null;
  const object = resolveName(session, frame, call.path);
  return object !== 0 && isWanted(object) ? { object, use: call } : null;
}
