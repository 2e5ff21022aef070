import { expect, test } from '@jest/globals';
import { withoutParents } from '../../../src/diagnosis/children/forked.ts';
import { captureOf, placeOf, taskOf, threadOf } from '../../support/captures.ts';

const launch = placeOf('Popen._launch', 71, {
  file: '/usr/lib/python3.12/multiprocessing/popen_fork.py',
  origin: 'python',
});
const running = placeOf('Runner.run', 118, {
  file: '/usr/lib/python3.12/asyncio/runners.py',
  origin: 'python',
  package: 'asyncio',
});
const stack = [placeOf('<module>', 27), running, launch, placeOf('render', 13)];

test('a child that was forked out of a loop has neither that loop nor its tasks', () => {
  const child = captureOf({ threads: [threadOf({ stack, runningTaskId: 'main' })], tasks: [taskOf('main')] });
  const { loops, tasks, threads } = withoutParents(child);
  expect(loops).toEqual([]);
  expect(tasks).toEqual([]);
  expect(threads[0]?.stack.map((place) => place.name)).toEqual(['render']);
  expect(threads[0]?.runningTaskId).toBeNull();
});

test('a child of a parent without a loop keeps the tasks of its own, of whose loop no frame tells (uvloop)', () => {
  const ofUvloop = [placeOf('<module>', 27, { kind: 'function' }), launch, placeOf('serve', 13)];
  const child = captureOf({
    threads: [threadOf({ stack: ofUvloop, runningTaskId: 'main' })],
    tasks: [taskOf('main')],
  });
  const { loops, tasks, threads } = withoutParents(child);
  expect(loops).toEqual(child.loops);
  expect(tasks).toEqual(child.tasks);
  expect(threads[0]?.stack.map((place) => place.name)).toEqual(['serve']);
  expect(threads[0]?.runningTaskId).toBe('main');
});

test('a child that runs a loop of its own keeps it', () => {
  const run = placeOf('BaseEventLoop.run_forever', 640, { origin: 'python', package: 'asyncio' });
  const child = captureOf({ threads: [threadOf({ stack: [...stack, run] })] });
  expect(withoutParents(child)).toBe(child);
});
