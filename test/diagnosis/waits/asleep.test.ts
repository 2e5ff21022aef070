import { expect, test } from '@jest/globals';
import { sleepsOverWork } from '../../../src/diagnosis/waits/asleep.ts';
import type { LoopState } from '../../../src/python/model/capture.ts';
import { captureOf, loopOf } from '../../support/captures.ts';

/** A loop at the looks since the signal. */
function sleeps(looks: Partial<LoopState>[]): boolean {
  const since = looks.map((part, index) => ({
    seconds: index + 0.1,
    capture: captureOf({ loops: [loopOf({ state: 'waiting', callbacksTaken: 7, ...part })] }),
  }));
  return sleepsOverWork({ since }, loopOf({}));
}

test('a loop that waits with work in its queue at every look but the first was not woken', () => {
  expect(sleeps([{}, { readyCount: 1 }, { readyCount: 1 }])).toBe(true);
  expect(sleeps([{}, { stopping: true }, { stopping: true }])).toBe(true);
});

test('a loop that takes steps, runs, or has nothing to do does not sleep over work', () => {
  expect(sleeps([{}, { readyCount: 1 }, { readyCount: 1, callbacksTaken: 8 }])).toBe(false);
  expect(sleeps([{}, { readyCount: 1 }, { readyCount: 1, state: 'running' }])).toBe(false);
  expect(sleeps([{}, { readyCount: 0 }, { readyCount: 0 }])).toBe(false);
  expect(sleeps([{ readyCount: 1 }, { readyCount: 1 }])).toBe(false);
});
