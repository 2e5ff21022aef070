/** What the causes about tasks have in common. */

import type { TaskState } from '../../python/model/capture.ts';
import type { CodePlace } from '../../python/model/frame.ts';
import type { Blamed } from '../blame.ts';
import { innermostOwn, taskCulprit } from '../culprit.ts';
import { progressOf } from '../drains/progress.ts';
import { isRunUntilComplete } from '../shutdown/run-until-complete.ts';
import type { Situation } from '../situation.ts';
import type { Construct, Finding } from '../vocabulary.ts';
import type { PolledContainer } from '../waits/polls.ts';
import { threadEvidence } from '../waits/threads-in-sight.ts';
import { countLabel, frameLabel, secondsLabel, taskLabel, waitsFor } from '../words.ts';

export interface TaskWords {
  cause: Finding['cause'];
  certainty: Finding['certainty'];
  sentence: string;
  fix: string;
  construct: Construct | null;
  evidence: string[];
  place?: CodePlace | null;
}

export function taskFinding(situation: Situation, blamed: Blamed, words: TaskWords): Finding {
  const { task } = blamed;
  return {
    cause: words.cause,
    certainty: words.certainty,
    sentence: words.sentence,
    fix: words.fix,
    culprit: taskCulprit(situation, task, words.construct, words.place ?? innermostOwn(task.stack)),
    waitsFor: waitsFor(task.wait),
    evidence: [...words.evidence, ...threadEvidence(situation, task)],
    blocks: blockedBy(situation, blamed),
  };
}

function blockedBy(situation: Situation, blamed: Blamed): string[] {
  const names = blamed.victims.flatMap((id) => {
    const task = situation.tasks.get(id);
    return task === undefined ? [] : [roundOfMain(situation, task) ?? taskLabel(task)];
  });
  const runner = situation.phase === 'cancelling-tasks' ? ['the main thread in asyncio.run'] : [];
  return [...names.slice(0, 20), ...runner];
}

/** `while …: loop.run_until_complete(asyncio.sleep(0.1))`: who waits is the code that goes round, and no task. */
function roundOfMain({ mainThread }: Situation, { doneCallbacks, stack }: TaskState): string | null {
  if (!doneCallbacks.some(isRunUntilComplete) || stack.some(({ origin }) => origin !== 'python')) return null;
  const place = mainThread?.stack.findLast(({ origin }) => origin !== 'python');
  return place === undefined ? null : `the main thread in ${frameLabel(place)}`;
}

/** Whether cancel() was asked for, as evidence. */
export function requestEvidence(blamed: Blamed): string[] {
  const { task } = blamed;
  const evidence: string[] = [];
  const count = task.cancelRequests ?? 0;
  if (count > 0)
    evidence.push(`cancel() was requested ${count === 1 ? '1 time' : `${count} times`} and not taken back`);
  if (task.inToCancel === true) evidence.push('it is in the set that asyncio.run cancelled');
  if (task.inToCancel === false) evidence.push('it is not in the set that asyncio.run cancelled');
  return evidence;
}

/** What is still in the containers whose end a loop looks for. */
export function fillEvidence(containers: readonly PolledContainer[]): string[] {
  return containers.map(({ name, left }) => `\`${name}\` still has ${countLabel(left, 'item')}`);
}

/** Whether the task stood still since the signal: evidence of a hang rather than of slowness. */
export function progressEvidence(situation: Situation, blamed: Blamed): string[] {
  switch (progressOf(situation, blamed.task)) {
    case 'unknown':
      return [];
    case 'steps':
      return ['it took steps between captures'];
    case 'none':
      return [standsStill(situation)];
  }
}

/** Two looks that lie close together may fall between two steps of one that goes round slowly. */
function standsStill({ since }: Situation): string {
  const [first, last] = [since[0], since.at(-1)];
  if (since.length > 2 || first === undefined || last === undefined || first === last)
    return `no progress in ${since.length} captures since the signal`;
  return `it stood at the same await at two looks, ${secondsLabel(last.seconds - first.seconds)} apart`;
}
