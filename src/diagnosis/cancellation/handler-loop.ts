/** A second loop inside the handler of a CancelledError: the cancellation is still in hand, and yet the task goes on working. */
import type { TaskState } from '../../python/model/capture.ts';
import type { CodePlace } from '../../python/model/frame.ts';
import { linesOf } from '../lines-of.ts';
import type { Situation } from '../situation.ts';
import type { ExceptHandler, Layer } from '../source/surroundings.ts';
import type { Construct } from '../vocabulary.ts';

export interface HandlerLoop {
  place: CodePlace;
  construct: Construct;
  loopLine: number;
  /** The loop stands in a function that the handler calls. */
  loopIn: CodePlace | null;
  /** Its condition may end the loop: `while not stopped`. */
  mayEnd: boolean;
  /** It calls its own function again there, instead of a loop. */
  calls: boolean;
}

type LoopLayer = Extract<Layer, { kind: 'loop' }>;
type Found = Pick<HandlerLoop, 'loopLine' | 'mayEnd'> & { handler: ExceptHandler; loopIn?: CodePlace };

/**
 * The handler around the present line of a frame that holds a CancelledError, when a loop without an end of its own
 * stands between the two. A loop in a finally is a cleanup that retries and stays cleanup-stuck.
 */
export function innerLoopOfHandler(situation: Situation, task: TaskState): HandlerLoop | null {
  for (const handling of task.handling) {
    const place = handling.isCancelled ? task.stack[handling.frameIndex] : undefined;
    if (place === undefined || place.origin === 'python') continue;
    const layers = situation.surroundings(place)?.layers ?? [];
    const below = task.stack.slice(handling.frameIndex + 1);
    const called = calledAgain(layers, place, below);
    const found = called ?? loopInHandler(layers) ?? loopInCallee(situation, layers, below);
    if (found === null) continue;
    const { handler, loopLine, mayEnd } = found;
    return {
      place,
      loopLine,
      loopIn: found.loopIn ?? null,
      mayEnd,
      calls: called !== null,
      construct: { kind: 'except', text: handler.text, file: place.file, line: handler.line },
    };
  }
  return null;
}

/**
 * From the line outwards: a handler with an endless loop inside it around the line, or a handler that never raises again
 * and stands itself in a loop, to which it returns.
 */
function loopInHandler(layers: readonly Layer[]): Found | null {
  let inner: number | null = null;
  for (const [index, layer] of layers.entries()) {
    if (layer.kind === 'finally') return null;
    if (layer.kind === 'loop' && layer.endless) inner = layer.line;
    if (layer.kind !== 'handler') continue;
    const { handler } = layer;
    if (inner !== null) return { handler, loopLine: inner, mayEnd: false };
    const outer = returnsToLoop(handler, layers.slice(index + 1));
    return outer === null ? null : { handler, loopLine: outer.line, mayEnd: !outer.endless };
  }
  return null;
}

function returnsToLoop({ exit }: ExceptHandler, outer: readonly Layer[]): LoopLayer | null {
  if (exit.reraises || exit.alwaysReraises || exit.raisesOther !== null) return null;
  if (!exit.fallsThrough && exit.continues === null) return null;
  return outer.find((layer) => layer.kind === 'loop') ?? null;
}

/** The handler runs its own function anew: the work begins again below it. */
function calledAgain(layers: readonly Layer[], place: CodePlace, below: readonly CodePlace[]): Found | null {
  const [layer] = layers.filter(({ kind }) => kind === 'handler' || kind === 'finally');
  if (layer?.kind !== 'handler' || !below.some(({ codeId }) => codeId === place.codeId)) return null;
  return { handler: layer.handler, loopLine: place.line, mayEnd: false };
}

const LEAVES = /\b(return|break|raise)\b/;

/** Work that has no end, one call deeper: a loop that is left by nothing is no attempt to clean up. */
function loopInCallee(
  situation: Situation,
  layers: readonly Layer[],
  below: readonly CodePlace[],
): Found | null {
  const [layer] = layers.filter(({ kind }) => kind === 'handler' || kind === 'finally');
  if (layer?.kind !== 'handler') return null;
  for (const place of below) {
    if (place.origin !== 'user') return null;
    const around = situation.surroundings(place);
    const loop = around?.from === 'source' ? outermostLoop(around.layers) : null;
    if (loop === null) continue;
    if (linesOf(situation, place.file, loop.span).some((text) => LEAVES.test(text))) continue;
    return {
      handler: layer.handler,
      loopLine: loop.line,
      loopIn: { ...place, line: loop.line },
      mayEnd: true,
    };
  }
  return null;
}

/** Without a `try` around it, by which an exception of its body would end it (`QueueEmpty`). */
function outermostLoop(layers: readonly Layer[]): LoopLayer | null {
  const last = layers.at(-1);
  return last?.kind === 'loop' && last.endless ? last : null;
}
