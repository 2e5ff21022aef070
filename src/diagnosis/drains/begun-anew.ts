/**
 * What a limit is worth: where it ends a wait and a loop around begins that anew, nothing has ended (`while True: try: … except
 * TimeoutError: continue`).
 */
import type { CodePlace } from '../../python/model/frame.ts';
import { layersInCleanup } from '../shutdown/retries.ts';
import { partingOf } from '../shutdown/stands.ts';
import type { Situation } from '../situation.ts';
import type { ExceptHandler, Layer } from '../source/surroundings.ts';

/** for-ever: by a loop that nothing bounds. rounds: by one that has an end of its own. */
export type Anew = 'for-ever' | 'rounds' | 'no';

type Loop = Extract<Layer, { kind: 'loop' }>;
/** What an except clause leaves at its end. */
type Leaving = 'nothing' | 'loop' | 'function';

/** What a limit raises that is over: TimeoutError, `queue.Empty`, `socket.timeout` (which is an OSError). */
const CATCHES_LIMIT = /(^|\.)(\w*Timeout\w*|timeout|Empty|Full|Exception|BaseException|OSError|error)$/i;
/** Iterators of `for` that have no end (itertools). */
const ENDLESS = /\b(count|cycle|repeat)\(/;
/** A loop that ends by the clock, or counts its rounds. */
const COUNTED =
  /(time|monotonic|perf_counter|now|deadline|timeout|until|remaining|elapsed|tries|attempts?|retries)\b/;
const MOST_LINES = 100;

/**
 * Of a wait in the shutdown, by whose stack that is: `stack` ends where the limit is set, `before` is where the same one stood
 * before the signal, null for what was not there. `raises`: a limit that is over raises, and does not return.
 */
export function begunAnew(
  situation: Situation,
  stack: readonly CodePlace[],
  before: readonly CodePlace[] | null,
  raises: boolean,
): Anew {
  let isRaised = raises;
  let found: Anew = 'no';
  for (const { place, layers } of ownCode(situation, stack, before)) {
    const passed = loopsPassed(layers, isRaised);
    isRaised = passed.isRaised;
    for (const loop of passed.loops) {
      if (isForEver(situation, place.file, loop)) return 'for-ever';
      found = 'rounds';
    }
  }
  return found;
}

/** The loops of one function to whose next round it comes from there, and whether the function ends by what was raised. */
function loopsPassed(layers: readonly Layer[], raises: boolean): { loops: Loop[]; isRaised: boolean } {
  const loops: Loop[] = [];
  let isRaised = raises;
  let leaves: Leaving = 'nothing';
  for (const layer of layers) {
    const kept = layer.kind === 'try-body' && isRaised ? layer.facts.handlers.find(catchesLimit) : undefined;
    if (kept?.exit.alwaysReraises === false) {
      isRaised = false;
      leaves = leavesBy(kept);
      if (leaves === 'function') break;
    }
    if (layer.kind !== 'loop' || isRaised) continue;
    if (leaves === 'nothing') loops.push(layer);
    leaves = 'nothing';
  }
  return { loops, isRaised };
}

const LIMITING = /(^|\.)(\w*timeout\w*|fail_after|move_on_after)$/i;

/** Those around the `async with timeout(…)` that sets the limit, where one does. */
export function outsideLimit(layers: readonly Layer[]): readonly Layer[] {
  const block = layers.findIndex(
    (layer) => layer.kind === 'with' && layer.items.some(({ callee }) => LIMITING.test(callee ?? '')),
  );
  return layers.slice(block + 1);
}

/** From the wait outwards, as far as the shutdown's own code goes: to its cleanup, or to where it parted from the work. */
function ownCode(
  situation: Situation,
  stack: readonly CodePlace[],
  before: readonly CodePlace[] | null,
): { place: CodePlace; layers: readonly Layer[] }[] {
  const { now, before: earlier, index } = partingOf({ stack }, { stack: before ?? [] });
  const own: { place: CodePlace; layers: readonly Layer[] }[] = [];
  for (const [at, place] of [...now.entries()].toReversed()) {
    if (before !== null && at < index) break;
    const { layers, isWhole } = layersInCleanup(situation, place);
    const line = at === index && earlier[at]?.codeId === place.codeId ? earlier[at]?.line : undefined;
    const isOfWork = (layer: Layer) =>
      line !== undefined && layer.kind === 'loop' && layer.span.fromLine <= line && line <= layer.span.toLine;
    const outside = own.length === 0 ? outsideLimit(layers) : layers;
    own.push({ place, layers: outside.filter((layer) => !isOfWork(layer)) });
    if (!isWhole) break;
  }
  return own;
}

function catchesLimit({ types }: ExceptHandler): boolean {
  return types.length === 0 || types.some((one) => CATCHES_LIMIT.test(one));
}

function leavesBy({ exit }: ExceptHandler): Leaving {
  if (exit.fallsThrough || exit.continues !== null) return 'nothing';
  return exit.breaks === null ? 'function' : 'loop';
}

function isForEver(situation: Situation, file: string, loop: Loop): boolean {
  if (loop.loop !== 'while') return ENDLESS.test(loop.text);
  if (loop.conditionNames.some((name) => COUNTED.test(name))) return false;
  const { fromLine, toLine } = loop.span;
  for (let line = fromLine; line <= Math.min(toLine, fromLine + MOST_LINES); line += 1) {
    const text = situation.sourceLine(file, line) ?? '';
    if (/^\s*(if|elif|while)\b/.test(text) && COUNTED.test(text)) return false;
  }
  return true;
}
