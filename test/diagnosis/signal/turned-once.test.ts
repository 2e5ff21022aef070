/** What a signal set going, told from what goes on as usual: by looks before it, and after all has come to rest. */
import { expect, test } from '@jest/globals';
import { turnedOnce } from '../../../src/diagnosis/signal/turned-once.ts';
import type { TaskState, ThreadState } from '../../../src/python/model/capture.ts';
import { captureOf, taskOf, threadOf } from '../../support/captures.ts';

const SECONDS = [-0.1, 0.1, 0.5, 1];

/** One look before the signal, and one for each further list. */
function turned(tasks: TaskState[][], threads: ThreadState[][] = []): boolean {
  const captures = tasks.map((list, index) => ({
    seconds: SECONDS[index] ?? index,
    capture: captureOf({ tasks: list, threads: threads[index] ?? [] }),
  }));
  const signal = { number: 15, name: 'SIGTERM', sentBy: 'straggler', sentToPid: 17 } as const;
  return turnedOnce({
    before: captures[0]?.capture ?? null,
    since: captures.slice(1),
    evidence: { captures, signal, graceSeconds: 2, ended: false },
  });
}

const at = (mark: string, secondsLeft?: number) => [
  taskOf('a', {
    stepMark: mark,
    ...(secondsLeft === undefined
      ? {}
      : { wait: { on: { kind: 'timer', secondsLeft }, description: 'asyncio.sleep', bound: null } }),
  }),
];

test('a task that took a step at the signal and none since has turned once', () => {
  expect(turned([at('one'), at('two'), at('two'), at('two')])).toBe(true);
  expect(turned([at('one'), at('one'), at('one'), at('one')])).toBe(false);
});

test('a task that goes on stepping does what it always does', () => {
  expect(turned([at('one'), at('two'), at('three'), at('four')])).toBe(false);
});

test('a sleep that begins anew at the same place is another one, as its timer tells', () => {
  // The same sleep at all looks, and another one before the signal.
  expect(turned([at('one', 0.3), at('one', 9.9), at('one', 9.5), at('one', 9)])).toBe(true);
  // A heartbeat, whose sleeps lie in the same place by chance.
  expect(turned([at('one', 0.3), at('two', 0.15), at('two', 0.05), at('two', 0.1)])).toBe(false);
});

test('tasks that ended for others that stay, and a job that ended, are a turn as well', () => {
  const [made] = [taskOf('b', { stepMark: 'one' })];
  expect(turned([at('one'), [made], [made], [made]])).toBe(true);
  const worker = (idle: boolean) => [threadOf({ id: 9, pool: { executorId: '0xe', idle, queued: null } })];
  const same = [at('one'), at('one'), at('one'), at('one')];
  expect(turned(same, [worker(false), worker(true), worker(true), worker(true)])).toBe(true);
  expect(turned(same, [worker(false), worker(false), worker(false), worker(false)])).toBe(false);
});

test('with a single look after the first nothing is concluded', () => {
  expect(turned([at('one'), at('two'), at('two')])).toBe(false);
});
