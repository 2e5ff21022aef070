/** Whom a callback waits for that sets its own timer again: as of a task that sleeps in rounds, its tests name them. */

import type { TaskState } from '../../python/model/capture.ts';
import { hasOwnCode } from '../culprit.ts';
import type { ShownLimit } from '../drains/shown-limit.ts';
import { shownLimit } from '../drains/shown-limit.ts';
import { linesOf } from '../lines-of.ts';
import { once } from '../once.ts';
import type { HandlerTimer } from '../signal/handler-timers.ts';
import { handlerTimers } from '../signal/handler-timers.ts';
import type { Situation } from '../situation.ts';
import type { FunctionFacts } from '../source/surroundings.ts';
import { completedBy } from './callback-promises.ts';
import { concernedWith, isOwnName, REMOVING } from './polls.ts';

export interface TimerPoll {
  timer: HandlerTimer;
  file: string;
  facts: FunctionFacts;
  /** The test by which it gives up after a while; null where it shows none. */
  limit: ShownLimit | null;
}

const TEST = /^(if|elif|while|return)\b/;
/** The shutdown's own, which the signal's handler has set going. */
export const timerPolls = once((situation): TimerPoll[] => {
  return handlerTimers(situation).flatMap((timer) => {
    const { function: name, place } = timer.callback;
    const facts = place === null ? null : situation.functionNamed(place.file, name);
    if (!timer.isRearmed || place === null || facts === null) return [];
    return [{ timer, file: place.file, facts, limit: shownLimit(situation, place.file, facts.span) }];
  });
});

/** The callback that looks for the end of a task; null when none is known to. */
export function pollOfTask(situation: Situation, { id }: TaskState): TimerPoll | null {
  return (
    timerPolls(situation).find((poll) => polledByTimer(situation, poll).some((one) => one.id === id)) ?? null
  );
}

/** Those for whose end it looks; empty where none can be told. */
export function polledByTimer(situation: Situation, { file, facts }: TimerPoll): TaskState[] {
  const others = situation.last.tasks.filter(hasOwnCode);
  if (facts.calls.some(({ callee }) => /(^|\.)all_tasks$/.test(callee))) return others;
  const names = testedNames(situation, file, facts);
  const leaving = names.flatMap((object) =>
    completedBy(situation, { files: [file], others }, { object, methods: REMOVING }),
  );
  if (leaving.length > 0) return others.filter(({ id }) => leaving.includes(id));
  const meant = concernedWith(situation, names, others);
  // `if not self.task.done():`: with one other task it can be about that one only.
  const isOnly = meant.length === 0 && others.length === 1 && asksWhetherDone(situation, file, facts);
  return isOnly ? others : meant;
}

function asksWhetherDone(situation: Situation, file: string, { span }: FunctionFacts): boolean {
  return linesOf(situation, file, span).some((text) => text.includes('.done()'));
}

function testedNames(situation: Situation, file: string, { span }: FunctionFacts): string[] {
  const tests = linesOf(situation, file, span).filter((text) => TEST.test(text));
  const words = tests.flatMap((text) => {
    // What follows on the same line is done, and not tested.
    const test = /^(?:if|elif|while)\b/.test(text) ? text.replace(/:\s*\S.*$/, '') : text;
    return [...test.matchAll(/[A-Za-z_]\w*/g)].map(([word]) => word);
  });
  return [...new Set(words)].filter((word) => word !== 'return' && isOwnName(word));
}
