import { expect, test } from '@jest/globals';
import { progressOf } from '../../../src/diagnosis/drains/progress.ts';
import { situationOf } from '../../../src/diagnosis/situation-of.ts';
import type { TaskState } from '../../../src/python/model/capture.ts';
import { captureOf, taskOf } from '../../support/captures.ts';

/** The same task at each look after the signal. */
function progressIn(looks: readonly [number, Partial<TaskState>][]) {
  const captures = looks.map(([seconds, part]) => ({
    seconds,
    capture: captureOf({ tasks: [taskOf('a', part)] }),
  }));
  const signal = { number: 15, name: 'SIGTERM', sentBy: 'straggler', sentToPid: 17 } as const;
  const situation = situationOf({ captures, signal, graceSeconds: 9, ended: false });
  return progressOf(situation, situation.tasks.get('a')!);
}
const sleeping = (secondsLeft: number): Partial<TaskState> => ({
  wait: { on: { kind: 'timer', secondsLeft }, description: 'asyncio.sleep', bound: null },
});

test('one look tells nothing of progress', () => expect(progressIn([[1, {}]])).toBe('unknown'));

test('a task that stands at the same await has made none', () => {
  expect(
    progressIn([
      [1, {}],
      [2, {}],
      [4, {}],
    ]),
  ).toBe('none');
});

test('a task with another mark has taken steps, but for what the signal set going', () => {
  expect(
    progressIn([
      [1, {}],
      [2, {}],
      [4, { stepMark: 'other' }],
    ]),
  ).toBe('steps');
  expect(
    progressIn([
      [1, { stepMark: 'other' }],
      [2, {}],
      [4, {}],
    ]),
  ).toBe('none');
});

test('the same line with another timer is another sleep', () => {
  expect(
    progressIn([
      [1, sleeping(9)],
      [2, sleeping(8)],
      [4, sleeping(6)],
    ]),
  ).toBe('none');
  expect(
    progressIn([
      [1, sleeping(0.1)],
      [2, sleeping(0.1)],
      [4, sleeping(0.1)],
    ]),
  ).toBe('steps');
});
