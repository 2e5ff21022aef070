/** Who answers for what a sink of the wait-for graph waits for: its debtors, a server's handlers, the task that made it, or itself. */
import type { TaskState } from '../python/model/capture.ts';
import { wasRequested } from './cancellation/cancellation.ts';
import { hasOwnCode } from './culprit.ts';
import { isLifespan } from './drains/draining.ts';
import { awaitedByServer, endsOf, serverOf } from './drains/servers.ts';
import { mainTasks } from './shutdown/main-task.ts';
import { shutdownTaskOf } from './shutdown/shutdown-tasks.ts';
import { sameStand } from './shutdown/stands.ts';
import type { Situation } from './situation.ts';
import type { Cancellation } from './vocabulary.ts';
import { mayMakeChildren } from './waits/child-makers.ts';
import { awaitsChildEnd } from './waits/child-waits.ts';
import { debtorsOf } from './waits/debtors.ts';
import { mayGiveBack } from './waits/gives-back.ts';
import { consumesOther } from './waits/other-queue.ts';
import { worksOffQueue } from './waits/queue-work.ts';

/** For a sink: whoever answers for it, else those who owe it what it waits for, else itself. */
export function answerable(situation: Situation, sink: string, waiter: string): string[] {
  const culprit = promote(situation, sink);
  if (situation.cancellation.get(culprit) !== 'swallowed') {
    const awaited = awaitedByServers(situation, culprit);
    if (awaited.length > 0) return awaited.flatMap((one) => endOfLifespan(situation, one));
  }
  const task = situation.tasks.get(culprit);
  if (culprit !== sink || task === undefined || situation.cancellation.get(sink) === 'swallowed')
    return [culprit];
  const debtors = debtorsOfSink(situation, task).filter((id) => id !== waiter);
  return debtors.length > 0 ? debtors : [askerOf(situation, task) ?? ownerOf(situation, task) ?? culprit];
}

/**
 * Nobody has told it, and it has no code of the service's own: the nearest task that waits for it, has some, and was not told
 * either. To cancel that one is what helps: gather and wait_for hand it on, and who waits by `asyncio.wait` goes on.
 */
function ownerOf(situation: Situation, sink: TaskState): string | null {
  if (hasOwnCode(sink) || told(situation.cancellation.get(sink.id))) return null;
  const mains = new Set(mainTasks(situation).map(({ id }) => id));
  const queue = new Set([sink.id]);
  for (const id of queue) {
    for (const waiter of situation.graph.waiters.get(id) ?? []) {
      const task = situation.tasks.get(waiter);
      const isPlain = task !== undefined && !mains.has(waiter) && shutdownTaskOf(situation, task) === null;
      if (!isPlain || wasRequested(task) || told(situation.cancellation.get(waiter))) continue;
      if (hasOwnCode(task)) return waiter;
      queue.add(waiter);
    }
  }
  return null;
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
    if (one === undefined) return true;
    if (joined === null) return mayGiveBack(situation, one);
    return worksOffQueue(situation, one) && !consumesOther(situation, one, joined);
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
      if (answersFor(situation, waiter, { child: id, sink })) return waiter;
      queue.push(waiter);
    }
  }
  return sink;
}

/**
 * It went on by itself, or it made this child, which has no code of the user's own, in its cleanup: unless that one waits for
 * somebody who has (`acquire` of a lock that another holds).
 */
function answersFor(
  situation: Situation,
  waiter: string,
  { child, sink }: { child: string; sink: string },
): boolean {
  const cancellation = situation.cancellation.get(waiter);
  if (cancellation === 'swallowed' || isRespawning(situation, waiter, child)) return true;
  if (cancellation === 'undeliverable' && situation.tasks.get(waiter)?.ownCancel !== undefined) return true;
  const mayHaveGoneOn = cancellation === 'unwinding' || cancellation === 'unknown';
  const mayBeFresh = situation.before === null || isFreshChild(situation, child);
  const task = situation.tasks.get(child);
  // Of what waits for a child process, that process is to blame.
  const isOfProcess = task !== undefined && awaitsChildEnd(task);
  return mayHaveGoneOn && mayBeFresh && isBare(situation, child) && isBare(situation, sink) && !isOfProcess;
}

function told(cancellation: Cancellation | undefined): boolean {
  return cancellation === 'swallowed' || cancellation === 'unwinding' || cancellation === 'undeliverable';
}

/** It stands where it stood before the signal, but waits for a child that was made since: it replaces what the shutdown ends. */
export function isRespawning(situation: Situation, waiter: string, child: string): boolean {
  const now = situation.tasks.get(waiter);
  const earlier = situation.tasksBefore.get(waiter);
  if (now === undefined || earlier === undefined || !isFreshChild(situation, child)) return false;
  if (!(sameStand(earlier, now) && situation.graph.edges.get(waiter)?.includes(child))) return false;
  return mayMakeChildren(situation, now);
}

export function isFreshChild(situation: Situation, id: string): boolean {
  return situation.before !== null && !situation.tasksBefore.has(id);
}

/** A child with no user frame of its own (a bare `queue.get()` in a wait_for) explains nothing by itself. */
function isBare(situation: Situation, id: string): boolean {
  return situation.tasks.get(id)?.stack.every((place) => place.origin === 'python') ?? false;
}
