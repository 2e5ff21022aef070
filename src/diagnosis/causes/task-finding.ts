/** What the causes about tasks have in common. */

import type { CodePlace } from '../../python/model/frame.ts';
import type { Blamed } from '../blame.ts';
import { innermostOwn, taskCulprit } from '../culprit.ts';
import { progressOf } from '../progress.ts';
import type { Situation } from '../situation.ts';
import type { Construct, Finding } from '../vocabulary.ts';
import { taskLabel, waitsFor } from '../words.ts';

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
    evidence: words.evidence,
    blocks: blockedBy(situation, blamed),
  };
}

function blockedBy(situation: Situation, blamed: Blamed): string[] {
  const names = blamed.victims.flatMap((id) => {
    const task = situation.tasks.get(id);
    return task === undefined ? [] : [taskLabel(task)];
  });
  const runner = situation.phase === 'cancelling-tasks' ? ['the main thread in asyncio.run'] : [];
  return [...names.slice(0, 20), ...runner];
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

/** Whether the task stood still since the signal: evidence of a hang rather than of slowness. */
export function progressEvidence(situation: Situation, blamed: Blamed): string[] {
  switch (progressOf(situation, blamed.task)) {
    case 'unknown':
      return [];
    case 'steps':
      return ['it took steps between captures'];
    case 'none':
      return [`no progress in ${situation.since.length} captures since the signal`];
  }
}
