/** What became of the flags that a handler sets: the one trace that a handler leaves which cancels nothing. */
import type { HandlerFlag, SignalHandler } from '../../python/model/capture.ts';
import { NO_SUCH_NAME } from '../../python/model/capture.ts';
import type { Situation } from '../situation.ts';
import type { Certainty } from '../vocabulary.ts';
import { handlersOf } from './handlers.ts';

type Looks = Pick<Situation, 'before' | 'last' | 'evidence'>;

/** unset: an event that is not set, or a value that is the very object which stood there before the signal. */
export type FlagState = 'set' | 'unset' | 'unknown';

/** Of the flag with that name, as `flagsOf` gives it; of an event's own `set` any name means that event. */
export function flagState(looks: Looks, handler: SignalHandler, name: string): FlagState {
  const now = flagIn(handlerNow(looks, handler), name);
  const earlier = looks.before === null ? null : flagIn(handler, name);
  if (now === null) return 'unknown';
  if (now.isSet !== null) {
    if (!now.isSet) return now.mayBeSkipped === true ? 'unknown' : 'unset';
    return earlier?.isSet === false ? 'set' : 'unknown';
  }
  if (now.value === null || earlier === null || earlier.value === null) return 'unknown';
  // It may be kept in a way that is not known: only that it came to be is a trace.
  if (now.value === NO_SUCH_NAME) return 'unknown';
  if (now.value !== earlier.value) return 'set';
  // What is in a set already leaves it as it was, and so does a signal that is not the first.
  const isOpen = now.kind === 'container' || now.mayBeSkipped === true || now.isAsStored === true;
  return isOpen ? 'unknown' : 'unset';
}

/** It had the value that the handler gives it before the signal, so that the handler could not change it. */
export function isSetAlready(looks: Looks, handler: SignalHandler, name: string): boolean {
  const now = flagIn(handlerNow(looks, handler), name);
  const earlier = looks.before === null ? null : flagIn(handler, name);
  if (now === null || earlier === null) return false;
  if (now.isSet !== null) return now.isSet && earlier.isSet === true;
  return now.isAsStored === true && now.value === earlier.value;
}

/** It stands as it stood, and the handler would surely have changed it. */
export function isSurelyUnset(looks: Looks, handler: SignalHandler, name: string): boolean {
  const now = flagIn(handlerNow(looks, handler), name);
  if (flagState(looks, handler, name) !== 'unset') return false;
  return now?.isSet === false || now?.isAsStored === false;
}

/** What stands there is the very object that stood there before the signal. */
export function isUnchanged(looks: Looks, handler: SignalHandler, name: string): boolean {
  const now = flagIn(handlerNow(looks, handler), name);
  if (looks.before === null || now?.value == null || now.value === NO_SUCH_NAME) return false;
  return now.value === flagIn(handler, name)?.value;
}

/**
 * Whether the handler has done what it does: true where something that it sets has changed, false where nothing has that
 * can be seen, or where the interpreter has yet to call it; null where it cannot be told.
 */
export function hasRun(looks: Looks, handler: SignalHandler): boolean | null {
  if (isDue(looks)) return false;
  const states = handler.flags.map(({ name }) => flagState(looks, handler, name));
  if (states.includes('set')) return true;
  return states.includes('unset') ? false : null;
}

/** A flag or an event, and not a count, has changed: a word to somebody. */
export function hasTold(looks: Looks, handler: SignalHandler): boolean {
  return handler.flags.some(
    ({ name, kind }) => (kind === 'event' || kind === 'word') && flagState(looks, handler, name) === 'set',
  );
}

/** The signal has come, and Python, which calls handlers on the main thread between two bytecodes, has not called it. */
export function isDue({ before, last, evidence }: Looks): boolean {
  const { acting } = handlersOf({ before, last, evidence });
  const number = evidence.signal?.number;
  return (
    acting?.registeredBy === 'python' &&
    last.signalHandlers.some(({ signal, tripped }) => signal === number && tripped)
  );
}

/**
 * How sure it is that the signal was sent to this very process: by Straggler itself, or by the kubelet, as far as can be
 * told. null for all else.
 */
export function sentSurely({ last, evidence: { signal } }: Looks): Certainty | null {
  if (signal === null || signal.sentToPid !== last.family.target.pid) return null;
  if (signal.sentBy === 'straggler') return 'likely';
  return signal.sentBy === 'kubelet' ? 'possible' : null;
}

function handlerNow({ last }: Looks, handler: SignalHandler): SignalHandler | undefined {
  const all = [...last.loops.flatMap(({ signalHandlers }) => signalHandlers), ...last.signalHandlers];
  return all.find(
    (one) =>
      one.signal === handler.signal &&
      one.registeredBy === handler.registeredBy &&
      one.boundTo === handler.boundTo &&
      one.function === handler.function &&
      one.place?.codeId === handler.place?.codeId,
  );
}

function flagIn(handler: SignalHandler | undefined, name: string): HandlerFlag | null {
  return handler?.flags.find((one) => one.name === name || one.name === '') ?? null;
}
