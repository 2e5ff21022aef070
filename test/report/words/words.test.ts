import { expect, test } from '@jest/globals';
import { CAUSE_CODES } from '../../../src/diagnosis/vocabulary.ts';
import { causePredicate } from '../../../src/report/words/causes.ts';
import { constructNote } from '../../../src/report/words/constructs.ts';
import { count, duration } from '../../../src/report/words/numbers.ts';
import { programName } from '../../../src/report/words/program.ts';
import { waitClause } from '../../../src/report/words/waits.ts';

test.each([
  [0, '0 s'],
  [0.274, '0.27 s'],
  [4.98, '5.0 s'],
  [119.9, '119.9 s'],
  [200, '3 min 20 s'],
  [7_500, '2 h 5 min'],
  [7_200, '2 h'],
  [273_600, '3 d 4 h'],
  [-0.5, '-0.5 s'],
])('%d seconds are %s', (seconds, words) => {
  expect(duration(seconds)).toBe(words);
});

test('counts have their plural', () => {
  expect([count(1, 'task'), count(0, 'task'), count(100_000, 'task')]).toEqual([
    '1 task',
    '0 tasks',
    '100,000 tasks',
  ]);
});

test.each([
  [['python', 'app.py'], 'app.py'],
  [['/usr/local/bin/python3.12', '-u', '-X', 'dev', '/srv/app.py', '--port', '80'], 'app.py'],
  [['python3', '-m', 'uvicorn', 'app:app'], 'uvicorn'],
  [['python', '-c', 'import asyncio'], 'python -c'],
  [['/venv/bin/gunicorn', 'app:app'], 'gunicorn'],
  [['python3.13t'], 'python3.13t'],
  [[], 'process'],
])('%j is called %s', (command, name) => {
  expect(programName({ command, pid: 17 })).toBe(name);
});

test('every cause continues a sentence', () => {
  for (const code of CAUSE_CODES) expect(causePredicate(code)).toMatch(/^[a-z].*[^.]$/);
});

test('a construct is told by what it did', () => {
  expect(constructNote('finally', 'cancel-swallowed')).toContain('drops CancelledError');
  expect(constructNote('finally', 'cleanup-stuck')).toContain('cleanup');
  expect(constructNote('constructor', 'unknown')).toBe('');
});

test('a wait that is a clause already takes no other verb', () => {
  expect(waitClause('asyncio.Queue, empty')).toBe('waits for asyncio.Queue, empty');
  expect(waitClause("joins thread 'x'")).toBe("joins thread 'x'");
});
