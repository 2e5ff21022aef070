/** Flags that not the handler itself sets, but the coroutine that it starts: `create_task(self.stop())`. */
import type { SignalHandler } from '../python/model/capture.ts';
import { reachOfHandler, startsTasks } from './handler-reach.ts';
import type { Situation } from './situation.ts';

/** `self.running = False`, on a line of its own. */
const STORED = /^(?:\w+\.)+(\w+)\s*=\s*(?:True|False|None)\b/;
const MOST_LINES = 200;

/** Names of attributes that a coroutine of the handler's file sets to a constant; read off its source. */
export function flagsByCoroutine(situation: Situation, handler: SignalHandler): string[] {
  const { place } = handler;
  if (place === null || !startsTasks(situation, handler)) return [];
  const names = reachOfHandler(situation, handler).coroutines.flatMap(({ span }) => {
    const count = Math.min(span.toLine - span.fromLine + 1, MOST_LINES);
    return Array.from({ length: count }, (_, index) =>
      situation.sourceLine(place.file, span.fromLine + index),
    );
  });
  return [...new Set(names.flatMap((text) => STORED.exec(text ?? '')?.[1] ?? []))];
}
