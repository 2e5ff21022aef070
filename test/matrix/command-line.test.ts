/** The matrix uses the parts of `stop` in its own process; here the command line itself says the same. */

import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { expect, test } from '@jest/globals';
import { readPrograms } from '../support/program-headers.ts';
import { pythonNamed } from '../support/pythons.ts';
import type { ReportedStop } from './judge.ts';
import { judge } from './judge.ts';

const STRAGGLER = resolve(import.meta.dirname, '../../bin/straggler');
const TIMEOUT_MS = 120_000;
const programs = new Map(readPrograms().map((program) => [program.name, program]));

function drill(command: string[], graceSeconds: number): Promise<{ report: ReportedStop; status: unknown }> {
  const words = ['drill', '--json', '--grace', String(graceSeconds), '--ready', 'READY', '--', ...command];
  return new Promise((fulfil, reject) => {
    execFile(STRAGGLER, words, { timeout: TIMEOUT_MS }, (error, stdout, stderr) => {
      try {
        fulfil({ report: JSON.parse(stdout) as ReportedStop, status: error?.code ?? 0 });
      } catch {
        reject(new Error(`straggler drill gave no report\n${stderr}`));
      }
    });
  });
}

function testDrill(programName: string, pythonName: string, status: number): void {
  const python = pythonNamed(pythonName);
  if (python === null) {
    test.skip(`Python ${pythonName} is not on this machine`, () => undefined);
    return;
  }
  test(
    `straggler drill on ${programName} with Python ${pythonName}`,
    async () => {
      const program = programs.get(programName)!;
      const answer = await drill([python.path, program.path], program.graceSeconds);
      expect(judge(program, python, answer.report)).toEqual([]);
      expect(answer.status).toBe(status);
    },
    TIMEOUT_MS,
  );
}

testDrill('cancel-swallowed-bare-except', '3.8', 1);
testDrill('cleanup-stuck-event', '3.9', 1);
testDrill('executor-job-running-default', '3.10', 1);
testDrill('cancel-swallowed-by-library-wait-for', '3.11', 1);
testDrill('cancel-never-requested-task-group', '3.12', 1);
testDrill('loop-blocked-sleep', '3.13', 1);
testDrill('thread-not-daemon-poller', '3.14', 1);
testDrill('signal-ignored-by-itself', '3.15', 1);
testDrill('control-healthy-asyncio', '3.13', 0);
testDrill('control-slow-cleanup', '3.14', 0);
