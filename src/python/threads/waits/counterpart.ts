/** Who would end a wait for an event, a condition or a queue: the thread whose code calls `set` (`notify`, `put`, …) on that very object. */

import { nameUses } from '../../asyncio/handlers/code-uses.ts';
import type { NameUse } from '../../asyncio/handlers/name-use.ts';
import type { Session } from '../../asyncio/session.ts';
import { resolveName } from '../../asyncio/waits/resolve-name.ts';
import type { RawFrame } from '../../frames/frames.ts';
import { standardFile } from '../../model/forks.ts';
import type { WalkedThread } from '../walk-threads.ts';
import type { ThreadContext, ThreadLook } from './thread-rule.ts';

/** A service may have hundreds of threads that wait, each for an event of its own. */
const MAX_OBJECTS = 32;
const MAX_FRAMES = 32;
/** Each is read once in a look. */
const MAX_CODES = 500;
const OF_PRIMITIVES = /\/(threading|queue)\.py$/;

/** Kernel id of another thread than the one that waits; null when none is in sight. */
export function counterpartOf(
  { context, thread }: ThreadLook,
  object: number,
  calls: readonly string[],
): number | null {
  const { counterparts } = context;
  const key = `${object} ${calls[0]}`;
  let found = counterparts.get(key);
  if (found === undefined) {
    if (counterparts.size >= MAX_OBJECTS) return null;
    found = search(context, thread, object, calls);
    counterparts.set(key, found);
  }
  return found === thread.id ? null : found;
}

function search(
  { session, threads }: ThreadContext,
  waiting: WalkedThread,
  object: number,
  calls: readonly string[],
): number | null {
  const answers = (frame: RawFrame) =>
    usesOf(session, frame.code).some(
      (use) =>
        use.kind === 'call' &&
        use.path.length > 0 &&
        calls.includes(use.name) &&
        resolveName(session, frame, use.path) === object,
    );
  const answering = (isAsked: (frame: RawFrame) => boolean) =>
    threads.find(
      (one) =>
        one !== waiting &&
        one.id !== 0 &&
        one.frames.slice(0, MAX_FRAMES).some((frame) => isAsked(frame) && answers(frame)),
    );
  const found = answering(({ place }) => place.origin !== 'python') ?? answering(isStandardUser);
  return found?.id ?? null;
}

/** Code of the standard library that has a queue or an event, as `QueueListener._monitor` (Lib/logging/handlers.py); not theirs. */
function isStandardUser({ place: { origin, file } }: RawFrame): boolean {
  return origin === 'python' && !OF_PRIMITIVES.test(standardFile(file));
}

/** The thread that is in `serve_forever` of this server, which may be the one that waits for its end. */
export function serverThread({ context }: ThreadLook, server: number): number | null {
  const { frames } = context.session;
  const serves = ({ place, address }: RawFrame) =>
    place.name === 'serve_forever' &&
    place.file.endsWith('/socketserver.py') &&
    frames.local(address, 'self') === server;
  return context.threads.find((one) => one.id !== 0 && one.frames.some(serves))?.id ?? null;
}

const known = new WeakMap<Session, Map<number, NameUse[]>>();

/** What a function's code does with names, read once in a look. */
export function usesOf(session: Session, code: number): NameUse[] {
  const ofSession = known.get(session) ?? new Map<number, NameUse[]>();
  known.set(session, ofSession);
  let uses = ofSession.get(code);
  if (uses === undefined) {
    uses = ofSession.size < MAX_CODES && !session.outOfTime() ? nameUses(session, code) : [];
    ofSession.set(code, uses);
  }
  return uses;
}
