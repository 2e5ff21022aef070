/**
 * Requests that were taken back where no call of `uncancel()` is to be seen: it is in another module, behind a stored bound
 * method, or found by its name at run time. `Task.cancel` raises the counter whatever the task awaits (asyncio/tasks.py,
 * 3.11+): of a task that was surely cancelled, a counter of 0 says that somebody lowered it.
 */
import type { TaskState } from '../../python/model/capture.ts';
import { progressOf } from '../drains/progress.ts';
import { once } from '../once.ts';
import { anythingCancelled, handlerCancels } from '../signal/reaction.ts';
import type { Situation } from '../situation.ts';
import type { Cancellation } from '../vocabulary.ts';
import { askedByWaiter } from './asked-by-waiter.ts';
import type { Swallower } from './swallow-search.ts';
import { findSwallower } from './swallow-search.ts';
import { SETTLED_LOOKS } from './taken-back.ts';

/** What becomes of the judgement on each task that was told, and on those that told it on. */
export function takenBackUnseen(situation: Situation): Map<string, Cancellation> {
  const found = new Map<string, Cancellation>();
  if (situation.before === null || situation.evidence.signal === null) return found;
  for (const task of situation.last.tasks) {
    if (!(isUncounted(situation, task) && wasTold(situation, task))) continue;
    found.set(task.id, 'swallowed');
    // It waits, rightly, for what it has told.
    for (const id of situation.graph.waitersFor([task.id]))
      if (handedOnBefore(situation).has(id)) found.set(id, 'requested');
  }
  return found;
}

function isUncounted({ cancellation, tasksBefore }: Situation, task: TaskState): boolean {
  if (task.cancelRequests !== 0 || task.activity !== 'waiting') return false;
  return cancellation.get(task.id) === 'not-requested' && tasksBefore.get(task.id)?.cancelRequests === 0;
}

function wasTold(situation: Situation, task: TaskState): boolean {
  const isStepped = situation.tasksBefore.get(task.id)?.stepMark !== task.stepMark;
  if (handedOnBefore(situation).has(task.id)) return isStepped || situation.since.length >= SETTLED_LOOKS;
  if (!(isStepped && mayHaveBeenAsked(situation, task))) return false;
  // Who takes a step now and then takes one at the signal, too.
  if (progressOf(situation, task) !== 'none') return false;
  const swallower = swallowerOf(situation, task);
  return swallower !== null && handsToOthers(situation, swallower);
}

/** The tasks that the handler, a task's bound `cancel`, tells: this one, and those to which each hands it on. */
const handedOnBefore = once(({ before, tasksBefore, evidence, tasks }): ReadonlySet<string> => {
  const told = new Set<string>();
  for (const handler of (before?.loops ?? []).flatMap((loop) => loop.signalHandlers)) {
    const isCancel = handler.signal === evidence.signal?.number && CANCEL.test(handler.function ?? '');
    if (isCancel && handler.boundTo !== null) told.add(handler.boundTo);
  }
  for (const id of told) {
    // Only where it is still there and counts a request: else it was told, and has ended, or nobody has told it.
    const isTold = (tasks.get(id)?.cancelRequests ?? 0) > 0;
    if (isTold) for (const next of handsOn(tasksBefore.get(id))) told.add(next);
  }
  return told;
});

const CANCEL = /(^|\.)cancel$/;

/** `Task.cancel` cancels the awaited future: a task, or a gather, which cancels its children. asyncio.wait hands on nothing. */
function handsOn(task: TaskState | undefined): readonly string[] {
  const on = task?.wait?.on;
  if (on?.kind === 'task') return [on.taskId];
  return on?.kind === 'tasks' && on.group === 'gather' ? on.pending : [];
}

function mayHaveBeenAsked(situation: Situation, { id }: TaskState): boolean {
  const { tasks, graph, surroundings } = situation;
  return askedByWaiter({ tasks, graph, surroundings }, id) || handlersCancelIsLost(situation);
}

/** The handler cancels, and nobody shows a trace of it, nor has ended. */
const handlersCancelIsLost = once((situation): boolean => {
  if (!handlerCancels(situation) || anythingCancelled(situation)) return false;
  return [...situation.tasksBefore.keys()].every((id) => situation.tasks.has(id));
});

function swallowerOf(situation: Situation, task: TaskState): Swallower | null {
  const swallower = findSwallower(situation, task);
  return swallower === null || swallower.endsTask || !swallower.followed ? null : swallower;
}

/** A manager, or a clause that calls something: what they do is not all to be seen. */
function handsToOthers(situation: Situation, { construct, place }: Swallower): boolean {
  const layers = situation.surroundings(place)?.layers ?? [];
  const handlers = layers.flatMap((layer) => (layer.kind === 'try-body' ? layer.facts.handlers : []));
  const handler = handlers.find(({ line }) => line === construct.line);
  if (handler === undefined) return true;
  const { body } = handler;
  const calls = situation.surroundings(place)?.function?.calls ?? [];
  return calls.some(({ line }) => line >= body.fromLine && line <= body.toLine);
}
