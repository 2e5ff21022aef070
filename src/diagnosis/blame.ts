/**
 * Which tasks are to blame: from what the shutdown waits for, along the wait-for graph, to its sinks and cycles. A mere
 * waiter is never blamed (causes.md, step 5).
 */

import type { TaskState } from '../python/model/capture.ts';
import { answerable, isFreshChild } from './answerers.ts';
import { wasRequested } from './cancellation/cancellation.ts';
import { findSwallower } from './cancellation/swallow-search.ts';
import { drainingTasks } from './drains/backlog.ts';
import { progressOf } from './drains/progress.ts';
import { once } from './once.ts';
import { mainTasks } from './shutdown/main-task.ts';
import { shutdownTasks } from './shutdown/shutdown-tasks.ts';
import { isStartedByHandler } from './signal/reaction.ts';
import type { Situation } from './situation.ts';
import { awaitedJob } from './threads/awaited-jobs.ts';
import type { Cancellation } from './vocabulary.ts';
import { withoutAlternatives } from './waits/alternatives.ts';
import { deadlocksOf } from './waits/cycles.ts';
import { promisersOf } from './waits/promises.ts';
import { polledByTimer, timerPolls } from './waits/timer-polls.ts';

export interface Blamed {
  task: TaskState;
  cancellation: Cancellation;
  /** Tasks that wait for it, directly or not. */
  victims: string[];
  /** Members of the circle it is in; empty for a plain sink. */
  cycle: readonly string[];
}

/** Named in a finding's `blocks`. */
const MOST_VICTIMS = 100;
const MOST_PROMISES = 300;
const MOST_OF_CIRCLE = 50;

/** Those that answer for themselves. */
export const blamedTasks = once((situation): Blamed[] =>
  blamedAtAll(situation).filter((one) => !waitsForJob(situation, one) || hasBegunJob(situation, one)),
);

/** Those that wait for a job in a thread: the job answers. */
export function blamedForJobs(situation: Situation): Blamed[] {
  return blamedAtAll(situation).filter((one) => waitsForJob(situation, one) && !hasBegunJob(situation, one));
}

/**
 * It swallowed its cancellation: whatever stood below the frame that caught it was unwound, and has been called anew since. Where
 * that is what begins jobs (anyio's run_sync, `asyncio.to_thread`), the job of the moment is not the one that it stood at.
 */
function hasBegunJob(situation: Situation, { task, cancellation }: Blamed): boolean {
  const swallower = cancellation === 'swallowed' ? findSwallower(situation, task) : null;
  if (swallower?.followed !== true || swallower.place.origin !== 'user') return false;
  const below = task.stack.slice(
    task.stack.findLastIndex(({ codeId }) => codeId === swallower.place.codeId) + 1,
  );
  return (
    below.at(-1)?.origin === 'library' ||
    below.at(-1)?.name === 'to_thread' ||
    progressOf(situation, task) === 'steps'
  );
}

function waitsForJob({ last }: Situation, { task }: Blamed): boolean {
  return awaitedJob(last, task) !== null;
}

const blamedAtAll = once(findBlamed);

/**
 * What the end of the program waits for: the set that asyncio.run cancelled; else a shutdown that has not told the others
 * yet; else the task that run_until_complete waits for; else whatever was cancelled.
 */
function roots(situation: Situation): readonly TaskState[] {
  const { tasks } = situation.last;
  const cancelledByRun = tasks.filter((one) => one.inToCancel === true);
  if (cancelledByRun.length > 0) return cancelledByRun;
  const shutdown = shutdownTasks(situation);
  if (shutdown.length > 0) return shutdown.map((one) => one.task);
  const polled = timerPolls(situation).flatMap((one) => polledByTimer(situation, one));
  if (polled.length > 0) return polled;
  const main = mainTasks(situation);
  if (main.length > 0 && situation.phase !== 'cancelling-tasks') return main;
  const told = tasks.filter(
    (one) =>
      wasRequested(one) ||
      one.handling.some((handling) => handling.isCancelled) ||
      isShutdownTask(situation, one),
  );
  return told.length > 0 ? told : tasks.filter((one) => isGathered(situation, one));
}

/** `run_until_complete(gather(...))`: the gather is no task, but its callback is on its children, and nobody awaits them. */
function isGathered(situation: Situation, task: TaskState): boolean {
  return (
    situation.evidence.signal !== null &&
    task.doneCallbacks.some((name) => /^_?gather\.<locals>/.test(name)) &&
    !situation.graph.waiters.has(task.id)
  );
}

/**
 * With run_forever nobody waits for a main task: a task that the handler started, or that was made since the signal and
 * waits for others, is the shutdown.
 */
function isShutdownTask(situation: Situation, task: TaskState): boolean {
  if (situation.evidence.signal === null) return false;
  const isFresh = situation.before === null || isFreshChild(situation, task.id);
  if (isFresh && isStartedByHandler(situation, task)) return true;
  return isFreshChild(situation, task.id) && situation.graph.edges.has(task.id);
}

function findBlamed(situation: Situation): Blamed[] {
  const { graph, tasks } = situation;
  const sinks = withoutAlternatives(situation, graph.sinksFrom(roots(situation).map((one) => one.id)));
  const edges = withPromises(situation, sinks);
  const cycleOf = new Map<string, readonly string[]>();
  for (const cycle of edges === graph.edges ? graph.cycles : circlesOf(situation, edges))
    for (const id of cycle) cycleOf.set(id, cycle);
  const insteadOf = new Map<string, string[]>();
  for (const sink of sinks) {
    for (const id of endsFrom(sink, edges, cycleOf).flatMap((end) => answerable(situation, end, sink))) {
      const list = insteadOf.get(id) ?? [];
      if (sink !== id) list.push(sink);
      insteadOf.set(id, list);
    }
  }
  const named = new Map<readonly string[], number>();
  const blamed = [...insteadOf].flatMap(([id, instead]): Blamed[] => {
    const task = tasks.get(id);
    if (task === undefined) return [];
    const cancellation = situation.cancellation.get(id) ?? 'unknown';
    const cycle = cycleOf.get(id) ?? [];
    const rank = named.get(cycle) ?? 0;
    named.set(cycle, rank + 1);
    // The members of one circle have the same victims: those of a few are enough.
    if (cycle.length > 0 && rank >= MOST_OF_CIRCLE) return [{ task, cancellation, victims: [], cycle }];
    // For a child it may answer that it awaits itself.
    const awaited = graph.awaitedBy(id);
    const victims = [...new Set([...instead, ...graph.waitersFor([id, ...instead])])].filter(
      (one) => one !== id && !awaited.has(one),
    );
    return [{ task, cancellation, victims: victims.slice(0, MOST_VICTIMS), cycle }];
  });
  return drainsInstead(situation, blamed);
}

/** Up to 3.10 no counter tells, but the code may. */
function hasSwallowed(situation: Situation, { task, cancellation }: Blamed): boolean {
  if (cancellation !== 'unknown') return cancellation === 'swallowed';
  return findSwallower(situation, task)?.certain === true;
}

/** Who waits for what is being worked off answers for that: those who do the work do what they should. */
function drainsInstead(situation: Situation, blamed: readonly Blamed[]): Blamed[] {
  const draining = drainingTasks(situation);
  if (draining.length === 0) return [...blamed];
  const answers = blamed.map((one): Blamed => {
    if (hasSwallowed(situation, one) || one.cycle.length > 0) return one;
    const ids = new Set([one.task.id, ...situation.graph.waitersFor([one.task.id]), ...one.victims]);
    const task = draining.find(({ id }) => ids.has(id));
    if (task === undefined || task === one.task) return one;
    const cancellation = situation.cancellation.get(task.id) ?? 'unknown';
    const awaited = situation.graph.awaitedBy(task.id);
    const victims = one.victims.filter((each) => each !== task.id && !awaited.has(each));
    return { task, cancellation, victims, cycle: [] };
  });
  return [...new Map(answers.map((one) => [one.task.id, one])).values()];
}

/** Whoever waits for an event waits for any of those who would set it. */
function circlesOf({ graph }: Situation, edges: ReadonlyMap<string, readonly string[]>): string[][] {
  return deadlocksOf(edges, (id) => !graph.edges.has(id) || graph.isAnyOf(id));
}

/** The graph's edges, and from sinks that wait for an event or a queue to those who would set it or put into it. */
function withPromises(
  situation: Situation,
  sinks: readonly string[],
): ReadonlyMap<string, readonly string[]> {
  const { graph } = situation;
  const promises = new Map<string, string[]>();
  const queue = new Set(sinks);
  for (const id of queue) {
    const task = situation.tasks.get(id);
    if (task === undefined || queue.size > MOST_PROMISES || situation.cancellation.get(id) === 'swallowed')
      continue;
    const promisers = promisersOf(situation, task);
    if (promisers.length > 0 && !graph.edges.has(id)) promises.set(id, promisers);
    for (const one of graph.sinksFrom(promisers)) queue.add(one);
  }
  return promises.size === 0 ? graph.edges : new Map([...graph.edges, ...promises]);
}

/** Where the waits from a sink lead: members of a circle, or tasks that wait for no other. */
function endsFrom(
  sink: string,
  edges: ReadonlyMap<string, readonly string[]>,
  cycleOf: ReadonlyMap<string, readonly string[]>,
): string[] {
  const seen = new Set([sink]);
  for (const id of seen) if (!cycleOf.has(id)) for (const next of edges.get(id) ?? []) seen.add(next);
  return [...seen].filter((id) => cycleOf.has(id) || !edges.has(id));
}
