/**
 * A shutdown that sleeps in rounds until the others are gone waits for them, though no edge shows it: whom it asks for
 * stands in the condition of its loop.
 */
import type { TaskState } from '../../python/model/capture.ts';
import type { CodePlace } from '../../python/model/frame.ts';
import { findSwallower } from '../cancellation/swallow-search.ts';
import { hasOwnCode } from '../culprit.ts';
import { linesOf } from '../lines-of.ts';
import { hasLeft } from '../shutdown/left-work.ts';
import type { Situation } from '../situation.ts';
import { calledNames } from '../source/called-names.ts';
import type { CallFacts, FunctionFacts, Layer, Surroundings } from '../source/surroundings.ts';
import type { Construct } from '../vocabulary.ts';
import { callbackPromisers, candidates } from './callback-promises.ts';
import { polledTasks } from './polled-tasks.ts';

type Loop = Extract<Layer, { kind: 'loop' }>;
interface Poll {
  place: CodePlace;
  facts: FunctionFacts;
  loop: Loop;
}

export const REMOVING = ['discard', 'remove', 'pop', 'clear', 'difference_update'];
/** Words of a test that name nothing of the program's own. */
const COMMON =
  /^(if|elif|not|and|or|in|is|None|True|False|len|any|all|bool|self|cls|time|monotonic|loop|done|now|deadline)$/;

/** Ids of those for whose end a task looks in the rounds of its loop; empty when none can be told. */
export function polledBy(situation: Situation, task: TaskState): string[] {
  const seen = polledTasks(situation, task);
  if (seen.length > 0) return seen;
  const poll = pollOf(situation, task);
  if (poll === null) return [];
  const waiting = situation.graph.waitersFor([task.id]);
  const all = candidates(situation, task).filter((one) => one.loopId === task.loopId && !waiting.has(one.id));
  if (callsIn(poll).some(({ callee }) => /(^|\.)all_tasks$/.test(callee))) return all.map((one) => one.id);
  const leaving = poll.loop.conditionNames.flatMap((name) =>
    callbackPromisers(situation, task, { object: name.split('.').at(-1) ?? '', methods: REMOVING }),
  );
  if (leaving.length > 0 || !isOfShutdown(situation, task, poll)) return leaving;
  const others = all.filter(hasOwnCode);
  const meant = told(situation, poll, others) ?? concerned(situation, poll, others);
  // `while not self.task.done()`: with one other task it can be about that one only.
  const isOnly = meant.length === 0 && others.length === 1 && asksWhetherDone(situation, poll);
  return (isOnly ? others : meant).map((one) => one.id);
}

/** It came to its rounds since the signal: it is the shutdown that looks whether it is through, and no worker. */
export function pollsInShutdown(situation: Situation, task: TaskState): boolean {
  const poll = pollOf(situation, task);
  return poll !== null && isOfShutdown(situation, task, poll);
}

const PAUSES = /(^|\.)(sleep|wait|wait_for)$/;

/** A round of it is an attempt, which awaits more than a pause: it waits for its success, and not for others to end. */
export function triesInRounds(situation: Situation, task: TaskState): boolean {
  const poll = pollOf(situation, task);
  return poll !== null && callsIn(poll).some(({ awaited, callee }) => awaited && !PAUSES.test(callee));
}

/** The loop of those rounds, as a construct; null for a task that is in none. */
export function pollLoop(situation: Situation, task: TaskState): Construct | null {
  const poll = pollOf(situation, task);
  if (poll === null) return null;
  const { place, loop } = poll;
  return { kind: 'loop', text: loop.text, file: place.file, line: loop.line };
}

export interface PolledContainer {
  /** As the loop's condition has it. */
  name: string;
  left: number;
  hasConnections: boolean;
}

/** What the loop's condition asks about, where it is a container in the frame's sight that is not empty. */
export function polledContainers(situation: Situation, task: TaskState): PolledContainer[] {
  const names = pollOf(situation, task)?.loop.conditionNames ?? [];
  return situation.last.workLeft.flatMap(({ taskId, left, in: place }) => {
    if (taskId !== task.id || place.kind !== 'container' || left === 0) return [];
    const { name, hasConnections } = place;
    return names.includes(name) ? [{ name, left, hasConnections }] : [];
  });
}

/** Whether it began to before the signal cannot be told by a watch that joined after it. */
export function mayPollInShutdown(situation: Situation, task: TaskState): boolean {
  return situation.before === null && pollOf(situation, task) !== null;
}

/** For a watch that joined after the signal, the code must tell: it has cancelled those after whom it asks. */
function isOfShutdown(situation: Situation, task: TaskState, poll: Poll): boolean {
  if (situation.before !== null) {
    const earlier = situation.tasksBefore.get(task.id);
    return earlier === undefined || hasLeft(situation, task, earlier);
  }
  return asksWhetherDone(situation, poll) && cancelsAbove(situation, poll);
}

function pollOf(situation: Situation, task: TaskState): Poll | null {
  const place = task.stack.findLast((one) => one.origin === 'user');
  const around = place === undefined ? null : situation.surroundings(place);
  if (around === null || !sleeps(task, around)) return null;
  const loop = around.layers.find((one): one is Loop => one.kind === 'loop');
  const facts = around.function;
  return place === undefined || loop === undefined || facts === null ? null : { place, facts, loop };
}

/** A look may meet it just between two of its sleeps. */
function sleeps({ wait }: TaskState, around: Surroundings): boolean {
  if (wait?.on.kind === 'timer') return true;
  if (wait !== null && wait.on.kind !== 'ready') return false;
  return around.calls.some(({ callee }) => /(^|\.)sleep$/.test(callee));
}

function callsIn({ facts, loop }: Poll): CallFacts[] {
  return facts.calls.filter(({ line }) => line >= loop.span.fromLine && line <= loop.span.toLine);
}

/** By the text: what a comprehension calls is a function of its own. */
function asksWhetherDone(situation: Situation, { place, loop }: Poll): boolean {
  return linesOf(situation, place.file, loop.span).some((text) => text.includes('.done()'));
}

function cancelsAbove(situation: Situation, { place, facts }: Poll): boolean {
  const above = { fromLine: facts.span.fromLine, toLine: place.line };
  return linesOf(situation, place.file, above).some((text) => text.includes('.cancel('));
}

/** It has cancelled tasks, and asks in rounds whether they are done: those that were told and live on. Else null. */
function told(situation: Situation, poll: Poll, others: readonly TaskState[]): readonly TaskState[] | null {
  if (!(cancelsAbove(situation, poll) && asksWhetherDone(situation, poll))) return null;
  const found = others.filter((one) => {
    const cancellation = situation.cancellation.get(one.id);
    // Up to 3.10 no counter tells: whoever can swallow what it was told is still there.
    if (one.cancelRequests === null && findSwallower(situation, one)?.certain === true) return true;
    return cancellation !== 'not-requested' && cancellation !== 'shielded';
  });
  return found.length > 0 ? found : null;
}

/** The code that they are in, or what it calls, deals with what is asked for. */
function concerned(situation: Situation, poll: Poll, others: readonly TaskState[]): TaskState[] {
  return concernedWith(situation, askedFor(situation, poll), others);
}

/** The code that they are in, or what it calls, says one of the names. */
export function concernedWith(
  situation: Situation,
  names: readonly string[],
  others: readonly TaskState[],
): TaskState[] {
  if (names.length === 0) return [];
  const pattern = new RegExp(`\\b(${names.join('|')})\\b`);
  return others.filter(({ stack }) => stack.some((place) => dealsWith(situation, place, pattern)));
}

/** Names in the loop's own condition, and in the tests within it that end it. */
function askedFor(situation: Situation, { place, loop }: Poll): string[] {
  const names = new Set(loop.conditionNames.map((name) => name.split('.').at(-1) ?? ''));
  const lines = linesOf(situation, place.file, loop.span);
  for (const [index, text] of lines.entries()) {
    if (!(/^(if|elif)\b/.test(text) && /^(break|return)\b/.test(lines[index + 1] ?? ''))) continue;
    for (const [word] of text.matchAll(/[A-Za-z_]\w*/g)) names.add(word);
  }
  return [...names].filter(isOwnName);
}

/** A word of a test that is a name of the program's own. */
export function isOwnName(word: string): boolean {
  return /^\w{2,}$/.test(word) && !COMMON.test(word);
}

function dealsWith(situation: Situation, place: CodePlace, pattern: RegExp): boolean {
  if (place.origin !== 'user') return false;
  const facts = situation.surroundings(place)?.function ?? null;
  if (facts === null) return false;
  const called = facts.calls.flatMap(({ callee }) =>
    calledNames(facts, callee).flatMap((name) => situation.functionNamed(place.file, name) ?? []),
  );
  return [facts, ...called].some(({ span }) =>
    linesOf(situation, place.file, span).some((text) => pattern.test(text)),
  );
}
