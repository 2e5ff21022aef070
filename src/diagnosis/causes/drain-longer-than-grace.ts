import type { TaskState } from '../../python/model/capture.ts';
import type { CodePlace } from '../../python/model/frame.ts';
import { blamedTasks } from '../blame.ts';
import { outlastingWaiter } from '../bounded-waiter.ts';
import { callConstruct, innermostOwn } from '../culprit.ts';
import { shutdownTasks } from '../shutdown-tasks.ts';
import type { Situation } from '../situation.ts';
import { placeLabel, secondsLabel, taskLabel } from '../words.ts';
import type { Cause } from './cause.ts';
import { progressEvidence, requestEvidence, taskFinding } from './task-finding.ts';

export const drainLongerThanGrace: Cause = {
  code: 'drain-longer-than-grace',
  title: 'a bounded wait is longer than the grace period',
  stage: 'tasks',
  evidence: 'a timer of the loop will end the wait, but after the deadline',
  find(situation) {
    return blamedTasks(situation).flatMap((one) => {
      const found = outlastingWaiter(situation, one);
      if (found === null) return [];
      const { task, secondsLeft, place } = found;
      const awaited = situation.graph.awaitedBy(task.id);
      const others = one.victims.filter((id) => id !== task.id && !awaited.has(id));
      const blamed = task === one.task ? one : { ...one, task, victims: others };
      return [
        taskFinding(situation, blamed, {
          cause: 'drain-longer-than-grace',
          // One look, or a line whose surroundings are not known, may be a round of many; and which task is the shutdown may be guessed.
          certainty: isWhole(situation, place) ? 'certain' : 'likely',
          sentence: `${taskLabel(task)} waits${place === null ? '' : ` at ${placeLabel(place)}`} with a limit that is longer than the grace period: ${task === one.task ? 'it' : 'this wait'} would end in ${secondsLabel(secondsLeft)}.${task === one.task ? '' : awaitedLabel(one.task)}`,
          fix: `Make this limit shorter than the grace period (${situation.evidence.graceSeconds ?? 30} s), or raise terminationGracePeriodSeconds above it.`,
          construct: callConstruct(situation, place, 'timeout'),
          place,
          evidence: [
            ...requestEvidence(blamed),
            `the loop's timer that ends this wait is due in ${secondsLabel(secondsLeft)}`,
            ...(task === one.task
              ? []
              : [`it waits for ${taskLabel(one.task)}, and goes on without it then`]),
            ...progressEvidence(situation, blamed),
          ],
        }),
      ];
    });
  },
};

/** Whom the limit is for. */
function awaitedLabel(task: TaskState): string {
  const place = innermostOwn(task.stack);
  const at = place === null ? '' : ` at ${placeLabel(place)}`;
  const awaits = task.wait === null ? '' : `, waiting${at} for ${task.wait.description}`;
  return ` It waits for ${taskLabel(task)}, which goes on${awaits === '' ? at : awaits}.`;
}

function isWhole(situation: Situation, place: CodePlace | null): boolean {
  if (shutdownTasks(situation).some((one) => !one.isNamed)) return false;
  return situation.since.length > 1 && place !== null && situation.surroundings(place) !== null;
}
