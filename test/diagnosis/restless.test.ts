/** Tasks that are cancelled at every turn of their loop and go on (anyio's scopes): no look meets them at rest. */
import { expect, test } from '@jest/globals';
import { situationOf } from '../../src/diagnosis/situation-of.ts';
import type { Capture, TaskState } from '../../src/python/model/capture.ts';
import { captureOf, loopOf, placeOf, taskOf, threadOf } from '../support/captures.ts';

const signal = { number: 15, name: 'SIGTERM', sentBy: 'straggler', sentToPid: 17 } as const;
const runner = placeOf('TaskHandle._run_coro', 327, { origin: 'library', package: 'anyio' });
const work = placeOf('work', 14);
const machinery = placeOf('BaseEventLoop._run_once', 1980, { origin: 'python', package: 'asyncio' });

const situationFrom = (captures: Capture[]) =>
  situationOf({
    captures: captures.map((capture, index) => ({ seconds: index - 0.5, capture })),
    signal,
    graceSeconds: 3,
    ended: false,
  });

/** A look at a loop that has begun so many callbacks. */
function lookAt(task: Partial<TaskState>, { taken = 0, isTorn = false } = {}): Capture {
  return captureOf({
    tasks: [taskOf('a', task)],
    loops: [loopOf({ state: 'running', callbacksTaken: taken })],
    threads: [threadOf({ stack: isTorn ? [] : [machinery] })],
  });
}

test('up to 3.10, a cancellation on its way at two looks is another one if the loop has gone round in between', () => {
  const resting = { cancelRequests: null, stepMark: 'same' } as const;
  const onItsWay = { ...resting, waiterState: 'cancelled' } as const;
  const of = (taken: number) =>
    situationFrom([
      lookAt(resting),
      lookAt(onItsWay, { taken: 10 }),
      lookAt(onItsWay, { taken }),
    ]).cancellation.get('a');
  expect(of(60_000)).toBe('swallowed');
  expect(of(12)).toBe('requested');
});

test('a look that is torn is better than one from before the signal', () => {
  const { last } = situationFrom([
    lookAt({ cancelRequests: 0 }),
    lookAt({ cancelRequests: 9_000 }, { isTorn: true }),
  ]);
  expect(last.tasks[0]?.cancelRequests).toBe(9_000);
});

test('the chain of a task that is cancelled at every turn is what any look saw of it, even before the signal', () => {
  const whole = { cancelRequests: 3_000, stack: [runner, work] };
  const broken: Partial<TaskState> = { cancelRequests: 9_000, stack: [runner], activity: 'running' };
  const seenTorn = situationFrom([lookAt({}), lookAt(whole, { isTorn: true }), lookAt(broken)]);
  expect(seenTorn.last.tasks[0]?.stack).toEqual([runner, work]);
  const seenBefore = situationFrom([lookAt({ ...whole, cancelRequests: 0 }), lookAt(broken)]);
  expect(seenBefore.last.tasks[0]?.stack).toEqual([runner, work]);
  const seenElsewhere = situationFrom([lookAt({ stack: [placeOf('other', 3), work] }), lookAt(broken)]);
  expect(seenElsewhere.last.tasks[0]?.stack).toEqual([runner]);
});
