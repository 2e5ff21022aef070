/**
 * Whom a loop asks about in its rounds, by what memory holds under the names of its tests: `while not all(job.done() for job in
 * self.jobs)`. These are what it waits for, whatever else their code has in common with it.
 */
import type { TaskState, TasksInSight } from '../../python/model/capture.ts';
import { escapePattern } from '../escape-pattern.ts';
import { linesOf } from '../lines-of.ts';
import { once } from '../once.ts';
import type { Situation } from '../situation.ts';
import type { CallFacts, Layer } from '../source/surroundings.ts';

type Loop = Extract<Layer, { kind: 'loop' }>;

const MOST_HEADER_LINES = 8;
const PAUSE = /(^|\.)sleep$/;

const inSight = once((situation): ReadonlyMap<string, readonly TasksInSight[]> => {
  const found = new Map<string, TasksInSight[]>();
  for (const one of situation.last.tasksInSight ?? []) {
    const list = found.get(one.taskId) ?? [];
    list.push(one);
    found.set(one.taskId, list);
  }
  return found;
});

/** Ids of pending tasks for whose end the task looks in the rounds of the loop that it stands in; empty for any other. */
export function polledTasks(situation: Situation, task: TaskState): string[] {
  const named = inSight(situation).get(task.id);
  const place = named === undefined ? undefined : task.stack.findLast((one) => one.origin !== 'python');
  const around = place === undefined ? null : situation.surroundings(place);
  const loop = around?.layers.find((one): one is Loop => one.kind === 'loop');
  if (named === undefined || place === undefined || around === null || loop === undefined) return [];
  if (!pauses(task, around.calls)) return [];
  const tests = testsOf(linesOf(situation, place.file, loop.span), loop);
  const asked = named.filter(({ name }) => {
    const pattern = new RegExp(`(?<![\\w.])${escapePattern(name)}(?!\\w)`);
    return tests.some((text) => pattern.test(text));
  });
  const ids = new Set(asked.flatMap(({ pending }) => pending));
  return [...ids].filter((id) => id !== task.id && situation.tasks.has(id));
}

/** It sleeps; or a look met it just between two of its sleeps. */
function pauses({ wait }: TaskState, calls: readonly CallFacts[]): boolean {
  if (wait !== null && wait.on.kind !== 'timer' && wait.on.kind !== 'ready') return false;
  return calls.some(({ callee, awaited }) => awaited && PAUSE.test(callee));
}

/** The condition of the loop, and the tests within it that end it. */
function testsOf(lines: readonly string[], { loop }: Loop): string[] {
  const end = lines.findIndex((text) => /:\s*(#.*)?$/.test(text));
  const header = loop === 'while' ? lines.slice(0, Math.min(Math.max(end, 0) + 1, MOST_HEADER_LINES)) : [];
  const ending = lines.filter(
    (text, index) =>
      /^(if|elif)\b/.test(text) &&
      (/^(break|return)\b/.test(lines[index + 1] ?? '') || /:\s*(break|return)\b/.test(text)),
  );
  return [...header, ...ending];
}
