/** Programs on an emulated aarch64: some of each stage, as each takes several times as long there. */
import { spawnSync } from 'node:child_process';
import { test } from '@jest/globals';
import { aarch64Python } from '../../scripts/aarch64.ts';
import { readPrograms } from '../support/program-headers.ts';
import { testColumn } from './verdicts.ts';

const PROGRAMS = [
  'cancel-shielded-in-finally',
  'cancel-swallowed-queue-consumer',
  'cancel-swallowed-task-group',
  'cleanup-deadlock-locks',
  'control-catch-and-end-in-hang',
  'control-daemon-threads',
  'executor-job-running-to-thread',
  'loop-blocked-sleep',
  'loop-lock-wait-with',
  'thread-not-daemon-poller',
];

/** To start is a second's work of a whole core. */
const AT_ONCE = 2;

export function testAarch64(minorName: string): void {
  const name = `${minorName} aarch64`;
  const emulated = aarch64Python(minorName);
  if (emulated === null || spawnSync(emulated.path, ['-c', ''], { timeout: 60_000 }).status !== 0) {
    test.skip(`Python ${name} is not on this machine, or does not run (node scripts/aarch64.ts)`, () =>
      undefined);
    return;
  }
  const python = { name: minorName, minor: Number(minorName.split('.')[1]), path: emulated.path };
  const programs = readPrograms().filter((one) => PROGRAMS.includes(one.name) && one.runsOn(python));
  testColumn({ name, python, programs, atOnce: AT_ONCE });
}
