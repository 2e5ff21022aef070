/** Who stands as before the signal though the loop's handler would have told it: the handler was never called. */
import type { SignalHandler, TaskState } from '../../python/model/capture.ts';
import { findSwallower } from '../cancellation/swallow-search.ts';
import { uncancelCall } from '../cancellation/taken-back.ts';
import type { Situation } from '../situation.ts';

export interface Untold {
  task: TaskState;
  /** A verb and more: what the task does. */
  does: string;
  evidence: string;
  /** What it waits for, if that is what the handler completes. */
  waitsFor: string | null;
}

export function untoldBy(situation: Situation, handler: SignalHandler): Untold | null {
  const uncancelled = handler.function === 'Task.cancel' ? uncancelledBy(situation, handler) : null;
  if (uncancelled !== null)
    return {
      task: uncancelled,
      does: 'stands as before the signal',
      evidence:
        'the task that the handler cancels has no request, and has taken no step since before the signal',
      waitsFor: null,
    };
  const waiter = handler.function === 'Event.set' ? waiterFor(situation, handler) : null;
  return waiter === null
    ? null
    : {
        task: waiter,
        does: 'waits for it',
        evidence: 'the event that the handler sets is not set, and is waited for as before the signal',
        waitsFor: 'the event that its handler sets',
      };
}

/** A request is counted from 3.11 on; before, it takes a step of whoever waits for no other task, which would get it. */
function uncancelledBy(situation: Situation, { boundTo }: SignalHandler): TaskState | null {
  const task = situation.last.tasks.find(({ id }) => id === boundTo);
  const earlier = situation.before?.tasks.find(({ id }) => id === boundTo);
  if (task === undefined || earlier?.stepMark !== task.stepMark || task.activity !== 'waiting') return null;
  if (uncancelCall(task, situation) !== null) return null;
  if (task.cancelRequests !== null)
    return task.cancelRequests === 0 && earlier.cancelRequests === 0 ? task : null;
  // What keeps a request may be back at the very place, in an await that lies where the last one lay.
  return handsOn(task) || findSwallower(situation, task) !== null ? null : task;
}

function handsOn({ wait }: TaskState): boolean {
  return wait === null || ['task', 'tasks', 'shield'].includes(wait.on.kind);
}

/** The event's own `set` would have made it ready: who waits as before has not been told. */
function waiterFor(
  { before, last, tasks, primitives }: Situation,
  { boundTo }: SignalHandler,
): TaskState | null {
  const earlier = before?.primitives.find(({ id }) => id === boundTo);
  const now = primitives.get(boundTo ?? '');
  if (earlier === undefined || now?.engaged !== false) return null;
  const marks = new Map(before?.tasks.map(({ id, stepMark }) => [id, stepMark]));
  const waiter = now.waiters.find(
    (id) => earlier.waiters.includes(id) && marks.get(id) === tasks.get(id)?.stepMark,
  );
  return last.tasks.find(({ id }) => id === waiter) ?? null;
}
