/** A wait of a thread that a callback would end which lies in the queue of an event loop: `loop.call_soon_threadsafe(done.set)`. */
import { callableOf } from '../../asyncio/callable.ts';
import { resolveUse } from '../../asyncio/handlers/name-values.ts';
import { argumentsTuple, callbackOf } from '../../asyncio/loops/handles.ts';
import { readLoopFields } from '../../asyncio/loops/loop-fields.ts';
import { loopTimers } from '../../asyncio/loops/loop-timers.ts';
import type { Session } from '../../asyncio/session.ts';
import { usesOf } from './counterpart.ts';
import type { ThreadContext } from './thread-rule.ts';

/** A loop that nothing runs may have any number. */
const MAX_CALLBACKS = 200;
const MAX_ARGUMENTS = 4;

interface Callback {
  callback: number;
  /** The tuple of arguments; 0 for none. */
  arguments: number;
}

/** Address of the loop that has such a callback before it, which calls one of `calls` on the object; 0 for none. */
export function promisingLoop(
  { session, loops }: ThreadContext,
  object: number,
  calls: readonly string[],
): number {
  return (
    loops.find((loop) => callbacksOf(session, loop).some((one) => ends(session, one, object, calls))) ?? 0
  );
}

function callbacksOf(session: Session, loop: number): Callback[] {
  const { ready } = readLoopFields(session, loop);
  const handles = session.objects.items(ready, MAX_CALLBACKS).map((handle) => ({
    callback: callbackOf(session, handle),
    arguments: argumentsTuple(session, handle),
  }));
  return [...handles, ...loopTimers(session, loop, MAX_CALLBACKS)];
}

/** It is the object's own bound method, or a function whose code calls that. */
function ends(
  session: Session,
  { callback, arguments: args }: Callback,
  object: number,
  calls: readonly string[],
): boolean {
  const facts = callback === 0 ? null : callableOf(session, callback);
  if (facts === null) return false;
  if (facts.self === object) return calls.includes(facts.qualifiedName.split('.').at(-1) ?? '');
  if (facts.code === 0) return false;
  const given = session.objects.items(args, MAX_ARGUMENTS);
  const called = { ...facts, partialArguments: [...facts.partialArguments, ...given] };
  return usesOf(session, facts.code).some(
    ({ kind, path, name, offset, target }) =>
      kind === 'call' &&
      path.length > 0 &&
      calls.includes(name) &&
      resolveUse(session, called, {
        kind,
        path: path.slice(0, -1),
        name: path.at(-1) ?? '',
        offset,
        target,
      }) === object,
  );
}
