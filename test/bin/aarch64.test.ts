/** Straggler itself on aarch64: Node's own build for it, under an emulator (`node scripts/aarch64.ts`). */
import type { ChildProcess } from 'node:child_process';
import { spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { aarch64Node, aarch64Python } from '../../scripts/aarch64.ts';
import type { Report } from '../../src/report/report.ts';
import { comparable, goldenPath, recordingPath } from '../recordings/replay.ts';
import { SCENES } from '../recordings/scenes.ts';

const root = resolve(import.meta.dirname, '../..');
const PROGRAM = resolve(root, 'test/programs/cancel-swallowed-queue-consumer.py');
const TIMEOUT_MS = 180_000;

const node = aarch64Node();
const python = aarch64Python('3.14');
const runs = node !== null && spawnSync(node, ['--version'], { timeout: 60_000 }).status === 0;
const testHere = runs && python !== null ? test : test.skip;

let target: ChildProcess | null = null;
afterEach(() => {
  target?.kill('SIGKILL');
  target = null;
});

/** The sources, as a release would hold them in one bundle. */
function straggler(words: readonly string[]): { status: number | null; report: Report } {
  const { status, stdout, stderr } = spawnSync(
    node ?? '',
    [resolve(root, 'src/cli.ts'), ...words, '--json'],
    {
      encoding: 'utf8',
      timeout: TIMEOUT_MS,
      maxBuffer: 2 ** 26,
    },
  );
  if (stdout === '') throw new Error(`no report: ${stderr}`);
  return { status, report: JSON.parse(stdout) as Report };
}

function start(path: string): Promise<number> {
  const child = spawn(path, [PROGRAM], { stdio: ['ignore', 'pipe', 'inherit'] });
  target = child;
  return new Promise((found, failed) => {
    child.once('error', failed);
    child.once('exit', () => failed(new Error('the program has ended')));
    child.stdout.once('data', () => found(child.pid ?? 0));
  });
}

describe('Straggler on aarch64 (skipped where node scripts/aarch64.ts has not been run)', () => {
  testHere(
    'replays recordings of both processors to the reports that x86_64 gives',
    () => {
      for (const name of ['3.14-aarch64-cancel-swallowed-queue-consumer', '3.12-cleanup-stuck-exit-stack']) {
        const scene = SCENES.find((one) => one.name === name);
        if (scene === undefined) throw new Error(`no recording ${name}`);
        const { report } = straggler(['dump', '--replay', recordingPath(scene)]);
        const golden = JSON.parse(readFileSync(goldenPath(scene), 'utf8')) as Report;
        expect(comparable(report)).toEqual(golden);
      }
    },
    TIMEOUT_MS,
  );

  testHere(
    'says of a living process of aarch64 what keeps it, with its line',
    async () => {
      const pid = await start(python?.path ?? '');
      const { status, report } = straggler(['stop', String(pid), '--grace', '15', '--no-py-spy']);
      expect(status).toBe(1);
      expect(report.findings[0]).toMatchObject({
        cause: 'cancel-swallowed',
        certainty: 'certain',
        culprit: { construct: { line: 25 } },
      });
    },
    TIMEOUT_MS,
  );
});
