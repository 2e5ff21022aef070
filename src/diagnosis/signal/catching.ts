/**
 * What keeps an exception that a handler of `signal.signal` raises: it comes up in the main thread, between two bytecodes of
 * its code (Modules/signalmodule.c), and rises from there.
 */

import type { CodePlace } from '../../python/model/frame.ts';
import { lastPart } from '../dotted-name.ts';
import { standardCatch } from '../libraries/standard-catches.ts';
import type { Situation } from '../situation.ts';
import type { Layer, Surroundings } from '../source/surroundings.ts';
import { cancellationFlow } from '../source/swallow.ts';
import type { Construct } from '../vocabulary.ts';
import type { Raised } from './raised.ts';

export interface Catching {
  construct: Construct;
  /** One clause for after the construct's text. */
  how: string;
  /** It may have: nothing else is seen that has. */
  isGuess: boolean;
  /** It stands in the service's own code, which can be changed. */
  isOwn: boolean;
}

/** The innermost construct around where the main thread stands that keeps it, or that has kept it; null for none. */
export function catching(situation: Situation, raised: Raised): Catching | null {
  const within = keeping(situation, raised);
  if (within !== null) return within;
  for (const stack of stacksOfMain(situation)) {
    const found = firstOf(situation, stack, raised);
    if (found !== null) return found;
  }
  return perhapsDropped(situation, raised);
}

/**
 * Where the main thread stands, and then where it stood just before the signal, and since: what kept the exception need not
 * be around its stand of now, in the next round, or in the pause after one.
 */
function stacksOfMain({ mainThread, before, since }: Situation): (readonly CodePlace[])[] {
  const looks = [...(before === null ? [] : [before]), ...since.map(({ capture }) => capture)];
  return [
    mainThread?.stack ?? [],
    ...looks.flatMap(({ threads }) => threads.filter(({ isMain }) => isMain).map(({ stack }) => stack)),
  ];
}

function firstOf(situation: Situation, stack: readonly CodePlace[], raised: Raised): Catching | null {
  for (const [index, place] of [...stack.entries()].toReversed()) {
    const standard = ofStandardLibrary(place, raised);
    if (standard !== null) return standard;
    const around = place.origin === 'python' ? null : situation.surroundings(place);
    if (around === null) continue;
    const comesBack = stack.slice(0, index).some((outer) => isInLoop(situation.surroundings(outer)?.layers));
    const found = dropped(situation, place, around, raised) ?? caught(place, around, { raised, comesBack });
    if (found !== null) return found;
    if (comesBack && place.name === '__del__') return ofFinalizer(situation, place, around);
  }
  return null;
}

/** "Exception ignored in": Python calls a `__del__` itself, and has nobody to hand an exception to (Objects/typeobject.c, `slot_tp_finalize`). */
function ofFinalizer(
  situation: Situation,
  { file, origin }: CodePlace,
  around: Surroundings,
): Catching | null {
  const line = around.function?.line ?? around.line;
  const text = situation.sourceLine(file, line) ?? 'def __del__';
  return {
    construct: { kind: 'call', text, file, line },
    how: 'is called by Python itself, which prints what is raised there and goes on',
    isGuess: false,
    isOwn: origin === 'user',
  };
}

function ofStandardLibrary(place: CodePlace, { isBase }: Raised): Catching | null {
  const rule = standardCatch(place);
  if (rule === null || (isBase && !rule.everything)) return null;
  return {
    construct: { kind: 'except', text: rule.text, file: place.file, line: place.line },
    how: 'catches it',
    isGuess: false,
    isOwn: false,
  };
}

/** Nothing else can have kept it: a manager of which nobody knows what it does with an exception, in a loop. */
function perhapsDropped(situation: Situation, { name }: Raised): Catching | null {
  for (const place of (situation.mainThread?.stack ?? []).toReversed()) {
    const around = place.origin === 'python' ? null : situation.surroundings(place);
    if (around === null || !isInLoop(around.layers)) continue;
    const step = cancellationFlow(around, { other: [lastPart(name)] }, situation.minor);
    const doubt = step.doubts.find(({ kind }) => kind === 'with');
    if (doubt !== undefined)
      return {
        construct: { ...doubt, file: place.file },
        how: 'may have dropped it',
        isGuess: true,
        isOwn: place.origin === 'user',
      };
  }
  return null;
}

function isInLoop(layers: readonly Layer[] | undefined): boolean {
  return layers?.some(({ kind }) => kind === 'loop') === true;
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
    return {
      construct: { kind: 'except', text, file: place.file, line },
      how: 'catches it',
      isGuess: false,
      isOwn: place.origin === 'user',
    };
  }
  return null;
}

/** A `return` in a `finally`, or an `__exit__` that returns something true. */
function dropped(
  situation: Situation,
  { origin }: CodePlace,
  around: Surroundings,
  { name }: Raised,
): Catching | null {
  const step = cancellationFlow(around, { other: [lastPart(name)] }, situation.minor);
  if (step.kind !== 'swallowed' || step.certainty === 'possible') return null;
  const { construct, how } = step;
  return construct.kind === 'finally' || construct.kind === 'with' || construct.kind === 'suppress'
    ? { construct, how, isGuess: false, isOwn: origin === 'user' }
    : null;
}

/**
 * Within whose `try` the main thread still stands: a clause that has kept the exception is behind it, so that a loop around
 * both must have led back (`comesBack`: one of a function further out).
 */
function caught(
  place: CodePlace,
  { layers }: Surroundings,
  { raised, comesBack }: { raised: Raised; comesBack: boolean },
): Catching | null {
  for (const [index, layer] of layers.entries()) {
    if (layer.kind !== 'try-body' || !(comesBack || isInLoop(layers.slice(index + 1)))) continue;
    const clause = layer.facts.handlers.find(
      ({ types, exit }) =>
        !exit.alwaysReraises && (types.length === 0 || types.some((one) => catches(one, raised))),
    );
    if (clause !== undefined)
      return {
        construct: { kind: 'except', text: clause.text, file: place.file, line: clause.line },
        how: 'catches it',
        isGuess: false,
        isOwn: place.origin === 'user',
      };
  }
  return null;
}

/** A variable and no class: `except exceptions as error:`, `except self.transient:`. */
const VARIABLE = /^[a-z_]\w*$/;
/** Classes with such names (Lib/socket.py, select.py, struct.py, queue.py and others). */
const SMALL_CLASS = /^(error|timeout|herror|gaierror)$/;

/** Raised by what is waited for, and by no handler. */
const OF_WAITS =
  /^(Empty|Full|\w*Timeout\w*|timeout|StopIteration|StopAsyncIteration|CancelledError|KeyboardInterrupt)$/;

/** By the last part of the names: `errors.Terminated` is `Terminated`. What a variable holds most likely has Exception in it. */
function catches(type: string, { name, isBase, above = [], isAnyError }: Raised): boolean {
  const last = lastPart(type);
  if (VARIABLE.test(last) && !SMALL_CLASS.test(last)) return !isBase;
  if (isAnyError === true) return !OF_WAITS.test(last);
  const lineage = [name, ...above].map(lastPart);
  return last === 'BaseException' || lineage.includes(last) || (last === 'Exception' && !isBase);
}
