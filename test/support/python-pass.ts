/** A look into a real Python for tests of single readers. */
import type { Pass } from '../../src/python/pass.ts';
import { PythonTarget } from '../../src/python/python-target.ts';
import { LiveSystem } from '../../src/target/live-system.ts';
import { readProcess } from '../../src/target/process.ts';

const BUDGET_MS = 60_000;

export function lookInto(pid: number): { pass: Pass; refresh: () => void } {
  const system = new LiveSystem();
  const target = new PythonTarget(system, pid);
  const search = target.find();
  if (search.outcome !== 'found') throw new Error(`no Python to read in ${pid}: ${JSON.stringify(search)}`);
  const pass = target.pass(search.python, readProcess(system, pid), system.nowMs() + BUDGET_MS);
  if (pass === null) throw new Error(`the Python in ${pid} has no modules`);
  return { pass, refresh: () => target.refresh() };
}
