/** Three ways lead to `_PyRuntime`: each has to arrive at the same place. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { interpreterFiles, runtimeCandidates } from '../../../src/python/binary/find-runtime.ts';
import { mappedFiles, readMaps } from '../../../src/python/binary/maps.ts';
import { findPython } from '../../../src/python/find-python.ts';
import { PagedMemory } from '../../../src/python/memory/paged-memory.ts';
import { LiveSystem } from '../../../src/target/live-system.ts';
import { endAll, printed, start } from '../../support/processes.ts';
import { anyPython, PYTHONS, pythonNamed } from '../../support/pythons.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'straggler-runtime-'));
});
afterEach(() => {
  endAll();
  rmSync(folder, { recursive: true, force: true });
});

/** Symbol from 3.8, section from 3.10, cookie from 3.13 on. */
const waysOf = (minor: number) => 1 + Number(minor >= 10) + Number(minor >= 13);

async function run(python: string, text: string): Promise<number> {
  const program = join(folder, 'program.py');
  writeFileSync(program, text);
  const child = start(python, [program]);
  await printed(child, 'READY', 30_000);
  return child.pid;
}

for (const name of PYTHONS) {
  const python = pythonNamed(name);
  const title = `the symbol, the section and the cookie name one address: Python ${name}`;
  if (python === null) test.skip(`${title} (not on this machine)`, () => undefined);
  else
    test(title, async () => {
      const pid = await run(python.path, 'import time\nprint("READY", flush=True)\ntime.sleep(1000)\n');
      const system = new LiveSystem();
      const memory = new PagedMemory(system, pid);
      const files = interpreterFiles(system, pid, mappedFiles(readMaps(system, pid)));
      const found = [...runtimeCandidates(system, memory, pid, files)].map(({ runtime }) => runtime);
      expect(found).toHaveLength(waysOf(python.minor));
      expect(new Set(found).size).toBe(1);
    });
}

const EXTENSIONS = `
import _ctypes, _json, _struct, time
print("READY", flush=True)
time.sleep(1000)
`;

test('extension modules, of which a service may have hundreds, are no files of an interpreter', async () => {
  const pid = await run(anyPython().path, EXTENSIONS);
  const system = new LiveSystem();
  const mapped = mappedFiles(readMaps(system, pid));
  expect(mapped.some(({ path }) => path.includes('.cpython-'))).toBe(true);
  const files = interpreterFiles(system, pid, mapped);
  expect(files.length).toBeGreaterThan(0);
  expect(files.filter(({ path }) => path.includes('.cpython-'))).toEqual([]);
});

const MAPPED_TWICE = `
import mmap, os, re, time
path = next(line.split()[-1] for line in open("/proc/self/maps") if re.search(r"/libpython3[.]\\d+[.]so|/python3[.]\\d+$", line))
with open(path, "rb") as file:
    again = mmap.mmap(file.fileno(), 0, prot=mmap.PROT_READ)
print("READY", flush=True)
time.sleep(1000)
`;

for (const name of ['3.11', '3.14']) {
  const python = pythonNamed(name);
  const title = `an interpreter whose file is mapped once more is found: Python ${name}`;
  if (python === null) test.skip(`${title} (not on this machine)`, () => undefined);
  else
    test(title, async () => {
      const pid = await run(python.path, MAPPED_TWICE);
      const system = new LiveSystem();
      const search = findPython(system, new PagedMemory(system, pid), pid);
      expect(search).toMatchObject({ outcome: 'found', python: { version: { minor: python.minor } } });
    });
}
