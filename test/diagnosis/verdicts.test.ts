import { expect, test } from '@jest/globals';
import { situationOf } from '../../src/diagnosis/situation-of.ts';
import { verdictsOf } from '../../src/diagnosis/verdicts.ts';
import type { Finding } from '../../src/diagnosis/vocabulary.ts';
import { captureOf, taskOf } from '../support/captures.ts';

const signal = { number: 15, name: 'SIGTERM', sentBy: 'straggler', sentToPid: 17 } as const;

function waitingFor(id: string, taskId: string) {
  return taskOf(id, { wait: { on: { kind: 'task', taskId }, description: `task '${taskId}'`, bound: null } });
}

/** Roles and reasons where the task 'culprit' is to blame: main waits for it, it for 'child', and that for 'grandchild'. */
function verdicts() {
  const tasks = [
    waitingFor('main', 'culprit'),
    waitingFor('culprit', 'child'),
    waitingFor('child', 'grandchild'),
    taskOf('grandchild'),
    waitingFor('other', 'awaited'),
    taskOf('awaited'),
  ];
  const captures = [{ seconds: 1, capture: captureOf({ tasks }) }];
  const situation = situationOf({ captures, signal, graceSeconds: 2, ended: false });
  const finding = { cause: 'cancel-swallowed', culprit: { task: { id: 'culprit' } } } as unknown as Finding;
  return verdictsOf(situation, [finding]);
}

test('who waits for a culprit is its victim', () => {
  expect(verdicts().get('main')).toMatchObject({ role: 'victim', reason: "waits for 'culprit'" });
});

test('those for which a culprit waits do not wait for it', () => {
  expect(verdicts().get('child')).toMatchObject({ role: 'bystander', reason: "'culprit' waits for it" });
  expect(verdicts().get('grandchild')).toMatchObject({ role: 'bystander', reason: "'child' waits for it" });
});

test('of a task that somebody else awaits it is not said that nothing waits for it', () => {
  expect(verdicts().get('awaited')?.reason).toBe("was not cancelled; 'other' waits for it");
});
