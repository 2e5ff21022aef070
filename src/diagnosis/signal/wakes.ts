/** Handlers that do nothing by themselves, and whether they are there for the byte that `signal.set_wakeup_fd` has written. */
import type { SignalHandler } from '../../python/model/capture.ts';
import type { CodePlace } from '../../python/model/frame.ts';
import { ownFiles } from '../own-files.ts';
import type { Situation } from '../situation.ts';

/** `pass`, `return`, `lambda *_: None`; not known of a function of C. */
export function doesNothing({ stores, calls, mentions, place }: SignalHandler): boolean {
  return place !== null && stores.length + calls.length + mentions.length === 0;
}

/**
 * Whoever reads there acts on the signal, but an event loop only where it has a handler of its own for it. Up to 3.11, where the
 * descriptor cannot be read, whoever gives a handler for its sake names it in the same program.
 */
export function mayWake(situation: Situation, { signal, wakesUp, place }: SignalHandler): boolean {
  if (wakesUp === false || (wakesUp === null && place !== null && !isNamed(situation, place))) return false;
  const { loops } = situation.last;
  // `add_signal_handler` sets the descriptor with the first handler of a loop, and leaves it to the others (asyncio/unix_events.py).
  const isLoops = wakesUp === true && loops.some(({ signalHandlers }) => signalHandlers.length > 0);
  const isHeard = loops.some(({ signalHandlers }) => signalHandlers.some((one) => one.signal === signal));
  return !isLoops || isHeard || place === null || isNamed(situation, place);
}

function isNamed(situation: Situation, place: CodePlace): boolean {
  const files = ownFiles(situation, place.file);
  return files.length === 0 || files.some((one) => situation.mayMention(one, ['set_wakeup_fd']));
}
