/**
 * Which tasks are to blame: from what the shutdown waits for, along the wait-for graph, to its sinks and cycles. A mere
 * waiter is never blamed (causes.md, step 5).
 */
import type { TaskState } from '../python/model/capture.ts';
import { wasRequested } from './cancellation/cancellation.ts';
import { findSwallower } from './cancellation/swallow-search.ts';
import { hasOwnCode } from './culprit.ts';
import { drainingTasks } from './drains/backlog.ts';
import { isLifespan } from './drains/draining.ts';
import { progressOf } from './drains/progress.ts';
import { awaitedByServer, endsOf, serverOf } from './drains/servers.ts';
import { mainTasks } from './shutdown/main-task.ts';
import { shutdownTaskOf, shutdownTasks } from './shutdown/shutdown-tasks.ts';
import { sameStand } from './shutdown/stands.ts';
import { isStartedByHandler } from './signal/reaction.ts';
import type { Situation } from './situation.ts';
import { awaitedJob } from './threads/awaited-jobs.ts';
import type { Cancellation } from './vocabulary.ts';
import { awaitsChildEnd } from './waits/child-waits.ts';
import { deadlocksOf } from './waits/cycles.ts';
import { debtorsOf } from './waits/debtors.ts';
import { consumesOther } from './waits/other-queue.ts';
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

const known = new WeakMap<Situation, Blamed[]>();

/** Those that answer for themselves. */
export function blamedTasks(situation: Situation): Blamed[] {
  return blamedAtAll(situation).filter((one) => !waitsForJob(situation, one) || hasBegunJob(situation, one));
}

/** Those that wait for a job in a thread: the job answers. */
export function blamedForJobs(situation: Situation): Blamed[] {
  return blamedAtAll(situation).filter((one) => waitsForJob(situation, one) && !hasBegunJob(situation, one));
}

/** It swallowed its cancellation and comes round: the job of the moment is not the one that it stood at. */
function hasBegunJob(situation: Situation, { task, cancellation }: Blamed): boolean {
  const comesRound = cancellation === 'swallowed' && progressOf(situation, task) === 'steps';
  return comesRound && findSwallower(situation, task)?.followed === true;
}

function waitsForJob({ last }: Situation, { task }: Blamed): boolean {
  return awaitedJob(last, task) !== null;
}

/** Computed once for a situation. */
function blamedAtAll(situation: Situation): Blamed[] {
  let found = known.get(situation);
  if (found === undefined) {
    found = findBlamed(situation);
    known.set(situation, found);
  }
  return found;
}

/**
 * What the end of the program waits for: the set that asyncio.run cancelled; else a shutdown that has not told the others
 * yet; else the task that run_until_complete waits for; else whatever was cancelled.
 */
function roots(situation: Situation): TaskState[] {
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
  const sinks = graph.sinksFrom(roots(situation).map((one) => one.id));
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
  const blamed = [...insteadOf].flatMap(([id, instead]): Blamed[] => {
    const task = tasks.get(id);
    if (task === undefined) return [];
    const cancellation = situation.cancellation.get(id) ?? 'unknown';
    // For a child it may answer that it awaits itself.
    const awaited = graph.awaitedBy(id);
    const victims = [...new Set([...instead, ...graph.waitersFor([id, ...instead])])].filter(
      (one) => one !== id && !awaited.has(one),
    );
    return [{ task, cancellation, victims: victims.slice(0, MOST_VICTIMS), cycle: cycleOf.get(id) ?? [] }];
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

/** For a sink: whoever answers for it, else those who owe it what it waits for, else itself. */
function answerable(situation: Situation, sink: string, waiter: string): string[] {
  const culprit = promote(situation, sink);
  if (situation.cancellation.get(culprit) !== 'swallowed') {
    const awaited = awaitedByServers(situation, culprit);
    if (awaited.length > 0) return awaited.flatMap((one) => endOfLifespan(situation, one));
  }
  const task = situation.tasks.get(culprit);
  if (culprit !== sink || task === undefined || situation.cancellation.get(sink) === 'swallowed')
    return [culprit];
  const debtors = debtorsOfSink(situation, task).filter((id) => id !== waiter);
  return debtors.length > 0 ? debtors : [askerOf(situation, task) ?? culprit];
}

/**
 * Who owes a task that waits for no other what it waits for. Before the shutdown has told the others, to know its queue is
 * no debt: only who works it off owes it that.
 */
export function debtorsOfSink(situation: Situation, task: TaskState): string[] {
  const { primitives, graph } = situation;
  const on = task.wait?.on;
  const joined = on?.kind === 'primitive' && on.role === 'join' ? on.primitiveId : null;
  const debtors = debtorsOf(task, primitives, graph).filter((id) => {
    const one = situation.tasks.get(id);
    return joined === null || one === undefined || !consumesOther(situation, one, joined);
  });
  if (shutdownTaskOf(situation, task) === null) return debtors;
  return joined !== null ? debtors.filter((id) => !graph.edges.has(id)) : [];
}

/**
 * A task that was made in the shutdown, with no code of the service's own: one of a library's that waits for a future of the
 * library's, or what gather and wait make of a bare `event.wait()`. Nothing in it can be changed, but the line that waits
 * for it can.
 */
function askerOf(situation: Situation, task: TaskState): string | null {
  if (!isFreshChild(situation, task.id) || hasOwnCode(task) || awaitsChildEnd(task)) return null;
  if (task.wait?.on.kind !== 'future' && !isBare(situation, task.id)) return null;
  const waiters = [...situation.graph.waitersFor([task.id])];
  return waiters.find((id) => hasOwnCode(situation.tasks.get(id) ?? { stack: [] })) ?? null;
}

/** The application's shutdown may wait for a task of its own, as a server waits for the application's. */
function endOfLifespan(situation: Situation, id: string): string[] {
  const task = situation.tasks.get(id);
  if (task === undefined || !isLifespan(task)) return [id];
  return situation.graph.sinksFrom([id]).map((sink) => promote(situation, sink));
}

/** A handler may wait for tasks of its own: those are to blame, where they are the service's code. */
function endsOfHandler(situation: Situation, task: TaskState): string[] {
  const own = isLifespan(task) ? [] : endsOf(situation, task).filter(hasOwnCode);
  return own.length > 0 ? own.map(({ id }) => id) : [task.id];
}

/** Whom the server waits for, which the task is, or for which it waits (`wait_for` up to 3.11 makes a task of an event's wait). */
function awaitedByServers(situation: Situation, id: string): string[] {
  const ids = isBare(situation, id) ? [id, ...(situation.graph.waiters.get(id) ?? [])] : [id];
  const server = ids
    .flatMap((one) => situation.tasks.get(one) ?? [])
    .find((one) => serverOf(situation, one) !== null);
  return server === undefined
    ? []
    : awaitedByServer(situation, server).flatMap((one) => endsOfHandler(situation, one));
}

/**
 * A sink that nobody told to stop may be the fresh child of a task that swallowed its own cancellation and went on
 * (`wait_for` up to 3.11 and every gather make one a round): then the swallower is to blame.
 */
function promote(situation: Situation, sink: string): string {
  const { graph, cancellation } = situation;
  if (told(cancellation.get(sink))) return sink;
  const seen = new Set<string>([sink]);
  const queue = [sink];
  for (let id = queue.shift(); id !== undefined; id = queue.shift()) {
    for (const waiter of graph.waiters.get(id) ?? []) {
      if (seen.has(waiter)) continue;
      seen.add(waiter);
      if (answersFor(situation, waiter, id)) return waiter;
      queue.push(waiter);
    }
  }
  return sink;
}

/** It went on by itself, or it made this child, which has no code of the user's own, in its cleanup. */
function answersFor(situation: Situation, waiter: string, child: string): boolean {
  const cancellation = situation.cancellation.get(waiter);
  if (cancellation === 'swallowed' || isRespawning(situation, waiter, child)) return true;
  const mayHaveGoneOn = cancellation === 'unwinding' || cancellation === 'unknown';
  const mayBeFresh = situation.before === null || isFreshChild(situation, child);
  const task = situation.tasks.get(child);
  // Of what waits for a child process, that process is to blame.
  const isOfProcess = task !== undefined && awaitsChildEnd(task);
  return mayHaveGoneOn && mayBeFresh && isBare(situation, child) && !isOfProcess;
}

function told(cancellation: Cancellation | undefined): boolean {
  return cancellation === 'swallowed' || cancellation === 'unwinding' || cancellation === 'undeliverable';
}

/** It stands where it stood before the signal, but waits for a child that it made since: it replaces what the shutdown ends. */
export function isRespawning(situation: Situation, waiter: string, child: string): boolean {
  const now = situation.tasks.get(waiter);
  const earlier = situation.tasksBefore.get(waiter);
  if (now === undefined || earlier === undefined || !isFreshChild(situation, child)) return false;
  return sameStand(earlier, now) && (situation.graph.edges.get(waiter)?.includes(child) ?? false);
}

function isFreshChild(situation: Situation, id: string): boolean {
  return situation.before !== null && !situation.tasksBefore.has(id);
}

/** A child with no user frame of its own (a bare `queue.get()` in a wait_for) explains nothing by itself. */
function isBare(situation: Situation, id: string): boolean {
  return situation.tasks.get(id)?.stack.every((place) => place.origin === 'python') ?? false;
}
