/** Flags that not the handler itself sets, but the coroutine that it starts: `create_task(self.stop())`. */
import type { SignalHandler } from '../../python/model/capture.ts';
import type { Situation } from '../situation.ts';
import type { FunctionFacts } from '../source/surroundings.ts';
import { reachOfHandler, startsTasks } from './handler-reach.ts';

/** `self.running = False`, on a line of its own. */
const STORED = /^(?:\w+\.)+(\w+)\s*=(?!=)/;
const MOST_LINES = 400;

/** Names of attributes that a coroutine of the handler's file, which the handler starts, stores. */
export function flagsByCoroutine(situation: Situation, handler: SignalHandler): string[] {
  const { place } = handler;
  if (place === null || !startsTasks(situation, handler)) return [];
  const { coroutines } = reachOfHandler(situation, handler);
  return [...new Set(coroutines.flatMap((one) => attributesStored(situation, place.file, one)))];
}

/** By a function, read off its source. */
export function attributesStored(situation: Situation, file: string, { span }: FunctionFacts): string[] {
  const count = Math.min(span.toLine - span.fromLine + 1, MOST_LINES);
  return Array.from({ length: count }, (_, index) =>
    situation.sourceLine(file, span.fromLine + index),
  ).flatMap((text) => STORED.exec(text ?? '')?.[1] ?? []);
}
