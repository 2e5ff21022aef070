/** Schedulers other than asyncio's: whether there is one whose tasks were not read, and whether its thread is held by a call. */

import type { SchedulerState, ThreadState } from '../../python/model/capture.ts';
import type { CodePlace } from '../../python/model/frame.ts';
import type { SchedulerRule } from '../../python/model/schedulers.ts';
import { innermostMachinery, schedulerRule } from '../../python/model/schedulers.ts';
import { innermostOwn } from '../culprit.ts';
import { once } from '../once.ts';
import type { Situation } from '../situation.ts';
import { isBusy } from '../waits/blocked-loops.ts';

export interface HeldScheduler {
  rule: SchedulerRule;
  thread: ThreadState;
  /** Where the user's code stands. */
  place: CodePlace;
  busy: boolean;
  /** The same stand in every capture since the signal (at least two). */
  lasting: boolean;
}

/** Rules of the schedulers that are, or were at any look, at work: a greenlet may hide the frames of its hub. */
export const unreadSchedulers = once(({ evidence, last }): SchedulerRule[] => {
  const earlier = evidence.captures.flatMap(({ capture }) => capture.schedulers);
  const seen = new Set([...last.schedulers, ...earlier].map(({ library }) => library));
  return [...seen].flatMap((library) => schedulerRule(library) ?? []);
});

/**
 * Whether what the main thread does says nothing of what the program does: it waits for events in a loop that is not
 * read, so that it stands at one place before and after whatever the program did about a signal.
 */
export const isUnread = once((situation): boolean => {
  const { mainThread, last } = situation;
  if (unreadSchedulers(situation).length > 0) return true;
  return (
    mainThread?.waitsFor.kind === 'selector' && !last.loops.some((loop) => loop.threadId === mainThread.id)
  );
});

/** The scheduler that runs on a thread. */
export function schedulerOn({ last }: Situation, threadId: number): SchedulerState | null {
  return last.schedulers.find((one) => one.threadId === threadId) ?? null;
}

export const heldSchedulers = once((situation): HeldScheduler[] => {
  return situation.last.schedulers.flatMap(({ library, threadId, onAsyncio }) => {
    const rule = schedulerRule(library);
    const thread = situation.threads.get(threadId);
    if (rule === null || thread === undefined || onAsyncio || thread.signalFrameIndex !== null) return [];
    const place = heldAt(rule, thread);
    if (place === null) return [];
    const busy = isBusy(situation, thread);
    return [{ rule, thread, place, busy, lasting: isLasting(situation, rule, thread, { place, busy }) }];
  });
});

/** Null while the thread stands in the scheduler's own code, or waits for events. */
function heldAt(rule: SchedulerRule, { stack, waitsFor }: ThreadState): CodePlace | null {
  if (waitsFor.kind === 'selector') return null;
  const step = stack.slice(innermostMachinery(rule, stack) + 1).filter((one) => one.origin !== 'python');
  return step.at(-1)?.package === rule.library ? null : innermostOwn(step);
}

/** At the same line, or (busy) in the same function: a task that gives way now and then is met in the scheduler's code too. */
function isLasting(
  { since }: Situation,
  rule: SchedulerRule,
  { id }: ThreadState,
  { place, busy }: { place: CodePlace; busy: boolean },
): boolean {
  if (since.length < 2) return false;
  return since.every(({ capture }) => {
    const thread = capture.threads.find((one) => one.id === id);
    const there = thread === undefined ? null : heldAt(rule, thread);
    return there?.codeId === place.codeId && (busy || there.line === place.line);
  });
}
