/** The name of a flag in a library's code, where it is surely something else: nothing but the name says that it is the flag. */
import type { CodePlace } from '../../python/model/frame.ts';
import { escapePattern } from '../escape-pattern.ts';
import { linesOf } from '../lines-of.ts';
import type { Situation } from '../situation.ts';
import { handlersOf } from './handlers.ts';

/**
 * The service's own handler sets the flag, and a function of a library has a variable of that name, to which it gives a value
 * itself (`stop = time()`), or does no more than call it (`while not tasks.done()`): a flag cannot be called.
 */
export function isNameOfAnother(situation: Situation, place: CodePlace, flag: string): boolean {
  if (place.origin !== 'library' || handlersOf(situation).acting?.place?.origin !== 'user') return false;
  const span = situation.surroundings(place)?.function?.span;
  if (span === undefined) return false;
  const name = escapePattern(flag);
  const text = linesOf(situation, place.file, span)
    .map((line) => line.replace(/#.*$/, ''))
    .join('\n');
  if (new RegExp(`^(\\w+\\s*=\\s*)*${name}\\s*=(?!=)`, 'm').test(text)) return true;
  const uses = [...text.matchAll(new RegExp(`\\b${name}\\b(\\s*\\()?`, 'g'))];
  return uses.length > 0 && uses.every(([, call]) => call !== undefined);
}
