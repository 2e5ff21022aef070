/** What may fail in a handler's own code without a call: a key that is not there, an attribute of what it was given. */
import type { SignalHandler } from '../../python/model/capture.ts';
import type { Situation } from '../situation.ts';

/** `self.names[number]`, and `self.config.drain_seconds` where it is no call; modules' own names do not fail. */
const RISKY =
  /(?<![\w.])(?!(?:asyncio|signal|threading|os|sys|time|logging)\.)((?:\w+\.)*\w+\[[^\]:'"=]*\](?!\s*=[^=])|\w+\.\w+\.\w+\b(?![\w.]*\s*(?:\(|=[^=])))/;

/** The first such expression above the last line of the function, as it is written; null for none, or without its source. */
export function riskyText(
  situation: Situation,
  { place, function: name }: Pick<SignalHandler, 'place' | 'function'>,
): string | null {
  const span = place === null || name === null ? undefined : situation.functionNamed(place.file, name)?.span;
  if (place === null || span === undefined) return null;
  for (let line = span.fromLine + 1; line <= span.toLine; line += 1) {
    const text = situation.sourceLine(place.file, line)?.replace(/#.*$/, '') ?? '';
    const found = RISKY.exec(text)?.[1];
    if (found !== undefined) return found;
  }
  return null;
}
