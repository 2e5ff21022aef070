/** Threads that have in sight what a task waits for: whether their code speaks of it, too. */
import type { TaskState } from '../../python/model/capture.ts';
import type { CodePlace } from '../../python/model/frame.ts';
import type { ThreadInSight } from '../../python/model/wait.ts';
import { lastPart } from '../dotted-name.ts';
import { escapePattern } from '../escape-pattern.ts';
import { linesOf } from '../lines-of.ts';
import { once } from '../once.ts';
import type { Situation } from '../situation.ts';
import type { FunctionFacts } from '../source/surroundings.ts';
import { countLabel, frameLabel } from '../words.ts';
import { awaitedName } from './promises.ts';

/** From a frame's function to those of its file that it calls. */
const DEPTH = 3;
const MOST_FUNCTIONS = 50;

/** In one clause; empty where no thread has it in sight. */
export function threadEvidence(situation: Situation, task: TaskState): string[] {
  const threads = task.wait?.threads ?? [];
  const [thread] = threads;
  if (thread === undefined) return [];
  const name = awaitedName(situation, task)?.object ?? null;
  const naming = threads.find((one) => mayEnd(situation, one, name));
  if (naming === undefined) {
    const at = thread.place === null ? '' : ` (${frameLabel(thread.place)})`;
    return [`thread '${thread.name}'${at} has in sight what it waits for, and its code does not name it`];
  }
  const at = naming.place === null ? '' : `, which is in ${frameLabel(naming.place)}`;
  const more = threads.length === 1 ? '' : ` (and of ${countLabel(threads.length - 1, 'other thread')})`;
  return [
    `what it waits for is in the hands of thread '${naming.name}'${at}${more}: when that one sets it, the wait ends`,
  ];
}

/** By thread and name: thousands of tasks may wait for what one thread has in sight. */
const known = once(() => new Map<string, boolean>());

/** A function of its stack, or one that such a function calls, has the name by which the task waits. So has one whose code is not to be had. */
function mayEnd(situation: Situation, { threadId, place }: ThreadInSight, name: string | null): boolean {
  const stack = situation.threads.get(threadId)?.stack.filter(({ origin }) => origin !== 'python') ?? [];
  if (place === null || stack.length === 0 || name === null) return true;
  const key = `${threadId} ${name}`;
  let found = known(situation).get(key);
  if (found === undefined) {
    const pattern = new RegExp(`\\b${escapePattern(name)}\\b`);
    found = stack.some((one) => mentions(situation, one, pattern));
    known(situation).set(key, found);
  }
  return found;
}

function mentions(situation: Situation, place: CodePlace, pattern: RegExp): boolean {
  const around = situation.surroundings(place);
  if (around?.function == null || around.from === 'bytecode') return true;
  const seen = new Set<number>();
  const queue = [{ facts: around.function, depth: DEPTH }];
  for (const { facts, depth } of queue) {
    if (seen.has(facts.line) || seen.size > MOST_FUNCTIONS) continue;
    seen.add(facts.line);
    const lines = linesOf(situation, place.file, facts.span);
    if (lines.some((text) => pattern.test(text.replace(/#.*$/, '')))) return true;
    if (depth > 1)
      queue.push(...calledIn(situation, place.file, facts).map((one) => ({ facts: one, depth: depth - 1 })));
  }
  return false;
}

/** Of that name in the same file, whatever class they are of. */
function calledIn(situation: Situation, file: string, { calls }: FunctionFacts): FunctionFacts[] {
  const names = new Set(calls.map(({ callee }) => lastPart(callee)).filter((one) => /^\w+$/.test(one)));
  if (names.size === 0) return [];
  return situation.functionsMatching(file, new RegExp(`\\bdef (${[...names].join('|')})\\(`));
}
