/** A second loop inside the handler of a CancelledError: the cancellation is still in hand, and yet the task goes on working. */
import type { TaskState } from '../python/model/capture.ts';
import type { CodePlace } from '../python/model/frame.ts';
import type { Situation } from './situation.ts';
import type { ExceptHandler, Layer } from './source/surroundings.ts';
import type { Construct } from './vocabulary.ts';

export interface HandlerLoop {
  place: CodePlace;
  construct: Construct;
  loopLine: number;
}

/**
 * The handler around the present line of a frame that holds a CancelledError, when a loop without an end of its own
 * stands between the two. A loop in a finally is a cleanup that retries and stays cleanup-stuck.
 */
export function innerLoopOfHandler(situation: Situation, task: TaskState): HandlerLoop | null {
  for (const handling of task.handling) {
    const place = handling.isCancelled ? task.stack[handling.frameIndex] : undefined;
    if (place === undefined || place.origin === 'python') continue;
    const found = loopInHandler(situation.surroundings(place)?.layers ?? []);
    if (found === null) continue;
    const { handler, loopLine } = found;
    return {
      place,
      loopLine,
      construct: { kind: 'except', text: handler.text, file: place.file, line: handler.line },
    };
  }
  return null;
}

/**
 * From the line outwards: a handler with an endless loop inside it around the line, or a handler that never raises again
 * and stands itself in a loop, to which it returns.
 */
function loopInHandler(layers: readonly Layer[]): { handler: ExceptHandler; loopLine: number } | null {
  let loopLine: number | null = null;
  for (const [index, layer] of layers.entries()) {
    if (layer.kind === 'finally') return null;
    if (layer.kind === 'loop' && layer.endless) loopLine = layer.line;
    if (layer.kind !== 'handler') continue;
    loopLine ??= returnsToLoop(layer.handler, layers.slice(index + 1));
    return loopLine === null ? null : { handler: layer.handler, loopLine };
  }
  return null;
}

function returnsToLoop({ exit }: ExceptHandler, outer: readonly Layer[]): number | null {
  if (exit.reraises || exit.alwaysReraises || exit.raisesOther !== null) return null;
  if (!exit.fallsThrough && exit.continues === null) return null;
  const loop = outer.find((layer) => layer.kind === 'loop');
  return loop?.line ?? null;
}
