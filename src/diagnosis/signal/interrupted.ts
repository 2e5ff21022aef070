/**
 * What only the code that a signal handler interrupted could do: take from a queue, put into it, change what the handler
 * looks at. By the names in their code, where no other thread's code has them.
 */

import type { ThreadState } from '../../python/model/capture.ts';
import type { CodePlace } from '../../python/model/frame.ts';
import { innermostOwn } from '../culprit.ts';
import { lastPart } from '../dotted-name.ts';
import { once } from '../once.ts';
import type { Situation } from '../situation.ts';
import type { FunctionFacts, Layer } from '../source/surroundings.ts';

type Loop = Extract<Layer, { kind: 'loop' }>;

/** By what a thread waits for in a queue: the methods of whoever ends that wait. */
const ENDED_BY = {
  put: ['get', 'get_nowait'],
  get: ['put', 'put_nowait'],
  join: ['task_done'],
} as const;

/** A loop that ends by the clock as well. */
const TIMED = /(^|\.|_)(time|monotonic|perf_counter|now|deadline|timeout|until|remaining|tries|attempts)$/;
const MOST_LINES = 400;

/** The thread waits in a queue that only the interrupted code serves. */
export function awaitsInterrupted(situation: Situation, waiter: ThreadState): boolean {
  const wait = waiter.waitsFor;
  const place = innermostOwn(waiter.stack);
  if (wait.kind !== 'queue' || place === null) return false;
  const { operation } = wait;
  const call = situation
    .surroundings(place)
    ?.calls.find(({ callee }) => lastPart(callee) === operation && callee.includes('.'));
  if (call === undefined) return false;
  const queue = call.callee.split('.').at(-2) ?? '';
  const serves = ({ calls }: FunctionFacts) =>
    ENDED_BY[operation].some((method) => calls.some(({ callee }) => isOf(callee, queue, method)));
  return onlyInterrupted(situation, serves);
}

/** The loop in which the handler looks, sleep by sleep, at what only the interrupted code changes; null for none. */
export const polledOfInterrupted = once((situation): Loop | null => {
  const main = situation.mainThread;
  if (main === null || main.signalFrameIndex === null || main.waitsFor.kind !== 'sleep') return null;
  for (const place of ownPlaces(main.stack.slice(main.signalFrameIndex)).toReversed()) {
    const loop = situation.surroundings(place)?.layers.find((one) => one.kind === 'loop');
    if (loop?.kind !== 'loop' || loop.loop !== 'while' || loop.conditionNames.length === 0) continue;
    if (loop.conditionNames.some((name) => TIMED.test(name))) return null;
    const changes = (facts: FunctionFacts, file: string) =>
      loop.conditionNames.some((name) => changesName(situation, file, facts, name));
    return onlyInterrupted(situation, changes) ? loop : null;
  }
  return null;
});

/** `while not done.is_set()` is ended by `done.set()`, `while self.busy` by `self.busy = …`. */
function changesName(situation: Situation, file: string, facts: FunctionFacts, name: string): boolean {
  const path = name.split('.');
  const last = path.at(-1) ?? '';
  if (last === 'is_set') return facts.calls.some(({ callee }) => isOf(callee, path.at(-2) ?? '', 'set'));
  const assigned = new RegExp(`(^|[\\s.;])${last}\\s*=(?!=)`);
  const { fromLine, toLine } = facts.span;
  for (let line = fromLine; line <= Math.min(toLine, fromLine + MOST_LINES); line += 1)
    if (assigned.test(situation.sourceLine(file, line) ?? '')) return true;
  return false;
}

function onlyInterrupted(
  situation: Situation,
  does: (facts: FunctionFacts, file: string) => boolean,
): boolean {
  const main = situation.mainThread;
  if (main === null || main.signalFrameIndex === null) return false;
  const isIn = (stack: readonly CodePlace[]) =>
    ownPlaces(stack).some((place) => {
      const facts = situation.surroundings(place)?.function ?? null;
      return facts !== null && does(facts, place.file);
    });
  if (!isIn(main.stack.slice(0, main.signalFrameIndex))) return false;
  if (isIn(main.stack.slice(main.signalFrameIndex))) return false;
  return !situation.last.threads.some((one) => one !== main && isIn(one.stack));
}

function ownPlaces(stack: readonly CodePlace[]): CodePlace[] {
  return stack.filter(({ origin }) => origin === 'user');
}

function isOf(callee: string, object: string, method: string): boolean {
  return callee === `${object}.${method}` || callee.endsWith(`.${object}.${method}`);
}
