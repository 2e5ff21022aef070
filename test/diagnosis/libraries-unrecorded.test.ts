import { expect, test } from '@jest/globals';
import { diagnose } from '../../src/diagnosis/diagnose.ts';
import type { TaskState } from '../../src/python/model/capture.ts';
import type { CodePlace } from '../../src/python/model/frame.ts';
import type { Wait } from '../../src/python/model/wait.ts';
import { captureOf, loopOf, placeOf, taskOf, threadOf } from '../support/captures.ts';

const library = (name: string, file: string, kind: CodePlace['kind'] = 'coroutine') =>
  placeOf(name, 7, {
    origin: 'library',
    file: `/v/site-packages/${file}`,
    package: file.split('/')[0] ?? null,
    kind,
  });
const MAIN = ['_run_until_complete_cb'];
const pause: Wait = { on: { kind: 'timer', secondsLeft: 0.1 }, description: 'asyncio.sleep', bound: null };
const handler = taskOf('handler', {
  stack: [library('connection_task', 'server/protocol.py'), placeOf('feed', 11)],
});

/** Three looks at a program that was signalled; what runs on the main thread is in it from the second on. */
function stopped(earlier: readonly TaskState[], now: (look: number) => TaskState[], stack: CodePlace[]) {
  const looks = [-0.1, 1, 2].map((seconds, look) => ({
    seconds,
    capture: captureOf({
      tasks: look === 0 ? [...earlier] : now(look),
      loops: [loopOf()],
      threads: [threadOf({ stack: look === 0 ? [placeOf('<module>', 71, { kind: 'function' })] : stack })],
    }),
  }));
  const signal = { number: 15, name: 'SIGTERM', sentBy: 'straggler' as const, sentToPid: 17 };
  return diagnose({ captures: looks, signal, graceSeconds: 2, ended: false }).findings;
}

test('a shutdown of a library that polls from the main thread waits for its handlers, and no pause of it is blamed', () => {
  const sleep = placeOf('sleep', 665, { origin: 'python', package: 'asyncio' });
  const poll = (look: number) =>
    taskOf(`pause ${look}`, { stack: [sleep], wait: pause, doneCallbacks: MAIN });
  const stack = [
    placeOf('<module>', 15, { kind: 'function' }),
    library('_drain', 'server/run.py', 'function'),
  ];
  const [first, ...others] = stopped([handler], (look) => [handler, poll(look)], stack);
  expect(others).toEqual([]);
  expect(first).toMatchObject({ cause: 'drain-waits-for-handler', culprit: { frame: { line: 11 } } });
  expect(first?.sentence).toMatch(/^server drains/);
});

test('a library that runs the program and waits for what no edge shows is taken for a server that drains', () => {
  const main = (line: number) =>
    taskOf('main', { stack: [{ ...library('serve', 'server/main.py'), line }], doneCallbacks: MAIN });
  const stack = [placeOf('<module>', 15, { kind: 'function' })];
  const [first, ...others] = stopped([handler, main(7)], () => [handler, main(9)], stack);
  expect(others).toEqual([]);
  expect(first).toMatchObject({ cause: 'drain-waits-for-handler', culprit: { task: { id: 'handler' } } });
});

test('what run_until_complete was given since the signal is the shutdown, and stuck in it', () => {
  const shutdown = taskOf('shutdown', {
    stack: [library('_event', 'server/app.py'), placeOf('drain_jobs', 16)],
    doneCallbacks: MAIN,
  });
  const stack = [
    placeOf('<module>', 15, { kind: 'function' }),
    library('_stop', 'server/run.py', 'function'),
  ];
  const [first, ...others] = stopped([], () => [shutdown], stack);
  expect(others).toEqual([]);
  expect(first).toMatchObject({ cause: 'cleanup-stuck', culprit: { frame: { line: 16 } } });
});

test('a main task that has come past where it stood, and is in no loop, is stuck in its shutdown', () => {
  const main = (line: number) => taskOf('main', { stack: [placeOf('main', line)], doneCallbacks: MAIN });
  const stack = [placeOf('<module>', 30, { kind: 'function' })];
  const [first, ...others] = stopped([main(17)], () => [main(18)], stack);
  expect(others).toEqual([]);
  expect(first).toMatchObject({
    cause: 'cleanup-stuck',
    certainty: 'likely',
    culprit: { frame: { line: 18 } },
  });
});
