/** Callbacks that a loop keeps: asyncio's Handle and TimerHandle (events.py), uvloop's Handle. */

import { hexId } from '../../hex-id.ts';
import type { LoopCallback } from '../../model/capture.ts';
import type { CodePlace } from '../../model/frame.ts';
import type { CallableFacts } from '../../objects/objects.ts';
import { callableOf } from '../callable.ts';
import { nameOf } from '../function-name.ts';
import type { Session } from '../session.ts';
import type { Futures } from '../waits/futures.ts';
import { uvloopCallback } from './uvloop.ts';

const MAX_ARGUMENTS = 4;

/** The callable of a handle; 0 for one that was cancelled, or that is uvloop's own. */
export function callbackOf(session: Session, handle: number): number {
  const { objects } = session;
  const callback = uvloopCallback(session, handle)?.callback ?? objects.attribute(handle, '_callback');
  return callback === 0 || objects.isNone(callback) ? 0 : callback;
}

/** How many arguments the loop calls it with; null where that cannot be told. */
export function argumentsOf(session: Session, handle: number): number | null {
  const args = argumentsTuple(session, handle);
  // uvloop has None for none.
  return session.objects.isNone(args) ? 0 : session.objects.length(args);
}

/** The tuple of arguments of a handle; None or 0 for none. */
export function argumentsTuple(session: Session, handle: number): number {
  const own = uvloopCallback(session, handle);
  return own === null ? session.objects.attribute(handle, '_args') : own.arguments;
}

/** null for a handle that was cancelled. */
export function describeHandle(session: Session, futures: Futures, handle: number): LoopCallback | null {
  const own = uvloopCallback(session, handle);
  if (own !== null && own.name !== null)
    return { function: own.name, place: null, taskId: null, secondsLeft: null };
  const callback = callbackOf(session, handle);
  if (callback === 0) return null;
  const args = own === null ? session.objects.attribute(handle, '_args') : own.arguments;
  return describeCallback(session, futures, { callback, arguments: args });
}

export function describeCallback(
  session: Session,
  futures: Futures,
  { callback, arguments: args }: { callback: number; arguments: number },
): LoopCallback {
  const facts = callableOf(session, callback);
  const task = [facts?.self ?? 0, ...session.objects.items(args, MAX_ARGUMENTS)].find((one) =>
    futures.isTask(one),
  );
  const place = placeOf(session, facts);
  const own = place?.origin === 'user' ? null : handedOn(session, args);
  if (own !== null) return { ...own, taskId: null, secondsLeft: null };
  const name = facts === null ? session.objects.typeName(callback) : nameOf(session, facts);
  return {
    function: name,
    // Of a task's step: where the task stands.
    place: place ?? (task === undefined ? null : placeOfTask(session, futures, task)),
    taskId: task === undefined ? null : hexId(task),
    secondsLeft: null,
  };
}

/** A library's own callback calls the service's for it (`IOLoop._run_callback`, tornado/platform/asyncio.py; `Context.run`). */
function handedOn(session: Session, args: number): Pick<LoopCallback, 'function' | 'place'> | null {
  for (const argument of session.objects.items(args, MAX_ARGUMENTS)) {
    const facts = callableOf(session, argument);
    const place = placeOf(session, facts);
    if (facts !== null && place?.origin === 'user') return { function: nameOf(session, facts), place };
  }
  return null;
}

/** null for a function of C. */
function placeOf({ frames }: Session, facts: CallableFacts | null): CodePlace | null {
  return facts === null || facts.code === 0 ? null : frames.placeOfCode(facts.code);
}

function placeOfTask(session: Session, futures: Futures, task: number): CodePlace | null {
  return session.frames.ofCoroutine(futures.coroutineOf(task))?.place ?? null;
}
