import { expect, test } from '@jest/globals';
import type { Culprit } from '../../src/diagnosis/vocabulary.ts';
import { fingerprint } from '../../src/report/fingerprint.ts';
import { place } from './support/captures.ts';
import { finding } from './support/inputs.ts';

function culprit(changes: Partial<Culprit>): Culprit {
  return { ...finding().culprit, ...changes };
}

function at(file: string, changes: Partial<Culprit> = {}) {
  const base = culprit(changes);
  return finding({
    culprit: {
      ...base,
      frame: base.frame && { ...base.frame, file },
      construct: base.construct && { ...base.construct, file },
    },
  });
}

const home = fingerprint(at('/srv/app/worker.py'), [], '/srv');

test('is 16 hexadecimal digits', () => {
  expect(home).toMatch(/^[0-9a-f]{16}$/);
});

test('lines, ids and pods do not change it', () => {
  const base = at('/srv/app/worker.py');
  const moved = finding({
    culprit: {
      ...base.culprit,
      pid: 4_711,
      task: { id: '0x1', name: 'poller-7', coroutine: 'Worker.poll' },
      frame: base.culprit.frame && { ...base.culprit.frame, line: 420, source: 'await other()' },
      construct: base.culprit.construct && { ...base.culprit.construct, line: 440, text: ' except: ' },
    },
  });
  expect(fingerprint(moved, [], '/srv')).toBe(home);
});

test.each([
  ['/opt/releases/1.4.2/app/worker.py', '/opt'],
  ['/opt/releases/20261122/app/worker.py', '/opt'],
  ['/opt/releases/3f9a1c77/app/worker.py', '/opt'],
])('%s is the same file in every release', (file, workingFolder) => {
  const other = fingerprint(at('/opt/releases/9.9.9/app/worker.py'), [], '/opt');
  expect(fingerprint(at(file), [], workingFolder)).toBe(other);
});

test('the folder a program is deployed below does not count', () => {
  expect(fingerprint(at('/home/ada/shop/app/worker.py'), [], '/home/ada/shop')).toBe(home);
});

test('an installed package is the same file in every environment', () => {
  const one = fingerprint(at('/usr/lib/python3/dist-packages/lib/pool.py'), [], '/srv');
  expect(fingerprint(at('/venv/lib/python3.13/site-packages/lib/pool.py'), [], '/app')).toBe(one);
});

test('another cause, file, function or construct is another hang', () => {
  const frame = finding().culprit.frame!;
  const construct = finding().culprit.construct!;
  const others = [
    { ...at('/srv/app/worker.py'), cause: 'cleanup-stuck' as const },
    at('/srv/app/other.py'),
    at('/srv/app/worker.py', { frame: { ...frame, function: 'Worker.push' } }),
    at('/srv/app/worker.py', { construct: { ...construct, text: 'except BaseException:' } }),
    at('/srv/app/worker.py', { construct: null }),
  ].map((other) => fingerprint(other, [], '/srv'));
  expect(new Set([home, ...others]).size).toBe(6);
});

test('a construct’s function counts, wherever below it the task waits today', () => {
  const stack = [
    place('Worker.run', '/srv/app/worker.py', 40, { firstLine: 30 }),
    place('Worker.fetch', '/srv/app/worker.py', 90, { firstLine: 80 }),
  ];
  const fetching = at('/srv/app/worker.py', {
    frame: { function: 'Worker.fetch', file: '', line: 90, source: null },
  });
  const sleeping = at('/srv/app/worker.py', {
    frame: { function: 'Worker.run', file: '', line: 41, source: null },
  });
  expect(fingerprint(fetching, stack, '/srv')).toBe(fingerprint(sleeping, stack.slice(0, 1), '/srv'));
});
