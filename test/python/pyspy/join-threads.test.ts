import { expect, test } from '@jest/globals';
import type { ThreadState } from '../../../src/python/model/capture.ts';
import type { CodePlace } from '../../../src/python/model/frame.ts';
import { parsePySpy } from '../../../src/python/pyspy/parse.ts';
import { addPySpy } from '../../../src/python/pyspy/threads-by-py-spy.ts';

const frame = (name: string, line: number, filename = '/srv/app.py') => ({ name, filename, line });
const seen = (threads: unknown) => JSON.stringify(threads);
const thread = (frames: unknown[], more: object = {}) => ({
  pid: 1,
  thread_id: 140_319_504_709_312,
  os_thread_id: 17,
  thread_name: 'MainThread',
  owns_gil: false,
  frames,
  ...more,
});

function place(name: string, line: number): CodePlace {
  return {
    function: name,
    name,
    file: '/srv/app.py',
    line,
    firstLine: 1,
    origin: 'user',
    codeId: 1,
    instruction: 2,
    package: null,
    kind: 'function',
  };
}

function walked(stack: CodePlace[], more: Partial<ThreadState> = {}): ThreadState {
  return {
    id: 17,
    pthreadId: 140_319_504_709_312,
    name: 'MainThread',
    daemon: false,
    isMain: true,
    state: 'S',
    waitChannel: null,
    syscallName: null,
    cpuMs: 0,
    cpuPercent: null,
    ownsGil: false,
    source: stack.length === 0 ? 'none' : 'memory',
    stack,
    handling: [],
    loopId: null,
    runningTaskId: null,
    waitsFor: { kind: 'unknown' },
    pool: null,
    signalFrameIndex: null,
    target: null,
    ...more,
  };
}

const ok = (json: string) => ({ outcome: 'ok' as const, json, blocking: false, durationMs: 1 });
const join = (threads: ThreadState[], json: string) => addPySpy(threads, ok(json), '/usr/lib/python3.12');

test('a stack that both saw is confirmed, and keeps what only the own walk knows', () => {
  const own = walked([place('<module>', 9), place('work', 3)]);
  expect(join([own], seen([thread([frame('Worker.work', 3), frame('<module>', 9)])]))).toEqual({
    gaveStacks: true,
    limit: null,
  });
  expect(own.source).toBe('py-spy');
  expect(own.stack.map(({ codeId }) => codeId)).toEqual([1, 1]);
});

test('a dump that lacks frames does not take away what was read', () => {
  const own = walked([place('<module>', 9), place('work', 3)]);
  join([own], seen([thread([frame('work', 3)])]));
  expect(own).toMatchObject({ source: 'memory', stack: [{ name: '<module>' }, { name: 'work' }] });
});

test('a stack that only py-spy saw is taken over, outermost first', () => {
  const own = walked([], { pthreadId: 0, name: 'python3.13t' });
  const frames = [frame('Thread.run', 12, '/usr/lib/python3.12/threading.py'), frame('<module>', 9)];
  join([own], seen([thread(frames, { owns_gil: true })]));
  expect(own).toMatchObject({
    name: 'MainThread',
    source: 'py-spy',
    ownsGil: true,
    stack: [
      { function: '<module>', origin: 'user', line: 9 },
      { function: 'Thread.run', name: 'run', origin: 'python', package: 'threading', codeId: 0 },
    ],
  });
});

test('a thread that nobody else knows changes none', () => {
  const own = walked([], { pthreadId: 0, id: 99 });
  join([own], seen([thread([frame('x', 1)])]));
  expect(own.source).toBe('none');
});

test('the form with the threads in an object is understood too', () => {
  expect(parsePySpy(seen({ asyncio_tasks: [], threads: [thread([])] }))).toHaveLength(1);
  expect(parsePySpy('[]')).toEqual([]);
});

test.each([
  'no json',
  '{}',
  'null',
  '[1]',
  '[{"thread_id":"1","frames":[]}]',
  '[{"thread_id":1}]',
  '[{"thread_id":1,"frames":[{"name":1,"filename":"a","line":1}]}]',
  '[{"thread_id":1,"frames":[{"name":"a","filename":"a","line":-1}]}]',
  '[{"thread_id":1e300,"frames":[]}]',
])('rubbish is refused: %s', (json) => {
  const own = walked([]);
  expect(parsePySpy(json)).toBeNull();
  expect(join([own], json).limit?.code).toBe('py-spy-failed');
});

test('why it gave nothing is a sentence with a fix', () => {
  const results = [
    { outcome: 'missing' as const, searched: [] },
    { outcome: 'failed' as const, exitCode: 101, message: '' },
    { outcome: 'timeout' as const, afterMs: 250 },
  ];
  const limits = results.map((result) => addPySpy([], result, null).limit);
  expect(limits.map((limit) => limit?.code)).toEqual(['no-py-spy', 'py-spy-failed', 'py-spy-timeout']);
  for (const limit of limits) expect(limit?.fix).toMatch(/\w/);
  expect(addPySpy([], null, null).limit).toBeNull();
});
