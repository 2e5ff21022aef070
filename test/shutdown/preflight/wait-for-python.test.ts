import { expect, test } from '@jest/globals';
import { waitForPython } from '../../../src/shutdown/preflight/wait-for-python.ts';
import { FakeSystem } from '../../support/fake-system.ts';

const HOUR_MS = 3_600_000;

test('nothing is waited for in a process namespace of its own, where nobody else will ever be seen', async () => {
  const system = new FakeSystem({ '/proc/self': '1' });
  const waited = waitForPython({
    system,
    containers: [],
    limitMs: HOUR_MS,
    signal: new AbortController().signal,
  });
  await expect(waited).resolves.toEqual([]);
});

test('the wait for a Python ends with its limit', async () => {
  const system = new FakeSystem({ '/proc/self': '7' });
  const waited = waitForPython({ system, containers: [], limitMs: 0, signal: new AbortController().signal });
  await expect(waited).resolves.toEqual([]);
});
