/**
 * Whose code works a queue off: `queue.join()` ends by as many calls of `task_done()` as items were put
 * (asyncio/queues.py), so that who merely knows the queue does nothing for it.
 */
import type { TaskState } from '../../python/model/capture.ts';
import type { CodePlace } from '../../python/model/frame.ts';
import { lastPart } from '../dotted-name.ts';
import { linesOf } from '../lines-of.ts';
import { once } from '../once.ts';
import type { Situation } from '../situation.ts';
import type { FunctionFacts, Layer, Surroundings } from '../source/surroundings.ts';

/** `dict.get` is given a key, a queue's takes nothing. */
const WORKS = /\.task_done\b|\.get_nowait\(\)|\.get\(\s*\)/;
const WORKING_METHOD = /\.(task_done|get_nowait|get)$/;
/** `await self.finish(job)`, which says `self._count(job)`, which says `self.jobs.task_done()`. */
const DEPTH = 2;
const MOST_NAMES = 50;

const known = once(() => ({
  ofStacks: new Map<readonly CodePlace[], boolean>(),
  ofFiles: new Map<string, RegExp>(),
}));

/**
 * One of its frames comes to such a call yet: further on, in a loop around its place, or in the manager of a `with` that it
 * stands in. Also where its code is not to be had, as nothing says then that it does not.
 */
export function worksOffQueue(situation: Situation, { stack }: TaskState): boolean {
  const { ofStacks } = known(situation);
  const kept = ofStacks.get(stack);
  if (kept !== undefined) return kept;
  const own = stack.filter(({ origin }) => origin !== 'python');
  const files = [...new Set(own.map(({ file }) => file))].sort();
  const found = own.some((place) => {
    const around = situation.surroundings(place);
    if (around?.function == null) return true;
    const lines = workingLines(situation, around, around.function, files);
    return lines.some((line) => isAhead(line, place, around));
  });
  ofStacks.set(stack, found);
  return found;
}

function isAhead(at: number, { line }: CodePlace, { layers }: Surroundings): boolean {
  return at > line || layers.some((layer) => comesAgain(layer, at));
}

function comesAgain(layer: Layer, at: number): boolean {
  if (layer.kind === 'loop') return at >= layer.span.fromLine && at <= layer.span.toLine;
  return layer.kind === 'with' && layer.items.some(({ line }) => line === at);
}

function workingLines(
  situation: Situation,
  { file, from }: Surroundings,
  { span, calls }: FunctionFacts,
  files: readonly string[],
): number[] {
  const pattern = workingPattern(situation, files);
  if (from === 'bytecode')
    return calls
      .filter(({ callee }) => WORKING_METHOD.test(callee) || pattern.test(`${callee}(`))
      .map(({ line }) => line);
  // Also in lambdas and comprehensions, which are functions of their own.
  return linesOf(situation, file, span).flatMap((text, index) =>
    pattern.test(text.replace(/#.*$/, '')) ? [span.fromLine + index] : [],
  );
}

/** What such a line says: the call itself, or that of a function in one of the files which makes it. */
function workingPattern(situation: Situation, files: readonly string[]): RegExp {
  const { ofFiles } = known(situation);
  const key = files.join('\n');
  let pattern = ofFiles.get(key);
  if (pattern === undefined) {
    pattern = WORKS;
    for (let depth = 0; depth < DEPTH; depth += 1) pattern = withCallers(situation, files, pattern);
    ofFiles.set(key, pattern);
  }
  return pattern;
}

function withCallers(situation: Situation, files: readonly string[], pattern: RegExp): RegExp {
  const names = files.flatMap((file) =>
    situation.functionsMatching(file, pattern).map((facts) => lastPart(facts.qualifiedName)),
  );
  const plain = [...new Set(names)].filter((name) => /^\w+$/.test(name) && !name.startsWith('__'));
  if (plain.length === 0) return pattern;
  return new RegExp(`${WORKS.source}|(?<!def )\\b(${plain.slice(0, MOST_NAMES).join('|')})\\(`);
}
