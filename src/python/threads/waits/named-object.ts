/** The object that a frame's latest instructions have named: what a call of C, which has no frame, works on. */
import type { NameUse } from '../../asyncio/handlers/code-uses.ts';
import { nameUses } from '../../asyncio/handlers/code-uses.ts';
import type { Session } from '../../asyncio/session.ts';
import { resolveName } from '../../asyncio/waits/resolve-name.ts';
import type { RawFrame } from '../../frames/frames.ts';

/** Arguments are named after what is called. */
const MAX_LOOKED_AT = 12;

export interface NamedObject {
  object: number;
  /** Where the code names it. */
  use: NameUse;
}

/** The first that `isWanted`, from the frame's instruction backwards; null when there is none. */
export function objectNamedLast(
  session: Session,
  frame: RawFrame | undefined,
  isWanted: (object: number) => boolean,
): NamedObject | null {
  if (frame === undefined) return null;
  const before = nameUses(session, frame.code).filter((use) => use.offset <= frame.instruction);
  for (const use of before.slice(-MAX_LOOKED_AT).reverse()) {
    const names = namesOf(use);
    const object = names.length === 0 ? 0 : resolveName(session, frame, names);
    if (object !== 0 && isWanted(object)) return { object, use };
  }
  return null;
}

/** Of `self.lock.acquire` the lock. */
function namesOf({ kind, path, name }: NameUse): readonly string[] {
  if (kind === 'store') return [];
  return kind === 'call' && path.length > 0 ? path : [...path, name];
}
