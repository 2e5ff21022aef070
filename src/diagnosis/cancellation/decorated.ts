/** A manager that is used as a decorator: its `async with` stands in a frame of contextlib's, around the function's. */
import { isDecoratorFrame } from '../../python/model/decorator-frame.ts';
import type { CodePlace } from '../../python/model/frame.ts';
import type { Situation } from '../situation.ts';
import { CANCELLATION } from '../source/flow/exceptions.ts';
import type { SeenInFrame } from '../source/flow/seen.ts';
import type { Construct } from '../vocabulary.ts';

/** The decorator's line, and the function below it; null unless the manager is sure to keep a cancellation. */
export function keptByDecorator(
  { sourceLine, surroundings }: Situation,
  place: CodePlace,
  inner: CodePlace | undefined,
  seen: (place: CodePlace) => SeenInFrame | null,
): { construct: Construct; place: CodePlace } | null {
  if (!isDecoratorFrame(place) || inner === undefined) return null;
  const [manager] = seen(place)?.managers ?? [];
  if (manager === undefined || manager.swallows(CANCELLATION) !== 'yes') return null;
  // A function's code begins with its decorators (`co_firstlineno`).
  const { file, firstLine } = inner;
  const text = sourceLine(file, firstLine) ?? surroundings(inner)?.function?.name ?? inner.name;
  return { construct: { kind: 'with', text, file, line: firstLine }, place: inner };
}
