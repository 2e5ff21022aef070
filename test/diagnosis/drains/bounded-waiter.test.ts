import { expect, test } from '@jest/globals';
import { outlastingWaiter } from '../../../src/diagnosis/drains/bounded-waiter.ts';
import { situationOf } from '../../../src/diagnosis/situation-of.ts';
import type { Handling } from '../../../src/python/model/frame.ts';
import { captureOf, taskOf } from '../../support/captures.ts';

const cancelled: Handling = {
  frameIndex: 0,
  exceptionType: 'CancelledError',
  isCancelled: true,
  traceback: [],
  contextTypes: [],
};
const GRACE_SECONDS = 3;

/** What is said of a task that unwinds, and sleeps until the given second, at looks just before the deadline. */
function limitOf(untilSeconds: number, looksAt: readonly number[]) {
  const captures = looksAt.map((seconds) => ({
    seconds,
    capture: captureOf({
      tasks: [
        taskOf('a', {
          cancelRequests: 1,
          handling: [cancelled],
          wait: {
            on: { kind: 'timer', secondsLeft: untilSeconds - seconds },
            description: 'asyncio.sleep',
            bound: null,
          },
        }),
      ],
    }),
  }));
  const signal = { number: 15, name: 'SIGTERM', sentBy: 'straggler', sentToPid: 17 } as const;
  const situation = situationOf({ captures, signal, graceSeconds: GRACE_SECONDS, ended: false });
  const task = situation.last.tasks[0]!;
  return (
    outlastingWaiter(situation, { task, cancellation: 'unwinding', victims: [] } as never)?.secondsLeft ??
    null
  );
}

test('a wait that ends after the deadline is longer than the grace period', () => {
  expect(limitOf(9, [0.4, 2.9])).toBeCloseTo(6.1);
});

test('a limit that is nearly over has lasted for as long as the looks have seen it', () => {
  expect(limitOf(3.1, [0.4, 2.9])).toBeCloseTo(0.2);
});

test('a short sleep at the deadline is one of many, however close together the looks lie', () => {
  expect(limitOf(3.1, [2.98, 2.99])).toBeNull();
});
