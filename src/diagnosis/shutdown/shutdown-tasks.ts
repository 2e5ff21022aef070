/**
 * The shutdown itself as a task: the signal handler started it, as far as can be told, and what would end the others (`task.cancel()`,
 * `stop.set()`) stands in its code after the line at which it waits. As long as it waits, those others are told nothing.
 */

import type { TaskState } from '../../python/model/capture.ts';
import type { CodePlace } from '../../python/model/frame.ts';
import { taskAt } from '../looks/at-look.ts';
import { once } from '../once.ts';
import { startsTasks } from '../signal/handler-reach.ts';
import { handlersOf } from '../signal/handlers.ts';
import { anythingCancelled, isStartedByHandler } from '../signal/reaction.ts';
import type { Situation } from '../situation.ts';
import { calledNames } from '../source/called-names.ts';
import type { FunctionFacts, Surroundings } from '../source/surroundings.ts';
import { hasGoneOn } from './gone-on.ts';
import { mainTask } from './main-task.ts';

export interface ShutdownTask {
  task: TaskState;
  /** The first call that it has not come to. */
  ahead: { file: string; line: number };
  /** The handler's code makes its coroutine; else it came with the signal, and nothing else did. */
  isNamed: boolean;
}

/** Methods that end others, or what they wait for. */
const ENDING: readonly string[] = ['cancel', 'set', 'set_result', 'stop'];
const MOST_LINES = 400;
const LEAST_LOOKS = 3;
/** `await self.drain()`, then `self.stop_all()`, in which they are cancelled. */
const DEPTH = 2;

/** Those that wait before they have told the others. */
export const shutdownTasks = once((situation): ShutdownTask[] => {
  if (situation.evidence.signal === null || situation.phase !== 'draining') return [];
  const named = situation.last.tasks.filter((one) => isMadeByHandler(situation, one));
  const isNamed = named.length > 0;
  return (isNamed ? named : cameWithSignal(situation)).flatMap((task) => {
    const ahead = task.activity === 'waiting' ? firstAhead(situation, task.stack) : null;
    return ahead === null ? [] : [{ task, ahead, isNamed }];
  });
});

export function shutdownTaskOf(situation: Situation, task: TaskState): ShutdownTask | null {
  return shutdownTasks(situation).find((one) => one.task === task) ?? null;
}

/** Made since the signal, as far as can be told, by the handler. Where nothing can be compared, its code must make tasks. */
export function isMadeByHandler(situation: Situation, task: TaskState): boolean {
  const { before, tasksBefore } = situation;
  if (tasksBefore.has(task.id) || !isStartedByHandler(situation, task)) return false;
  const { acting } = handlersOf(situation);
  return before !== null || (acting !== null && startsTasks(situation, acting));
}

/**
 * The handler may hand a lambda, or something that it got from elsewhere, to the loop. A task of the service's own that
 * nobody waits for, that was there at every look since the signal and at none before, and with it none but those that it
 * waits for itself: as long as all else stands as before, that is the shutdown.
 */
function cameWithSignal(situation: Situation): TaskState[] {
  const { before, since, last, tasksBefore, graph } = situation;
  const main = mainTask(situation);
  if (before === null || since.length < LEAST_LOOKS || handlersOf(situation).acting === null) return [];
  if (main === null || hasGoneOn(situation, main) || anythingCancelled(situation)) return [];
  const made = last.tasks.filter(({ id }) => !tasksBefore.has(id));
  const found = made.filter(({ id }) => !graph.waiters.has(id));
  const [task] = found;
  if (task === undefined || found.length > 1 || task.stack[0]?.origin !== 'user') return [];
  const isAlways = since.every(({ capture }) => taskAt(capture, task.id)?.name === task.name);
  const reached = graph.awaitedBy(task.id);
  return isAlways && made.every((one) => one === task || reached.has(one.id)) ? [task] : [];
}

/** The first call after the places of a stack that would end others; the innermost frames come to theirs first. */
export function firstAhead(situation: Situation, stack: readonly CodePlace[]): ShutdownTask['ahead'] | null {
  for (const place of stack.toReversed()) {
    if (place.origin === 'python') continue;
    const around = situation.surroundings(place);
    const line = around?.function == null ? null : lineAhead(situation, place, around, around.function);
    if (line !== null) return { file: place.file, line };
  }
  return null;
}

function lineAhead(
  situation: Situation,
  { file, line }: CodePlace,
  { layers }: Surroundings,
  facts: FunctionFacts,
): number | null {
  const loops = layers.flatMap((layer) => (layer.kind === 'loop' ? [layer.span] : []));
  // A loop comes round to what stands above the line.
  const isAhead = (at: number) =>
    at > line || (at !== line && loops.some(({ fromLine, toLine }) => at >= fromLine && at <= toLine));
  const lines = endingLines(situation, file, facts, ENDING).filter(isAhead);
  return lines.find((one) => one > line) ?? lines[0] ?? null;
}

/** In order: of calls, of comprehensions (whose calls are a function's of their own), and of functions that do so. */
export function endingLines(
  situation: Situation,
  file: string,
  facts: FunctionFacts,
  methods: readonly string[],
  depth = DEPTH,
): number[] {
  const callee = new RegExp(`\\.(${methods.join('|')})$`);
  const inText = new RegExp(`\\.(${methods.join('|')})\\(`);
  const lines = new Set(facts.calls.flatMap((call) => (callee.test(call.callee) ? [call.line] : [])));
  const { fromLine, toLine } = facts.span;
  for (let line = fromLine; line <= Math.min(toLine, fromLine + MOST_LINES); line += 1) {
    const text = situation.sourceLine(file, line)?.replace(/#.*$/, '');
    if (text !== undefined && inText.test(text)) lines.add(line);
  }
  for (const call of depth > 1 ? facts.calls : []) {
    const [called] = calledNames(facts, call.callee).flatMap(
      (one) => situation.functionNamed(file, one) ?? [],
    );
    if (called !== undefined && endingLines(situation, file, called, methods, depth - 1).length > 0)
      lines.add(call.line);
  }
  return [...lines].sort((a, b) => a - b);
}
