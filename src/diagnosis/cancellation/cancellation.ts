/**
 * What became of each task's cancellation. Rules and their sources: asyncio/tasks.py (`Task.cancel`), causes.md and
 * section 6 of the memory notes: a counter (3.11+), the set `to_cancel`, the exception being handled, the pair
 * `must_cancel` + waiter, and between captures the step mark.
 */

import type { Capture, LoopState, TaskState } from '../../python/model/capture.ts';
import type { CodePlace } from '../../python/model/frame.ts';
import type { WaitTarget } from '../../python/model/wait.ts';
import { redeliversCancellation } from '../libraries/redeliveries.ts';
import { taskAt } from '../looks/at-look.ts';
import type { Cancellation } from '../vocabulary.ts';
import { sleptAnewTooSoon } from './broken-off.ts';
import { isRefused, refusesToBeCancelled } from './own-cancel.ts';
import type { Met } from './turns.ts';
import { mostInATurn, turnsBetween } from './turns.ts';

export interface CancellationInput {
  last: Capture;
  before: Capture | null;
  /** Captures since the signal. */
  since: readonly Capture[];
  /** Also those since the signal whose threads moved while they were read. */
  looks: readonly Capture[];
  tasks: ReadonlyMap<string, TaskState>;
  tasksBefore: ReadonlyMap<string, TaskState>;
  loops: ReadonlyMap<string, LoopState>;
  signalled: boolean;
  /** The code of a task that waits for this one has called `cancel()`. Asked where nothing else tells. */
  askedByWaiter: (id: string) => boolean;
  /** Who waits for it at a shield has cancelled it. */
  cancelledBehindShield: (id: string) => boolean;
  /** The handler cancels, and tasks that are waited for together with this one have ended since. */
  cancelledBeside: (id: string) => boolean;
  /** It was cancelled since the signal, and `uncancel()` has lowered its counter to 0 again. */
  tookBack: (task: TaskState) => boolean;
  /** It is a server in its shutdown. */
  isDraining: (task: TaskState) => boolean;
}

export function cancellationsOf(input: CancellationInput): Map<string, Cancellation> {
  const shielded = shieldedTasks(input.last);
  const result = new Map<string, Cancellation>();
  for (const task of input.last.tasks) result.set(task.id, cancellationOf(task, input, shielded));
  return result;
}

/** Whether anything says that `cancel()` was called on the task and not taken back. */
export function wasRequested(task: TaskState): boolean {
  return (
    (task.cancelRequests ?? 0) > 0 ||
    task.inToCancel === true ||
    task.mustCancel ||
    task.waiterState === 'cancelled'
  );
}

function cancellationOf(
  task: TaskState,
  input: CancellationInput,
  shielded: ReadonlySet<string>,
): Cancellation {
  if (isCancelledAgainAndAgain(task) || isSeenCancelledAgain(task, input)) return 'swallowed';
  if (task.handling.some((one) => one.isCancelled)) return 'unwinding';
  if (refusesToBeCancelled(task, input)) return 'undeliverable';
  if (isRefused(task)) {
    return loopRuns(task, input) || staysRefused(task, input) ? 'undeliverable' : 'requested';
  }
  if (task.mustCancel || task.waiterState === 'cancelled') return 'requested';
  if (!wasRequested(task) || wasRequestedBefore(task, input)) return unrequested(task, input, shielded);
  if (task.activity !== 'waiting')
    return task.activity === 'not-started' ? 'requested' : swallowedWhileBusy(task, input);
  if (passedOn(task, input)) return 'requested';
  if (takesLockBack(task)) return 'unwinding';
  return input.isDraining(task) ? 'unwinding' : 'swallowed';
}

/**
 * `Condition.wait` must have its lock again before it may end: it keeps a cancellation that comes meanwhile, and raises it
 * afterwards (asyncio/locks.py).
 */
function takesLockBack({ stack }: TaskState): boolean {
  const [waiting, acquiring] = stack.slice(-2);
  const inLocks = (place: CodePlace | undefined, name: string) =>
    place?.name === name && place.origin === 'python' && place.file.endsWith('/asyncio/locks.py');
  return inLocks(waiting, 'wait') && inLocks(acquiring, 'acquire');
}

function unrequested(task: TaskState, input: CancellationInput, shielded: ReadonlySet<string>): Cancellation {
  if (shielded.has(task.id) && !input.cancelledBehindShield(task.id)) return 'shielded';
  if (input.signalled && input.tookBack(task)) return 'swallowed';
  return passedThroughUnseen(task, input) ? 'unknown' : 'not-requested';
}

/** All its requests are from before the signal: it may have been woken by one, and nobody has cancelled it since. */
function wasRequestedBefore(task: TaskState, { tasksBefore, signalled }: CancellationInput): boolean {
  const earlier = tasksBefore.get(task.id);
  if (!signalled || earlier === undefined || task.inToCancel === true || task.mustCancel) return false;
  return (task.cancelRequests ?? 0) > 0 && earlier.cancelRequests === task.cancelRequests;
}

/** A scope of anyio cancels a task at each turn of the loop until it ends: so many, and it still waits or runs by itself. */
const AGAIN_AND_AGAIN = 1_000;

/** Its exception of the moment tells nothing: it is thrown one after the other. What waits for other tasks hands them on. */
export function isCancelledAgainAndAgain({ cancelRequests, mustCancel, wait }: TaskState): boolean {
  const kind = wait?.on.kind;
  return (cancelRequests ?? 0) >= AGAIN_AND_AGAIN && !mustCancel && kind !== 'task' && kind !== 'tasks';
}

/**
 * Where there is no counter (up to 3.10): two looks met a cancellation on its way to a task that has taken a step in
 * between, or whose loop has gone round; or a later one did, and what cancels again as long as the task goes on is still
 * at it.
 */
function isSeenCancelledAgain(
  { id, cancelRequests, wait }: TaskState,
  { looks }: CancellationInput,
): boolean {
  const kind = wait?.on.kind;
  if (cancelRequests !== null || kind === 'task' || kind === 'tasks') return false;
  const met = (captures: readonly Capture[]) =>
    captures.flatMap((capture) => {
      const task = taskAt(capture, id);
      return task !== undefined && isOnItsWay(task) ? [{ capture, task }] : [];
    });
  const all = met(looks);
  if (new Set(all.map(({ task }) => task.stepMark)).size > 1) return true;
  const [first] = all;
  if (first !== undefined && all.some((one) => hasGoneRound(first, one))) return true;
  // What was refused is on its way for as long as the future is pending, and was asked for once.
  const later = met(looks.slice(1)).filter((one) => !isRefused(one.task));
  return looks.filter(isRedelivered).length > 1 && later.length > 0;
}

/**
 * Two looks met it told, with nothing on its way to it any more, and its loop has gone round and round in between: the step
 * in which it was thrown is long over, wherever in a step each look has met it.
 */
function hasGoneOnSinceTold({ id }: TaskState, { looks }: CancellationInput): boolean {
  const told = looks.flatMap((capture) => {
    const task = taskAt(capture, id);
    return task !== undefined && wasRequested(task) && !isOnItsWay(task) ? [{ capture, task }] : [];
  });
  const [first, last] = [told[0], told.at(-1)];
  return first !== undefined && last !== undefined && turnsBetween(first, last) > mostInATurn(last);
}

/**
 * A look met it in a step, with nothing on its way to it any more: whoever cancels a task that runs leaves `must_cancel` set
 * (asyncio/tasks.py), so that it had been thrown by then. It is in a step again, and the loop has begun others in between.
 */
function hasBegunAnotherStep(task: TaskState, { last, looks }: CancellationInput): boolean {
  if (task.activity !== 'running' || isOnItsWay(task)) return false;
  return looks.some((capture) => {
    const one = taskAt(capture, task.id);
    const wasTold = one?.activity === 'running' && wasRequested(one) && !isOnItsWay(one);
    return wasTold && turnsBetween({ capture, task: one }, { capture: last, task }) > 0;
  });
}

/**
 * The task is woken from a cancelled future within one turn of its loop (asyncio/events.py: `call_soon` of its wake-up),
 * so that after more than a turn it is another cancellation that is on its way.
 */
function hasGoneRound(first: Met, later: Met): boolean {
  if (first.task.waiterState !== 'cancelled' || later.task.waiterState !== 'cancelled') return false;
  return turnsBetween(first, later) > mostInATurn(later);
}

function isRedelivered({ loops }: Capture): boolean {
  return loops.some(({ ready }) => ready.some(({ place }) => redeliversCancellation(place)));
}

function isOnItsWay({ mustCancel, waiterState }: TaskState): boolean {
  return mustCancel || waiterState === 'cancelled';
}

/** Inner tasks of asyncio.shield: its inner done-callback is on them (asyncio/tasks.py, `shield`). */
function shieldedTasks(capture: Capture): Set<string> {
  const ids = new Set<string>();
  for (const task of capture.tasks) {
    if (task.wait?.on.kind === 'shield') for (const id of task.wait.on.innerTaskIds) ids.add(id);
    if (task.doneCallbacks.some((name) => name.startsWith('shield.<locals>'))) ids.add(task.id);
  }
  return ids;
}

/** A loop that cannot take a step delivers nothing: a pending cancel is then no sign of refusal. */
function loopRuns(task: TaskState, input: CancellationInput): boolean {
  const loop = task.loopId === null ? undefined : input.loops.get(task.loopId);
  return loop === undefined || loop.state === 'waiting';
}

/** Its loop goes round all the time (a scope of anyio's tries again), and the request is where it was. */
function staysRefused({ id, stepMark }: TaskState, { looks }: CancellationInput): boolean {
  const refused = looks.flatMap((capture) => {
    const task = taskAt(capture, id);
    return task?.stepMark === stepMark && isRefused(task) ? [{ capture, task }] : [];
  });
  const [first, last] = [refused[0], refused.at(-1)];
  if (first === undefined || last === undefined || first === last) return false;
  return turnsBetween(first, last) > 0 || refused.every(({ capture }) => isRedelivered(capture));
}

/** Running or ready with a request behind it: a task that computes has not yet been told; one that stepped since has. */
function swallowedWhileBusy(task: TaskState, input: CancellationInput): Cancellation {
  if (hasGoneOnSinceTold(task, input) || hasBegunAnotherStep(task, input)) return 'swallowed';
  if (input.since.some((capture) => hasHadItsTurn(capture, task.id))) return 'swallowed';
  const earlier = input.tasksBefore.get(task.id);
  if (earlier === undefined || earlier.activity === 'running') return 'requested';
  return earlier.stepMark === task.stepMark ? 'requested' : 'swallowed';
}

/**
 * Between two steps, and no cancellation on its way any more: `must_cancel` is taken back only by throwing it into the
 * coroutine (Modules/_asynciomodule.c, `task_step_impl`).
 */
function hasHadItsTurn({ tasks }: Capture, id: string): boolean {
  const task = tasks.find((one) => one.id === id);
  if (task === undefined || task.activity !== 'ready' || !wasRequested(task)) return false;
  return (
    !task.mustCancel && task.waiterState === null && !task.handling.some((handling) => handling.isCancelled)
  );
}

/**
 * `Task.cancel` hands the request to what the task awaits: to a child task, to a gather's children, to the tasks of a
 * TaskGroup. Such a task waits, rightly, for them.
 */
function passedOn(task: TaskState, input: CancellationInput): boolean {
  const on = task.wait?.on;
  if (on === undefined) return false;
  switch (on.kind) {
    case 'task':
      return childWasTold(on.taskId, task, input);
    case 'tasks':
      return passedToGroup(on, task, input);
    default:
      return false;
  }
}

type TasksWait = Extract<WaitTarget, { kind: 'tasks' }>;

function passedToGroup(on: TasksWait, task: TaskState, input: CancellationInput): boolean {
  const told = on.pending.some((id) => childWasTold(id, task, input));
  if (on.group === 'gather') return on.cancelRequested || told;
  // A cancel scope hands a cancellation to each child as that child comes to an await, and to none behind a shield.
  if (on.group === 'task-group' && isInExit(task, 'anyio')) return true;
  // It has aborted its tasks by then, also those that have taken that back since (asyncio/taskgroups.py, `_abort`).
  return on.group === 'task-group' && (told || on.cancelRequested) && isInExit(task, 'asyncio');
}

function childWasTold(childId: string, task: TaskState, input: CancellationInput): boolean {
  const child = input.tasks.get(childId);
  if (child === undefined) return false;
  if (wasRequested(child) || child.handling.some((one) => one.isCancelled)) return true;
  // Without a counter (≤ 3.10) the same await since before the signal is as good as told.
  return child.cancelRequests === null && input.tasksBefore.get(task.id)?.stepMark === task.stepMark;
}

function isInExit(task: TaskState, owner: string): boolean {
  return task.stack.some((place) => place.package === owner && /^_?_?aexit(__)?$/.test(place.name));
}

/** ≤ 3.10 has no counter: a step across the signal, then none, is what a swallowed cancel looks like; no proof. */
function passedThroughUnseen(task: TaskState, input: CancellationInput): boolean {
  if (!input.signalled || task.cancelRequests !== null || task.inToCancel !== null) return false;
  if (input.before === null) return input.askedByWaiter(task.id);
  const earlier = input.tasksBefore.get(task.id);
  if (earlier === undefined) return false;
  // What it awaits may lie where the last one lay, but a child that was not there before tells of a step.
  const hasMoved =
    earlier.stepMark !== task.stepMark ||
    wasElsewhere(earlier, input) ||
    sleptAnewTooSoon({ capture: input.before, task: earlier }, { capture: input.last, task });
  return hasMoved || input.cancelledBeside(task.id) || awaited(task).some((id) => !input.tasksBefore.has(id));
}

/** A retry that pauses before it begins again may come back to the very await at which it was cancelled. */
function wasElsewhere({ id, stepMark }: TaskState, { looks }: CancellationInput): boolean {
  return looks.some(({ tasks }) => tasks.some((one) => one.id === id && one.stepMark !== stepMark));
}

function awaited({ wait }: TaskState): readonly string[] {
  const on = wait?.on;
  if (on?.kind === 'task') return [on.taskId];
  return on?.kind === 'tasks' ? on.pending : [];
}
