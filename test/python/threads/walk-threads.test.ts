/** The lock that lets one thread at a time run Python: who has it, and builds that have it off. */
import { afterEach, expect, test } from '@jest/globals';
import { lookAt } from '../../support/live-python.ts';
import { endAll, printed, start } from '../../support/processes.ts';
import { PYTHONS, pythonNamed } from '../../support/pythons.ts';

const PROGRAM = `
import threading
def compute():
    while True:
        pass
threading.Thread(target=compute, name="computing", daemon=True).start()
print("READY", flush=True)
threading.Event().wait()
`;

afterEach(endAll);

async function owners(path: string, environment: Record<string, string>): Promise<string[]> {
  const child = start(path, ['-c', PROGRAM], { stdio: ['pipe', 'pipe', 'inherit'], env: environment });
  await printed(child, 'READY', 30_000);
  const seen = new Set<string>();
  // The main thread may have it for a moment after READY.
  for (let count = 0; count < 20 && !seen.has('computing'); count += 1) {
    for (const { name, ownsGil } of lookAt(child.pid).threads) if (ownsGil) seen.add(name);
  }
  return [...seen].filter((name) => name !== 'MainThread');
}

for (const name of PYTHONS) {
  const python = pythonNamed(name);
  const title = `the thread that computes holds the lock, where there is one: Python ${name}`;
  if (python === null) test.skip(`${title} (not on this machine)`, () => undefined);
  else
    test(title, async () => {
      expect(await owners(python.path, { PYTHON_GIL: '1' })).toEqual(['computing']);
      if (name.endsWith('t')) expect(await owners(python.path, { PYTHON_GIL: '0' })).toEqual([]);
    });
}
