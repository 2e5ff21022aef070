/** What may fail in a handler's own code without a call: a key that is not there, an attribute of what it was given. */
import type { SignalHandler } from '../../python/model/capture.ts';
import { escapePattern } from '../escape-pattern.ts';
import type { Situation } from '../situation.ts';

/** `self.names[number]`, and `self.config.drain_seconds` where it is no call; modules' own names do not fail. */
const RISKY =
  /(?<![\w.])(?!(?:asyncio|signal|threading|os|sys|time|logging)\.)((?:\w+\.)*\w+\[[^\]:'"=]*\](?!\s*=[^=])|\w+\.\w+\.\w+\b(?![\w.]*\s*(?:\(|=[^=])))/;

/**
 * The first such expression up to the line that sets one of the handler's flags, as it is written; null for none, or without
 * its source.
 */
export function riskyText(
  situation: Situation,
  { place, function: name, flags }: Pick<SignalHandler, 'place' | 'function' | 'flags'>,
): string | null {
  const span = place === null || name === null ? undefined : situation.functionNamed(place.file, name)?.span;
  if (place === null || span === undefined) return null;
  for (let line = span.fromLine + 1; line <= span.toLine; line += 1) {
    const text = situation.sourceLine(place.file, line)?.replace(/#.*$/, '') ?? '';
    const found = RISKY.exec(text)?.[1];
    if (found !== undefined) return found;
    if (flags.some((flag) => flag.name !== '' && sets(text, flag.name))) return null;
  }
  return null;
}

/** `self.stopping = True`, `stop.set()`. */
function sets(text: string, name: string): boolean {
  return new RegExp(`\\b${escapePattern(name)}\\s*(?:=[^=]|\\.set\\()`).test(text);
}
