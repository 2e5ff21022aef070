import { expect, test } from '@jest/globals';
import { diagnose } from '../../../src/diagnosis/diagnose.ts';
import { situationOf } from '../../../src/diagnosis/situation-of.ts';
import type { TaskState } from '../../../src/python/model/capture.ts';
import type { Handling } from '../../../src/python/model/frame.ts';
import type { WaitTarget } from '../../../src/python/model/wait.ts';
import { captureOf, placeOf, taskOf, threadOf } from '../../support/captures.ts';

const signal = { number: 15, name: 'SIGTERM', sentBy: 'straggler', sentToPid: 17 } as const;
const cancelled: Handling = {
  frameIndex: 0,
  exceptionType: 'CancelledError',
  isCancelled: true,
  traceback: [],
  contextTypes: [],
};
const cancelling = threadOf({
  stack: [
    placeOf('<module>', 71),
    placeOf('_cancel_all_tasks', 205, {
      origin: 'python',
      file: '/usr/lib/python3.12/asyncio/runners.py',
      package: 'asyncio',
    }),
  ],
});

function evidenceOf(before: TaskState[], after: TaskState[]) {
  return {
    captures: [
      { seconds: -0.1, capture: captureOf({ tasks: before }) },
      { seconds: 0.3, capture: captureOf({ tasks: after, threads: [cancelling] }) },
      { seconds: 2.9, capture: captureOf({ tasks: after, threads: [cancelling] }) },
    ],
    signal,
    graceSeconds: 3,
    ended: false,
  };
}
const stateOf = (task: TaskState, others: TaskState[] = []) =>
  situationOf(evidenceOf([taskOf('a', { stepMark: 'old' })], [task, ...others])).cancellation.get('a');
const waitFor = (on: WaitTarget) => ({ on, description: 'something', bound: null });

test('a task with a request that waits in an ordinary await has swallowed it', () => {
  expect(stateOf(taskOf('a', { cancelRequests: 1, inToCancel: true }))).toBe('swallowed');
});
test('a task whose frame handles the CancelledError is unwinding', () => {
  expect(stateOf(taskOf('a', { cancelRequests: 1, handling: [cancelled] }))).toBe('unwinding');
});
test('a task with must_cancel and a pending waiter cannot be told', () => {
  expect(stateOf(taskOf('a', { cancelRequests: 1, mustCancel: true }))).toBe('undeliverable');
});
test('a task that waits for a child which was told has passed the request on', () => {
  const child = taskOf('b', { cancelRequests: 1, handling: [cancelled] });
  expect(
    stateOf(taskOf('a', { cancelRequests: 1, wait: waitFor({ kind: 'task', taskId: 'b' }) }), [child]),
  ).toBe('requested');
});
test('a task that waits for a fresh child which nobody told has swallowed', () => {
  expect(
    stateOf(taskOf('a', { cancelRequests: 1, wait: waitFor({ kind: 'task', taskId: 'b' }) }), [taskOf('b')]),
  ).toBe('swallowed');
});
test('a task without a request was not cancelled', () => {
  expect(stateOf(taskOf('a', { inToCancel: false }))).toBe('not-requested');
});
test('the inner task of a shield without a request is shielded', () => {
  expect(stateOf(taskOf('a', { doneCallbacks: ['shield.<locals>._inner_done_callback'] }))).toBe('shielded');
});
test('up to 3.10, membership in to_cancel tells what the missing counter cannot', () => {
  expect(stateOf(taskOf('a', { cancelRequests: null, inToCancel: true }))).toBe('swallowed');
});

test('two tasks that wait for each other in their cleanup are both culprits', () => {
  const member = (id: string, other: string) =>
    taskOf(id, {
      cancelRequests: 1,
      inToCancel: true,
      handling: [cancelled],
      wait: waitFor({ kind: 'task', taskId: other }),
      stack: [placeOf(id, 5)],
    });
  const found = diagnose(evidenceOf([], [member('a', 'b'), member('b', 'a')]));
  expect(found.phase).toBe('cancelling-tasks');
  expect(found.findings.map((one) => [one.cause, one.culprit.task?.name]).sort()).toEqual([
    ['cleanup-deadlock', 'a'],
    ['cleanup-deadlock', 'b'],
  ]);
});
test('a waiter is a victim and never blamed', () => {
  const waiter = taskOf('a', {
    cancelRequests: 1,
    inToCancel: true,
    wait: waitFor({ kind: 'task', taskId: 'b' }),
  });
  const sink = taskOf('b', {
    cancelRequests: 1,
    inToCancel: true,
    handling: [cancelled],
    stack: [placeOf('close', 9)],
  });
  const found = diagnose(evidenceOf([], [waiter, sink]));
  expect(found.findings.map((one) => [one.cause, one.culprit.task?.name])).toEqual([['cleanup-stuck', 'b']]);
  expect(found.verdicts.get('a')).toMatchObject({ role: 'victim', reason: "waits for 'b'" });
});
test('a process that has ended has no findings', () => {
  expect(diagnose({ ...evidenceOf([], [taskOf('a', { cancelRequests: 1 })]), ended: true }).findings).toEqual(
    [],
  );
});

test('requests from before the signal say nothing of the shutdown', () => {
  const stood = taskOf('a', { cancelRequests: 1 });
  const of = (after: Partial<TaskState>) =>
    situationOf(evidenceOf([stood], [taskOf('a', { cancelRequests: 1, ...after })])).cancellation.get('a');
  expect(of({})).toBe('not-requested');
  expect(of({ cancelRequests: 2 })).toBe('swallowed');
  expect(of({ inToCancel: true })).toBe('swallowed');
});
