import type { Blamed } from '../blame.ts';
import { blamedTasks } from '../blame.ts';
import { callConstruct, innermostOwn } from '../culprit.ts';
import { mainTask } from '../reaction.ts';
import type { Situation } from '../situation.ts';
import { cleanupRegion } from '../source/swallow.ts';
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
      const secondsLeft = outlasting(situation, one);
      if (secondsLeft === null) return [];
      const index = one.task.wait?.bound?.frameIndex ?? null;
      const place = (index === null ? null : one.task.stack[index]) ?? innermostOwn(one.task.stack);
      const at = place?.origin === 'python' ? innermostOwn(one.task.stack) : place;
      return [
        taskFinding(situation, one, {
          cause: 'drain-longer-than-grace',
          certainty: 'certain',
          sentence: `${taskLabel(one.task)} waits${at === null ? '' : ` at ${placeLabel(at)}`} with a limit that is longer than the grace period: it would end in ${secondsLabel(secondsLeft)}.`,
          fix: `Make this limit shorter than the grace period (${situation.evidence.graceSeconds ?? 30} s), or raise terminationGracePeriodSeconds above it.`,
          construct: callConstruct(situation, at, 'timeout'),
          evidence: [
            ...requestEvidence(one),
            `the loop's timer that ends this wait is due in ${secondsLabel(secondsLeft)}`,
            ...progressEvidence(situation, one),
          ],
        }),
      ];
    });
  },
};

/** Seconds until a timer ends the wait, when that is after the deadline and the wait belongs to the shutdown; else null. */
function outlasting(situation: Situation, { task, cancellation }: Blamed): number | null {
  const grace = situation.evidence.graceSeconds;
  if (grace === null || cancellation === 'swallowed' || situation.evidence.signal === null) return null;
  const on = task.wait?.on;
  const secondsLeft = task.wait?.bound?.secondsLeft ?? (on?.kind === 'timer' ? on.secondsLeft : null);
  const now = situation.evidence.captures.at(-1)?.seconds ?? 0;
  if (secondsLeft === null || now + secondsLeft <= grace) return null;
  if (inEndlessLoop(situation, task)) return null;
  const unwinding =
    cancellation === 'unwinding' ||
    task.stack.some((place) => place.origin !== 'python' && inCleanup(situation, place));
  return unwinding || mainTask(situation) === task ? secondsLeft : null;
}

function inEndlessLoop(situation: Situation, task: Blamed['task']): boolean {
  const place = innermostOwn(task.stack);
  return (
    place !== null && (situation.surroundings(place)?.layers.some((layer) => layer.kind === 'loop') ?? false)
  );
}

function inCleanup(situation: Situation, place: Parameters<Situation['surroundings']>[0]): boolean {
  const around = situation.surroundings(place);
  return around !== null && cleanupRegion(around) !== null;
}
