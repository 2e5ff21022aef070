import type { TaskState } from '../../python/model/capture.ts';
import type { CodePlace } from '../../python/model/frame.ts';
import type { Blamed } from '../blame.ts';
import { blamedTasks } from '../blame.ts';
import { innermostOwn } from '../culprit.ts';
import type { BoundedWaiter } from '../drains/bounded-waiter.ts';
import { limitConstruct, outlastingWaiter } from '../drains/bounded-waiter.ts';
import { shutdownTasks } from '../shutdown/shutdown-tasks.ts';
import type { Situation } from '../situation.ts';
import { placeLabel, secondsLabel, taskLabel } from '../words.ts';
import type { Cause } from './cause.ts';
import { progressEvidence, requestEvidence, taskFinding } from './task-finding.ts';

export const drainLongerThanGrace: Cause = {
  code: 'drain-longer-than-grace',
  title: 'a bounded wait is longer than the grace period',
  stage: 'tasks',
  evidence:
    'a timer of the loop, or a test of its rounds against a clock or a count, will end the wait, but after the deadline',
  find(situation) {
    return blamedTasks(situation).flatMap((one) => {
      const found = outlastingWaiter(situation, one);
      if (found === null) return [];
      const { task, place } = found;
      const awaited = situation.graph.awaitedBy(task.id);
      const others = one.victims.filter((id) => id !== task.id && !awaited.has(id));
      const limit = found.rounds?.construct ?? limitConstruct(situation, place);
      const setAt = limit === null || limit.line === place?.line ? '' : `, set at ${placeLabel(limit)},`;
      const blamed = task === one.task ? one : { ...one, task, victims: others };
      return [
        taskFinding(situation, blamed, {
          cause: 'drain-longer-than-grace',
          // One look, or a line whose surroundings are not known, may be a round of many; and which task is the shutdown may be guessed.
          certainty:
            found.inTurn === 1 &&
            found.rounds === null &&
            isWhole(situation, place) &&
            !isInferred(situation, one)
              ? 'certain'
              : 'likely',
          ...words(situation, found, setAt, one.task),
          construct: limit,
          place,
          evidence: [
            ...requestEvidence(blamed),
            limitEvidence(found),
            ...callbackEvidence(task),
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

function words(
  { evidence }: Situation,
  { task, secondsLeft, place, inTurn, isLate, rounds }: BoundedWaiter,
  setAt: string,
  awaited: TaskState,
) {
  const graceSeconds = evidence.graceSeconds ?? 30;
  const at = place === null ? '' : ` at ${placeLabel(place)}`;
  const left = secondsLabel(secondsLeft);
  if (inTurn > 1)
    return {
      sentence: `${taskLabel(task)} waits with one limit after the other, at least ${inTurn} since the signal, which together are longer than the grace period: the present one${at} would end in ${left}.`,
      fix: `Give the shutdown as a whole one limit that is shorter than the grace period (${graceSeconds} s), or let its phases go on at the same time; or raise terminationGracePeriodSeconds above the sum of their limits.`,
    };
  const whom = awaited === task ? peerLabel(task) : awaitedLabel(awaited);
  if (rounds !== null)
    return {
      sentence: `${taskLabel(task)} goes round until the limit in \`${rounds.construct.text}\` at ${placeLabel(rounds.construct)} is over: in ${left}, after the end of the grace period.${whom}`,
      fix: fixOf(isLate, graceSeconds),
    };
  const isOver = isLate ? 'that ends after the grace period' : 'that is longer than the grace period';
  return {
    sentence: `${taskLabel(task)} waits${at} with a limit${setAt} ${isOver}: ${awaited === task ? 'it' : 'this wait'} would end in ${left}.${whom}`,
    fix: fixOf(isLate, graceSeconds),
  };
}

function fixOf(isLate: boolean, graceSeconds: number): string {
  return isLate
    ? `Make this limit, and what comes before it, shorter than the grace period (${graceSeconds} s), or raise terminationGracePeriodSeconds above both.`
    : `Make this limit shorter than the grace period (${graceSeconds} s), or raise terminationGracePeriodSeconds above it.`;
}

/** The other end, which does not answer. */
function peerLabel({ wait }: TaskState): string {
  const on = wait?.on;
  const peer = on?.kind === 'future' || (on?.kind === 'socket' && on.operation === 'read') ? on.peer : null;
  return peer == null ? '' : ` It waits on the connection with ${peer}.`;
}

/** Whom the limit is for. */
function awaitedLabel(task: TaskState): string {
  const place = innermostOwn(task.stack);
  const at = place === null ? '' : ` at ${placeLabel(place)}`;
  const awaits = task.wait === null ? '' : `, waiting${at} for ${task.wait.description}`;
  return ` It waits for ${taskLabel(task)}, which goes on${awaits === '' ? at : awaits}.`;
}

function limitEvidence({ rounds, secondsLeft }: BoundedWaiter): string {
  return rounds === null
    ? `the loop's timer that ends this wait is due in ${secondsLabel(secondsLeft)}`
    : `the test \`${rounds.construct.text}\`, with the numbers that it compares, ends these rounds in ${secondsLabel(secondsLeft)}`;
}

/** The timer knows nothing of the wait: its callback's code does. */
function callbackEvidence({ wait }: TaskState): string[] {
  // One that may set itself again is no limit: then the limit is another's.
  const timer = wait?.timer?.isRearmed === true ? undefined : wait?.timer;
  const callback = timer?.function ?? wait?.bound?.by;
  return callback === undefined ? [] : [`that timer calls ${callback}, whose code ends this wait`];
}

/** No edge says that somebody waits for it, or no limit that the wait has one: code does. */
function isInferred({ graph }: Situation, { task, victims }: Blamed): boolean {
  return callbackEvidence(task).length > 0 || victims.some((id) => !graph.edges.has(id));
}

function isWhole(situation: Situation, place: CodePlace | null): boolean {
  if (shutdownTasks(situation).some((one) => !one.isNamed)) return false;
  return situation.since.length > 1 && place !== null && situation.surroundings(place) !== null;
}
