import type { TaskState } from '../../python/model/capture.ts';
import type { Blamed } from '../blame.ts';
import { blamedTasks } from '../blame.ts';
import { cancelledBehindShield } from '../cancellation/cancelled-behind-shield.ts';
import { innermostOwn } from '../culprit.ts';
import { outlastingWaiter } from '../drains/bounded-waiter.ts';
import { anythingCancelled, handlerCancels } from '../signal/reaction.ts';
import type { Situation } from '../situation.ts';
import { findCalls } from '../source/calls.ts';
import type { Construct } from '../vocabulary.ts';
import { placeLabel, taskLabel } from '../words.ts';
import type { Cause } from './cause.ts';
import { progressEvidence, requestEvidence, taskFinding } from './task-finding.ts';

/** `asyncio.shield` stops the cancellation at its outer future; the inner task hears nothing (asyncio/tasks.py, `shield`). */
export const cancelShielded: Cause = {
  code: 'cancel-shielded',
  title: 'a task stands behind asyncio.shield',
  stage: 'tasks',
  evidence: "the task carries shield's done-callback and no cancel request; the shutdown waits for it",
  find(situation) {
    return blamedTasks(situation)
      .filter((one) => isShielded(situation, one) && outlastingWaiter(situation, one) === null)
      .map((one) => {
        const scope = scopeShield(situation, one.task);
        const construct = scope ?? shieldCall(situation, one.task);
        return taskFinding(situation, one, {
          cause: 'cancel-shielded',
          certainty: isOfCancelled(situation, one, scope) ? 'certain' : 'likely',
          sentence: `${taskLabel(one.task)} is behind ${scope === null ? 'asyncio.shield' : 'a shielded scope'}${construct === null ? '' : ` (${placeLabel(construct)})`} ${scope === null ? 'and was never cancelled' : 'which keeps the cancellation from it'}; what waits for it waits on.`,
          fix:
            scope === null
              ? 'Bound the shielded work: `await asyncio.wait_for(asyncio.shield(job), seconds)`, and cancel the inner task when the time is over.'
              : 'Bound the shielded scope: `with anyio.move_on_after(seconds, shield=True):`, and go on without what does not come.',
          construct,
          evidence: [
            ...requestEvidence(one),
            scope === null
              ? "asyncio.shield's callback is on the task, and nobody cancelled the task itself"
              : 'it stands inside a cancel scope with shield=True',
            ...progressEvidence(situation, one),
          ],
        });
      });
  },
};

/** Where nobody has cancelled anything, nothing was kept from it. */
function isOfCancelled(situation: Situation, blamed: Blamed, scope: Construct | null): boolean {
  return scope === null ? stoppedAtShield(situation, blamed) : anythingCancelled(situation);
}

/** Somebody who was asked to stop, or is on its way out, waits at the shield: what was asked of it went no further. */
function stoppedAtShield(situation: Situation, { task, victims }: Blamed): boolean {
  return [...(situation.graph.waiters.get(task.id) ?? []), ...victims].some((id) => {
    const cancellation = situation.cancellation.get(id);
    return cancellation !== undefined && cancellation !== 'not-requested' && cancellation !== 'unknown';
  });
}

/**
 * Where nobody who waits at the shield was asked to stop, it keeps nothing from anybody. Up to 3.10 no counter tells of that, so
 * that it counts if anything at all was cancelled.
 */
function keepsAnything(situation: Situation, blamed: Blamed): boolean {
  if (stoppedAtShield(situation, blamed)) return true;
  const waiters = [...situation.graph.waitersFor([blamed.task.id])].flatMap(
    (id) => situation.tasks.get(id) ?? [],
  );
  const mayBeUntold = waiters.every(({ cancelRequests }) => cancelRequests === null);
  return mayBeUntold && (anythingCancelled(situation) || handlerCancels(situation));
}

/** The shutdown waits for the task itself; the shield is somebody else's, whom nobody asked to stop. */
function isAwaitedOpenly({ graph, tasks, cancellation }: Situation, { task }: Blamed): boolean {
  const waiters = graph.waiters.get(task.id) ?? [];
  const isAtShield = (id: string) => tasks.get(id)?.wait?.on.kind === 'shield';
  const isLeftAlone = (id: string) =>
    cancellation.get(id) === 'not-requested' || cancellation.get(id) === 'unknown';
  const [atShield, open] = [waiters.filter(isAtShield), waiters.filter((id) => !isAtShield(id))];
  return open.length > 0 && atShield.length > 0 && atShield.every(isLeftAlone);
}

function isShielded(situation: Situation, blamed: Blamed): boolean {
  if (scopeShield(situation, blamed.task) !== null) return true;
  if (cancelledBehindShield(situation, blamed.task.id)) return false;
  if (isAwaitedOpenly(situation, blamed) || !keepsAnything(situation, blamed)) return false;
  if (blamed.cancellation === 'shielded' || isAwaitedAfterShield(situation, blamed)) return true;
  return (
    blamed.cancellation !== 'swallowed' &&
    blamed.cancellation !== 'unwinding' &&
    (situation.graph.waiters.get(blamed.task.id) ?? []).some(
      (id) => situation.tasks.get(id)?.wait?.on.kind === 'shield',
    )
  );
}

/**
 * Whoever was stopped at the shield has caught that, and awaits the inner task itself: `except CancelledError: await job`.
 * The shield's callback is gone by then, but the line that says it is there.
 */
function isAwaitedAfterShield(situation: Situation, { task, cancellation }: Blamed): boolean {
  if (cancellation !== 'not-requested' && cancellation !== 'unknown') return false;
  return (situation.graph.waiters.get(task.id) ?? []).some((id) => {
    const waiter = situation.tasks.get(id);
    if (waiter === undefined || situation.cancellation.get(id) !== 'unwinding') return false;
    const place = innermostOwn(waiter.stack);
    const around = place === null ? null : situation.surroundings(place);
    const name = AWAITED_NAME.exec(around?.text ?? '')?.[1];
    if (name === undefined || around?.function == null) return false;
    return findCalls(around.function, ['shield']).some(
      ({ line, text }) => line < around.line && new RegExp(`\\b${name}\\b`).test(text),
    );
  });
}

const AWAITED_NAME = /\bawait\s+(?:\w+\.)*(\w+)\s*(?:#.*)?$/;
const SCOPE = /(^|\.)(CancelScope|move_on_after|move_on_at|fail_after|fail_at)$/;

/** `with CancelScope(shield=True)` around where a task that was not unwound stands (anyio documentation, "Shielding"). */
function scopeShield(situation: Situation, task: TaskState): Construct | null {
  for (const place of [...task.stack].reverse()) {
    if (place.origin === 'python') continue;
    for (const layer of situation.surroundings(place)?.layers ?? []) {
      if (layer.kind !== 'with') continue;
      const item = layer.items.find(
        (one) => SCOPE.test(one.callee ?? '') && /shield\s*=\s*True/.test(one.text),
      );
      if (item !== undefined) return { kind: 'shield', text: item.text, file: place.file, line: item.line };
    }
  }
  return null;
}

/** The line that says shield: in whoever waits for the task, else in any task of the chain that is still alive. */
function shieldCall(situation: Situation, task: TaskState): Construct | null {
  const waiters = (situation.graph.waiters.get(task.id) ?? []).flatMap((id) => situation.tasks.get(id) ?? []);
  for (const one of [...waiters, ...situation.last.tasks.slice(0, 500)]) {
    if (one === task) continue;
    const place = innermostOwn(one.stack);
    for (const at of place === null
      ? []
      : [place, ...one.stack.filter((other) => other !== place && other.origin !== 'python')]) {
      const around = situation.surroundings(at);
      const call =
        around?.calls.find((found) => /(^|\.)shield$/.test(found.callee)) ??
        (around?.function == null ? undefined : findCalls(around.function, ['shield'])[0]);
      if (call !== undefined) return { kind: 'shield', text: call.text, file: at.file, line: call.line };
    }
  }
  return null;
}
