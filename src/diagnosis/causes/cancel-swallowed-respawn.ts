import { isRespawning } from '../answerers.ts';
import type { Blamed } from '../blame.ts';
import { blamedTasks } from '../blame.ts';
import { callConstruct, innermostOwn } from '../culprit.ts';
import type { Situation } from '../situation.ts';
import type { Finding } from '../vocabulary.ts';
import { placeLabel, taskLabel } from '../words.ts';
import type { Cause } from './cause.ts';
import { progressEvidence, requestEvidence, taskFinding } from './task-finding.ts';

/** `gather(..., return_exceptions=True)` hands a child's CancelledError back as a value (asyncio/tasks.py, `gather`). */
export const cancelSwallowedRespawn: Cause = {
  code: 'cancel-swallowed',
  title: 'a task swallowed its cancellation',
  stage: 'tasks',
  evidence:
    'a gather with return_exceptions stands in a loop, its cancelled children are gone and new ones are there',
  find(situation) {
    return blamedTasks(situation)
      .filter((one) => respawns(situation, one))
      .map((one) => finding(situation, one));
  },
};

function respawns(situation: Situation, { task }: Blamed): boolean {
  const on = task.wait?.on;
  if (on?.kind !== 'tasks' || on.group !== 'gather' || on.returnExceptions === false) return false;
  return on.pending.some((child) => isRespawning(situation, task.id, child));
}

function finding(situation: Situation, blamed: Blamed): Finding {
  const place = innermostOwn(blamed.task.stack);
  return taskFinding(situation, blamed, {
    cause: 'cancel-swallowed',
    certainty: 'likely',
    sentence: `${taskLabel(blamed.task)} took the cancellation of its children for a result: the gather${place === null ? '' : ` at ${placeLabel(place)}`} returned, and its loop made new ones.`,
    fix: 'With return_exceptions=True a cancelled child looks like a result: look for CancelledError among the results and end the loop, cancel this task too, or use asyncio.TaskGroup.',
    construct: callConstruct(situation, place, 'gather'),
    evidence: [
      ...requestEvidence(blamed),
      'the children that it waited for before the signal are gone, and it waits for new ones at the same line',
      ...progressEvidence(situation, blamed),
    ],
  });
}
