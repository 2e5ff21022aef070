/**
 * Who waits for whom. Nodes are tasks; an edge leads from a task to the tasks without which its wait cannot end:
 * the awaited task, children of a gather, holders of a lock. A task whose wait leads to no other task is a sink.
 */
import type { Capture, TaskState } from '../../python/model/capture.ts';
import type { Primitive } from '../../python/model/wait.ts';
import { deadlocksOf } from './cycles.ts';

export interface WaitGraph {
  /** Task ids that a task waits for, pending ones only. */
  readonly edges: ReadonlyMap<string, readonly string[]>;
  /** Task ids that wait for a task. */
  readonly waiters: ReadonlyMap<string, readonly string[]>;
  /** Groups of tasks that wait for each other in a circle; also one task that waits for itself. */
  readonly cycles: readonly (readonly string[])[];
  /** One of those that the task waits for is enough. */
  isAnyOf(taskId: string): boolean;
  /** The sinks to which the waits of these tasks lead, themselves where they are; members of a cycle count as sinks. */
  sinksFrom(taskIds: Iterable<string>): string[];
  /** Every task that waits, directly or not, for one of these. */
  waitersFor(taskIds: Iterable<string>): Set<string>;
  /** Those for which a task waits, directly or not, while they do not wait for it. */
  awaitedBy(taskId: string): Set<string>;
}

export function buildWaitGraph(capture: Capture, primitives: ReadonlyMap<string, Primitive>): WaitGraph {
  // Made when a first task waits for another: of many tasks most wait for none.
  let pending: Set<string> | null = null;
  const edges = new Map<string, string[]>();
  const waiters = new Map<string, string[]>();
  const tasks = new Map<string, TaskState>();
  for (const task of capture.tasks) {
    const named = targetsOf(task, primitives);
    if (named.length === 0) continue;
    const known: Set<string> = pending ?? new Set(capture.tasks.map(({ id }) => id));
    pending = known;
    const targets = named.filter((id) => known.has(id));
    if (targets.length === 0) continue;
    edges.set(task.id, targets);
    tasks.set(task.id, task);
    for (const target of targets) append(waiters, target, task.id);
  }
  const anyOf = (id: string) => isAnyOf(tasks.get(id), primitives);
  const cycles = deadlocksOf(edges, anyOf);
  const inCycle = new Set(cycles.flat());
  const waitersFor = (taskIds: Iterable<string>) => {
    const start = new Set(taskIds);
    const found = reach(start, waiters);
    for (const id of start) found.delete(id);
    return found;
  };
  return {
    edges,
    waiters,
    cycles,
    isAnyOf: anyOf,
    sinksFrom: (taskIds) => [...reach(taskIds, edges)].filter((id) => !edges.has(id) || inCycle.has(id)),
    waitersFor,
    awaitedBy: (taskId) => {
      if (!edges.has(taskId)) return new Set();
      const waiting = waitersFor([taskId]);
      const found = [...reach([taskId], edges)].filter((id) => id !== taskId && !waiting.has(id));
      return new Set(found);
    },
  };
}

/** Ids of the tasks that must act before this wait can end; empty when no task is known. */
function targetsOf(task: TaskState, primitives: ReadonlyMap<string, Primitive>): string[] {
  const on = task.wait?.on;
  if (on === undefined) return [];
  switch (on.kind) {
    case 'task':
      return [on.taskId];
    case 'tasks':
      return on.pending;
    case 'shield':
      return on.innerTaskIds;
    case 'primitive':
      return holdersOf(primitives.get(on.primitiveId), on.role, task.id);
    default:
      return [];
  }
}

/** One of those it waits for is enough: any of several holders of a semaphore lets it go on. */
function isAnyOf(task: TaskState | undefined, primitives: ReadonlyMap<string, Primitive>): boolean {
  const on = task?.wait?.on;
  if (on?.kind === 'tasks') return on.any;
  return on?.kind === 'primitive' && primitives.get(on.primitiveId)?.kind === 'semaphore';
}

/** Only those who certainly hold it: to know an event or a queue is not to owe it anything. */
function holdersOf(primitive: Primitive | undefined, role: string, taskId: string): string[] {
  if (primitive === undefined || role !== 'acquire') return [];
  let holding = known.get(primitive);
  if (holding === undefined) {
    holding = holdingOf(primitive);
    known.set(primitive, holding);
  }
  const others = holding.surely.filter((id) => id !== taskId);
  if (others.length > 0) return others;
  // A task that acquires what it holds waits for itself: asyncio.Lock is not reentrant.
  return holding.all.has(taskId) && primitive.kind === 'lock' ? [taskId] : [];
}

interface Holding {
  all: ReadonlySet<string>;
  /** Condition.wait() stands inside `async with` without the lock, and waits for it on its way out: without such. */
  surely: readonly string[];
}

/** Thousands may wait for one lock. */
const known = new WeakMap<Primitive, Holding>();

function holdingOf({ waiters, holders }: Primitive): Holding {
  const waiting = new Set(waiters);
  const all = new Set(holders.filter((one) => one.how === 'acquired').map((one) => one.taskId));
  return { all, surely: [...all].filter((id) => !waiting.has(id)) };
}

function append(map: Map<string, string[]>, key: string, value: string): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}

/** All nodes that can be reached, the starting ones included: each is visited once. */
function reach(start: Iterable<string>, edges: ReadonlyMap<string, readonly string[]>): Set<string> {
  const seen = new Set(start);
  // A Set hands out what is added while it is walked.
  for (const id of seen) for (const target of edges.get(id) ?? []) seen.add(target);
  return seen;
}
