/** Handlers that do nothing by themselves, and whether they are there for the byte that `signal.set_wakeup_fd` has written. */
import type { SignalHandler } from '../../python/model/capture.ts';
import { ownFiles } from '../own-files.ts';
import type { Situation } from '../situation.ts';

/** `pass`, `return`, `lambda *_: None`; not known of a function of C. */
export function doesNothing({ stores, calls, mentions, place }: SignalHandler): boolean {
  return place !== null && stores.length + calls.length + mentions.length === 0;
}

/**
 * Whoever reads there acts on the signal. Up to 3.11, where the descriptor cannot be read, whoever gives a handler for its
 * sake names it in the same program.
 */
export function mayWake(situation: Situation, { wakesUp, place }: SignalHandler): boolean {
  if (wakesUp !== null) return wakesUp;
  const files = place === null ? [] : ownFiles(situation, place.file);
  return files.length === 0 || files.some((one) => situation.mayMention(one, ['set_wakeup_fd']));
}
