import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { findPySpy } from '../../scripts/py-spy.ts';

let folder: string;
let toolsFolder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'straggler-py-spy-'));
  toolsFolder = join(folder, 'tools');
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** A shell script in a folder of its own, to be put on PATH. */
function program(place: string, name: string, body: string): string {
  mkdirSync(join(folder, place), { recursive: true });
  writeFileSync(join(folder, place, name), `#!/bin/sh\n${body}\n`);
  chmodSync(join(folder, place, name), 0o755);
  return join(folder, place);
}

/** Does what `pip install --target DIR` would: DIR is the argument after --target. */
const PIP = `while [ "$1" != --target ]; do shift; done
/bin/mkdir -p "$2/bin"; printf '#!/bin/sh\\necho py-spy 0.4.3\\n' > "$2/bin/py-spy"; /bin/chmod +x "$2/bin/py-spy"`;

test('the py-spy on PATH is taken when it is the pinned version', async () => {
  const other = program('other', 'py-spy', 'echo py-spy 0.3.14');
  const pinned = program('pinned', 'py-spy', 'echo py-spy 0.4.3');
  const { path } = await findPySpy({ searchPath: `${other}:${pinned}`, toolsFolder });
  expect(path).toBe(join(pinned, 'py-spy'));
});

test('it is fetched once, by the first Python that can', async () => {
  program('path', 'python3', 'echo "No module named pip" >&2; exit 1');
  const searchPath = program('path', 'python3.12', PIP);
  const first = await findPySpy({ searchPath, toolsFolder });
  expect(first).toMatchObject({
    path: join(toolsFolder, 'py-spy/bin/py-spy'),
    sentence: expect.stringContaining('fetched with'),
  });
  const second = await findPySpy({ searchPath, toolsFolder });
  expect(second).toMatchObject({ path: first.path, sentence: expect.stringContaining('fetched earlier') });
});

test('several test runs may fetch it at the same time', async () => {
  const searchPath = program('path', 'python3', `${PIP}; /bin/sleep 0.2`);
  const found = await Promise.all(Array.from({ length: 4 }, () => findPySpy({ searchPath, toolsFolder })));
  expect(found.map(({ path }) => path)).toEqual(Array(4).fill(join(toolsFolder, 'py-spy/bin/py-spy')));
  expect(readdirSync(toolsFolder)).toEqual(['py-spy']);
});

test('an older one that was fetched is replaced', async () => {
  mkdirSync(join(toolsFolder, 'py-spy/bin'), { recursive: true });
  program('tools/py-spy/bin', 'py-spy', 'echo py-spy 0.4.1');
  const searchPath = program('path', 'python3', PIP);
  expect((await findPySpy({ searchPath, toolsFolder })).sentence).toContain('fetched with');
});

test('a pip that hangs is cut off, and nothing half made stays', async () => {
  const searchPath = program('path', 'python3', 'exec /bin/sleep 60');
  const startedAtMs = Date.now();
  const { path, sentence } = await findPySpy({ searchPath, toolsFolder, timeoutMs: 300 });
  expect(Date.now() - startedAtMs).toBeLessThan(10_000);
  expect({ path, sentence }).toEqual({ path: null, sentence: expect.stringContaining('it took too long') });
  expect(readdirSync(toolsFolder)).toEqual([]);
});

test('where it cannot be had, a sentence says why and what to do', async () => {
  const failing = program('path', 'python3', 'echo "No module named pip" >&2; exit 1');
  const { path, sentence } = await findPySpy({ searchPath: failing, toolsFolder });
  expect(path).toBeNull();
  expect(sentence).toContain('No module named pip');
  expect(sentence).toContain('set STRAGGLER_PY_SPY');
  expect((await findPySpy({ searchPath: join(folder, 'empty'), toolsFolder })).sentence).toContain(
    'no python3',
  );
  expect(existsSync(join(toolsFolder, 'py-spy'))).toBe(false);
});
