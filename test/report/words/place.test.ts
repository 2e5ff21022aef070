import { expect, test } from '@jest/globals';
import type { Culprit } from '../../../src/diagnosis/vocabulary.ts';
import { culpritPlace } from '../../../src/report/words/place.ts';

const NOBODY: Culprit = {
  kind: 'task',
  pid: 17,
  task: null,
  thread: null,
  process: null,
  frame: null,
  construct: null,
};
const TASK = { id: '0x7f', name: 'poller', coroutine: 'Worker.poll' };
const FRAME = { function: 'Worker.poll', file: '/srv/app/worker.py', line: 42, source: null };
const CONSTRUCT = { kind: 'except', text: 'except:', file: '/srv/app/worker.py', line: 44 } as const;

const place = (culprit: Partial<Culprit>) => culpritPlace({ culprit: { ...NOBODY, ...culprit } });

test('a place is the base name, the line where it is and the function, not that of the syntax to change', () => {
  expect(place({ task: TASK, frame: FRAME })).toBe('worker.py:42 Worker.poll');
  expect(place({ task: TASK, frame: FRAME, construct: CONSTRUCT })).toBe('worker.py:42 Worker.poll');
});

test('where no frame is known, it is the syntax to change', () => {
  expect(place({ task: TASK, construct: CONSTRUCT })).toBe('worker.py:44 Worker.poll');
  expect(place({ construct: CONSTRUCT })).toBe('worker.py:44');
});

test('without a line the culprit is named', () => {
  expect(place({ task: TASK })).toBe('Worker.poll');
  expect(place({ task: { ...TASK, coroutine: '' } })).toBe('poller');
  expect(place({ thread: { id: 1, name: 'pool-1' } })).toBe('thread pool-1');
  expect(place({ process: { pid: 18, command: ['/usr/bin/gunicorn', '-w'] } })).toBe('gunicorn');
  expect(place({})).toBe('pid 17');
});

test('code that has no file, or no line, is said as it is', () => {
  expect(place({ frame: { ...FRAME, file: '<string>' } })).toBe('<string>:42 Worker.poll');
  expect(place({ frame: { ...FRAME, line: 0 } })).toBe('worker.py Worker.poll');
});
