import { expect, test } from '@jest/globals';
import { diagnose } from '../../../src/diagnosis/diagnose.ts';
import { situationOf } from '../../../src/diagnosis/situation-of.ts';
import { blockedLoops, turnsOf } from '../../../src/diagnosis/waits/blocked-loops.ts';
import type { ThreadState } from '../../../src/python/model/capture.ts';
import { captureOf, loopOf, placeOf, taskOf, threadOf } from '../../support/captures.ts';

const sleeps: Partial<ThreadState> = {
  waitsFor: { kind: 'sleep' },
  runningTaskId: 'a',
  syscallName: 'clock_nanosleep',
};

/** A synchronous call at each look; the numbers are what the loop had taken off its ready queue by then. */
function evidenceOf(taken: readonly (number | null)[], thread = sleeps) {
  const stack = [placeOf('work', 10)];
  const captures = taken.map((callbacksTaken, index) => ({
    seconds: index === 0 ? -1 : index,
    capture: captureOf({
      tasks: [taskOf('a', { activity: 'running', wait: null, waiterState: null, stack })],
      threads: [threadOf({ stack: [placeOf('<module>', 71, { kind: 'function' }), ...stack], ...thread })],
      loops: [loopOf({ state: 'running', runningTaskId: 'a', callbacksTaken })],
    }),
  }));
  const signal = { number: 15, name: 'SIGTERM', sentBy: 'straggler', sentToPid: 17 } as const;
  return { captures, signal, graceSeconds: 9, ended: false };
}
const certaintyIn = (taken: readonly (number | null)[], thread?: Partial<ThreadState>) =>
  diagnose(evidenceOf(taken, thread)).findings.map(({ cause, certainty }) => `${cause} ${certainty}`);

test('a loop that took nothing off its queue between the looks is held by one step for certain', () => {
  expect(certaintyIn([5, 7, 7, 7])).toEqual(['loop-blocked certain']);
});

test('a loop that went on between two looks at the same line is held by none', () => {
  const evidence = evidenceOf([5, 7, 9, 11]);
  expect(turnsOf(situationOf(evidence), '0xl')).toBe('taken');
  expect(blockedLoops(situationOf(evidence))).toMatchObject([{ lasting: false, proven: false }]);
  expect(certaintyIn([5, 7, 9, 11]).join()).not.toContain('loop-blocked');
});

test('what it took before the last three looks does not matter', () => {
  expect(certaintyIn([5, 7, 9, 9, 9])).toEqual(['loop-blocked certain']);
});

test('where the queue cannot be read the same line at each look makes it likely', () => {
  expect(certaintyIn([null, null, null, null])).toEqual(['loop-blocked likely']);
});

test('a wait that the loop itself may have to end is no certain block', () => {
  const thread = {
    ...sleeps,
    waitsFor: { kind: 'condition', objectId: '0x1', timeoutSeconds: null },
  } as const;
  expect(certaintyIn([5, 7, 7, 7], thread)).toEqual(['loop-blocked likely']);
});
