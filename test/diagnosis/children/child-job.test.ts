import { expect, test } from '@jest/globals';
import { childJob } from '../../../src/diagnosis/children/child-job.ts';
import { situationOf } from '../../../src/diagnosis/situation-of.ts';
import type { Capture } from '../../../src/python/model/capture.ts';
import { captureOf, placeOf, processOf, taskOf, threadOf } from '../../support/captures.ts';

const inLibrary = {
  file: '/venv/site-packages/server/worker.py',
  origin: 'library',
  package: 'server',
} as const;
const inThreading = { file: '/usr/lib/python3.12/threading.py', origin: 'python' } as const;
const bootstrap = placeOf('Thread._bootstrap', 1030, { ...inThreading, kind: 'function' });
const main = threadOf({ stack: [placeOf('serve', 10, { ...inLibrary, kind: 'function' })], loopId: null });
const request = placeOf('handle', 40, { kind: 'function' });

function jobIn(child: Capture) {
  const pid = 18;
  const situation = situationOf({
    captures: [{ seconds: 1, capture: captureOf() }],
    signal: null,
    graceSeconds: 5,
    ended: false,
    children: [{ pid, captures: [{ seconds: 1, capture: child }] }],
  });
  return childJob(situation, processOf({ pid }));
}

function workerOf(stack: (typeof request)[], part: Partial<ReturnType<typeof threadOf>> = {}) {
  return threadOf({ id: 19, pthreadId: 2, name: 'worker', isMain: false, loopId: null, stack, ...part });
}

test('a thread that no Python has started is in a job', () => {
  expect(jobIn(captureOf({ threads: [main, workerOf([request])] }))?.place).toBe(request);
});

test('what a library calls on its thread is a job', () => {
  const called = workerOf([bootstrap, placeOf('Worker.run', 7, inLibrary), request]);
  expect(jobIn(captureOf({ threads: [main, called] }))?.place).toBe(request);
});

test("a thread of the service's own works for itself", () => {
  expect(jobIn(captureOf({ threads: [main, workerOf([bootstrap, request])] }))).toBeNull();
});

test('the task whose result a worker waits for is the job', () => {
  const task = taskOf('0xt', { stack: [placeOf('pull', 12)] });
  const waiting = workerOf([bootstrap, placeOf('Worker.run', 7, inLibrary)], {
    waitsFor: {
      kind: 'concurrent-future',
      futureId: '0xf',
      taskId: '0xt',
      loopId: '0xl',
      runByThreadId: null,
      timeoutSeconds: null,
    },
  });
  expect(jobIn(captureOf({ threads: [main, waiting], tasks: [task] }))?.place.name).toBe('pull');
});
