import { expect, test } from '@jest/globals';
import { sleptAnewTooSoon } from '../../../src/diagnosis/cancellation/broken-off.ts';
import { captureOf, taskOf } from '../../support/captures.ts';

function lookAt(atSeconds: number, secondsLeft: number) {
  const task = taskOf('a', {
    wait: { on: { kind: 'timer', secondsLeft }, description: 'asyncio.sleep', bound: null },
  });
  return { capture: captureOf({ tasks: [task], takenAtMs: atSeconds * 1000, durationMs: 10 }), task };
}

test('the same sleep, further on, was not broken off', () => {
  expect(sleptAnewTooSoon(lookAt(100, 3600), lookAt(105, 3595))).toBe(false);
});

test('a sleep that ends later than the last one would have, which had not come to its end, is another', () => {
  expect(sleptAnewTooSoon(lookAt(100, 3600), lookAt(105, 3599))).toBe(true);
});

test('a sleep after one that has come to its end says nothing', () => {
  expect(sleptAnewTooSoon(lookAt(100, 2), lookAt(105, 3))).toBe(false);
});

test('who does not sleep, or did not, was in no sleep that could be broken off', () => {
  const waiting = { capture: captureOf({}), task: taskOf('a', {}) };
  expect(sleptAnewTooSoon(waiting, lookAt(105, 3))).toBe(false);
  expect(sleptAnewTooSoon(lookAt(100, 2), waiting)).toBe(false);
});
