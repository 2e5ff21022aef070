import { expect, test } from '@jest/globals';
import { withoutCopiedLoops, withoutParents } from '../../../src/diagnosis/children/forked.ts';
import type { Capture } from '../../../src/python/model/capture.ts';
import { captureOf, loopOf, placeOf, processOf, taskOf, threadOf } from '../../support/captures.ts';

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

const inStep = [placeOf('<module>', 27), running, placeOf('main', 8), placeOf('count', 3)];

function childrenOf(child: Capture, parent: Capture) {
  return withoutCopiedLoops({
    captures: [{ seconds: 1, capture: parent }],
    signal: null,
    graceSeconds: 5,
    ended: false,
    children: [{ pid: 18, captures: [{ seconds: 1, capture: child }] }],
  })[0]?.captures[0]?.capture;
}

function childOf(loopId: string) {
  return captureOf({
    target: processOf({ pid: 18, parentPid: 17 }),
    threads: [threadOf({ stack: inStep, loopId, runningTaskId: 'main', waitsFor: { kind: 'sleep' } })],
    loops: [loopOf({ id: loopId, state: 'running' })],
    tasks: [taskOf('main', { loopId })],
  });
}

test('what lies where a loop of its parent lies is a copy, which a child does not run that was forked in a step of it', () => {
  const parent = captureOf({ loops: [loopOf()] });
  const copied = childrenOf(childOf('0xl'), parent);
  expect(copied).toMatchObject({ loops: [], tasks: [] });
  expect(copied?.threads[0]).toMatchObject({ loopId: null, runningTaskId: null });
});

test('a loop that the child has made itself is its own', () => {
  expect(childrenOf(childOf('0xm'), captureOf({ loops: [loopOf()] }))?.loops).toHaveLength(1);
});
