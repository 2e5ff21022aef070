/** What was recorded is told again, word by word, on a machine without any Python. */
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import type { Report } from '../../src/report/report.ts';
import { traces } from '../../scripts/recordings/traces.ts';
import { straggler } from '../commands/straggler.ts';
import type { Expected } from './expected.ts';
import { EXPECTED } from './expected.ts';
import { comparable, goldenPath, recordingPath, replay } from './replay.ts';
import { MAX_RECORDING_BYTES, SCENES } from './scenes.ts';

const MAX_BYTES_IN_ALL = 3 * 1024 * 1024;

describe.each(SCENES)('the recording $name', (scene) => {
  test('replays to the report that is kept beside it', async () => {
    const text = `${JSON.stringify(comparable(await replay(scene)), null, 2)}\n`;
    const path = goldenPath(scene);
    if (process.env['UPDATE_GOLDEN'] === '1') {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
    }
    expect(text).toBe(readFileSync(path, 'utf8'));
  });

  test('blames who is to blame, and tells what is waited for', async () => {
    const expected = EXPECTED[scene.name];
    if (expected === undefined) throw new Error('test/recordings/expected.ts does not know it');
    expect(essenceOf(await replay(scene), expected)).toEqual(expected);
  });

  test('replays to the same report twice', async () => {
    expect(comparable(await replay(scene))).toEqual(comparable(await replay(scene)));
  });

  test('is small, and tells nothing of the machine that it was made on', () => {
    expect(statSync(recordingPath(scene)).size).toBeLessThanOrEqual(MAX_RECORDING_BYTES);
    expect(traces(gunzipSync(readFileSync(recordingPath(scene))))).toEqual([]);
  });
});

test('the recordings are those of the list, one for each minor version of Python and one for uvloop', () => {
  const files = readdirSync(import.meta.dirname).filter((name) => name.endsWith('.straggler'));
  expect(files.sort()).toEqual(SCENES.map(({ name }) => `${name}.straggler`).sort());
  const pythons = new Set(SCENES.map(({ python }) => python));
  for (let minor = 8; minor <= 15; minor += 1) expect(pythons).toContain(`3.${minor}`);
  expect([...pythons].some((python) => python.endsWith('+uvloop'))).toBe(true);
});

test('the recordings are less than 3 MiB together', () => {
  const sizes = SCENES.map((scene) => statSync(recordingPath(scene)).size);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(MAX_BYTES_IN_ALL);
});

test('the command replays a recording where no program at all is installed', async () => {
  const [scene] = SCENES;
  if (scene === undefined) throw new Error('no recording');
  const words = ['dump', '--replay', recordingPath(scene), '--json'];
  const { status, stdout } = await straggler(words, { env: { PATH: '/nonexistent' } });
  expect(status).toBe(0);
  expect(comparable(JSON.parse(stdout) as Report)).toEqual(
    JSON.parse(readFileSync(goldenPath(scene), 'utf8')),
  );
});

/** Of the tasks those that are expected. */
function essenceOf({ target, findings, survivors }: Report, { waits }: Expected): Expected {
  const named = Object.keys(waits).flatMap((name) => survivors.filter((one) => one.name === name));
  return {
    loops: target.loops.map(({ kind, state }) => `${kind} ${state}`),
    blamed: findings.map(({ cause, culprit: { frame } }) => {
      const at = frame === null ? 'nowhere' : `${frame.function} ${basename(frame.file)}:${frame.line}`;
      return `${cause}: ${at}`;
    }),
    waits: Object.fromEntries(
      named.map(({ name, waitsFor }) => [name, `${waitsFor?.kind}: ${withoutNumbers(waitsFor?.description)}`]),
    ),
  };
}

/** Without those that differ from one recording to the next. */
function withoutNumbers(description = ''): string {
  return description.replace(/\d+(?= s left)|(?<=process |descriptor )\d+|(?<='Task-)\d\d+/g, 'N');
}
