import type { OwnCancel, TaskState } from '../../python/model/capture.ts';
import type { Blamed } from '../blame.ts';
import { blamedTasks } from '../blame.ts';
import { isRefused } from '../cancellation/own-cancel.ts';
import { innermostOwn } from '../culprit.ts';
import type { Situation } from '../situation.ts';
import type { Finding } from '../vocabulary.ts';
import { placeLabel, taskLabel } from '../words.ts';
import type { Cause } from './cause.ts';
import { progressEvidence, requestEvidence, taskFinding } from './task-finding.ts';

/** `Task.cancel` sets `_must_cancel` only when the awaited future's own cancel() said no (asyncio/tasks.py). */
export const cancelUndeliverable: Cause = {
  code: 'cancel-undeliverable',
  title: 'the awaited future refuses to be cancelled',
  stage: 'tasks',
  evidence:
    'must_cancel is still set and a waiter is present: the only shape with that pair; or the class of the task has a cancel() of its own',
  find(situation) {
    return blamedTasks(situation)
      .filter((one) => one.cancellation === 'undeliverable')
      .map((one) =>
        isRefused(one.task) ? byFuture(situation, one) : byItself(situation, one, one.task.ownCancel),
      );
  },
};

function byFuture(situation: Situation, blamed: Blamed): Finding {
  const { task } = blamed;
  const on = task.wait?.on;
  const type = on?.kind === 'future' || on?.kind === 'unknown' ? on.type : 'future';
  const place = innermostOwn(task.stack);
  return taskFinding(situation, blamed, {
    cause: 'cancel-undeliverable',
    certainty: 'certain',
    sentence: `${taskLabel(task)} was cancelled, but the ${type} that it awaits${place === null ? '' : ` at ${placeLabel(place)}`} refuses to be cancelled: the request stays pending until that future is done.`,
    fix: `Let cancel() of ${type} cancel it (return True), or wait for it with a limit that does not depend on it: \`await asyncio.wait({future}, timeout=seconds)\`.`,
    construct: null,
    evidence: [
      ...requestEvidence(blamed),
      'must_cancel is set while the awaited future is pending',
      ...progressEvidence(situation, blamed),
    ],
  });
}

/** Its class decides what `cancel()` does. */
function byItself(situation: Situation, blamed: Blamed, own: OwnCancel | undefined): Finding {
  const { task } = blamed;
  const place = innermostOwn(task.stack);
  const method = own === undefined ? null : own.place;
  const at = method === null ? '' : ` (${placeLabel(method)})`;
  const isPassedBack = (situation.graph.waiters.get(task.id) ?? []).some((id) => {
    const waiter = situation.tasks.get(id);
    return waiter !== undefined && isRefused(waiter);
  });
  const isUncounted = task.inToCancel === true && task.cancelRequests === 0 && own?.passesOn === false;
  return taskFinding(situation, blamed, {
    cause: 'cancel-undeliverable',
    certainty: isPassedBack || isUncounted ? 'certain' : 'likely',
    sentence: `${taskLabel(task)} was asked to stop, but cancel() of its class ${task.type}${at} ${own?.passesOn === true ? 'did not pass the request on' : 'does not cancel it'}; it goes on${place === null ? '' : ` at ${placeLabel(place)}`}.`,
    fix: `Let cancel() of ${task.type} call super().cancel() as soon as the work may be broken off, or give that work a limit of its own and end the task by it.`,
    construct:
      method === null
        ? null
        : {
            kind: 'call',
            text: situation.sourceLine(method.file, method.line)?.trim() ?? 'def cancel',
            file: method.file,
            line: method.line,
          },
    evidence: [
      ...requestEvidence(blamed),
      `its class ${task.type} has a cancel() of its own${own?.passesOn === true ? ', which calls another on some of its ways' : ''}`,
      ...(own?.passesOn === true && !isPassedBack ? untouchedEvidence(task) : []),
      ...(isPassedBack
        ? ['the task that awaits it was cancelled, and has its request back: must_cancel is set']
        : []),
      ...progressEvidence(situation, blamed),
    ],
  });
}

function untouchedEvidence({ cancelRequests, inToCancel }: TaskState): string[] {
  if (inToCancel === true) return [];
  return [
    cancelRequests === null
      ? 'who waits for it has called cancel(), and it stands where it stood before the signal'
      : 'who waits for it has called cancel(), and its counter of cancel requests is 0',
  ];
}
