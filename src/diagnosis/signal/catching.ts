/**
 * What keeps an exception that a handler of `signal.signal` raises: it comes up in the main thread, between two bytecodes of
 * its code (Modules/signalmodule.c), and rises from there.
 */

import type { CodePlace } from '../../python/model/frame.ts';
import { lastPart } from '../dotted-name.ts';
import type { Situation } from '../situation.ts';
import type { Surroundings } from '../source/surroundings.ts';
import { cancellationFlow } from '../source/swallow.ts';
import type { Construct } from '../vocabulary.ts';
import type { Raised } from './raised.ts';

export interface Catching {
  construct: Construct;
  /** One clause for after the construct's text. */
  how: string;
}

/** The innermost construct around where the main thread stands that keeps it, or that has kept it; null for none. */
export function catching(situation: Situation, raised: Raised): Catching | null {
  const within = keeping(situation, raised);
  if (within !== null) return within;
  for (const place of (situation.mainThread?.stack ?? []).toReversed()) {
    const around = place.origin === 'python' ? null : situation.surroundings(place);
    const found =
      around === null ? null : (dropped(situation, around, raised) ?? caught(place, around, raised));
    if (found !== null) return found;
  }
  return null;
}

/** A clause in which the main thread stands since the signal, with what the handler raised in hand. */
function keeping(situation: Situation, raised: Raised): Catching | null {
  const { mainThread: main, before } = situation;
  const earlier = before?.threads.find((one) => one.isMain);
  if (main === null || earlier === undefined) return null;
  const type = lastPart(raised.name);
  for (const { frameIndex, exceptionType } of main.handling) {
    const place = main.stack[frameIndex];
    const around = place === undefined ? null : situation.surroundings(place);
    const layer = around?.layers.find(({ kind }) => kind === 'handler');
    if (place === undefined || layer?.kind !== 'handler' || exceptionType !== type) continue;
    if (earlier.stack.some(({ codeId, line }) => codeId === place.codeId && line === place.line)) continue;
    const { text, line } = layer.handler;
    return { construct: { kind: 'except', text, file: place.file, line }, how: 'catches it' };
  }
  return null;
}

/** A `return` in a `finally`, or an `__exit__` that returns something true. */
function dropped(situation: Situation, around: Surroundings, { name }: Raised): Catching | null {
  const step = cancellationFlow(around, { other: [lastPart(name)] }, situation.minor);
  if (step.kind !== 'swallowed' || step.certainty === 'possible') return null;
  const { construct, how } = step;
  return construct.kind === 'finally' || construct.kind === 'with' || construct.kind === 'suppress'
    ? { construct, how }
    : null;
}

function caught(place: CodePlace, around: Surroundings, raised: Raised): Catching | null {
  for (const layer of around.layers) {
    if (layer.kind !== 'try-body') continue;
    const clause = layer.facts.handlers.find(
      ({ types, exit }) =>
        !exit.alwaysReraises && (types.length === 0 || types.some((one) => catches(one, raised))),
    );
    if (clause !== undefined)
      return {
        construct: { kind: 'except', text: clause.text, file: place.file, line: clause.line },
        how: 'catches it',
      };
  }
  return null;
}

/** By the last part of the names: `errors.Terminated` is `Terminated`. */
function catches(type: string, { name, isBase }: Raised): boolean {
  const [last, own] = [lastPart(type), lastPart(name)];
  return last === 'BaseException' || last === own || (last === 'Exception' && !isBase);
}
