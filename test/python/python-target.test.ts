import { once } from 'node:events';
import { afterEach, expect, test } from '@jest/globals';
import { PythonTarget } from '../../src/python/python-target.ts';
import { LiveSystem } from '../../src/target/live-system.ts';
import { readProcess } from '../../src/target/process.ts';
import { endAll, printed, start } from '../support/processes.ts';
import { PYTHONS, pythonNamed } from '../support/pythons.ts';

const BUDGET_MS = 20_000;
afterEach(endAll);

const python = PYTHONS.map(pythonNamed).find((one) => one !== null);
const RUNS = 'import time; print("READY", flush=True); time.sleep(600)';
/** The same process goes on as another Python. */
const REPLACES =
  'import os, sys; print("READY", flush=True); sys.stdin.readline(); ' +
  `os.execv(sys.executable, [sys.executable, "-c", 'import time; print("AGAIN", flush=True); time.sleep(600)'])`;

async function found(code: string) {
  if (python == null) throw new Error('no Python is on this machine');
  const child = start(python.path, ['-c', code], { stdio: ['pipe', 'pipe', 'inherit'] });
  await printed(child, 'READY', BUDGET_MS);
  const system = new LiveSystem();
  const target = new PythonTarget(system, child.pid);
  const search = target.find();
  if (search.outcome !== 'found') throw new Error(search.outcome);
  const look = () => target.pass(search.python, readProcess(system, child.pid), system.nowMs() + BUDGET_MS);
  return { child, system, target, search, look };
}

test('a process that has ended since it was found, and was reaped, has no interpreter, and that is no error', async () => {
  const { child, system, target, search, look } = await found(RUNS);
  const facts = readProcess(system, child.pid);
  expect(look()).not.toBeNull();
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
  expect(target.pass(search.python, facts, system.nowMs() + BUDGET_MS)).toBeNull();
  system.close();
});

test('a process that has replaced its program is read on', async () => {
  const { child, system, look } = await found(REPLACES);
  const before = readProcess(system, child.pid).stackStart;
  expect(look()?.interpreters).toHaveLength(1);
  child.stdin?.write('\n');
  await printed(child, 'AGAIN', BUDGET_MS);
  expect(look()?.interpreters).toHaveLength(1);
  expect(readProcess(system, child.pid).stackStart).not.toBe(before);
  system.close();
});
