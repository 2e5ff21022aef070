/** How soon after the signal of `straggler stop --out` a first report can be read: a kill at any moment should find one. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Report } from '../../src/report/report.ts';
import { BenchTarget } from './bench-target.ts';

export const FIRST_REPORT_TASKS = 1_000;
const POLL_MS = 1;
const BOUND_MS = 30_000;

/** Milliseconds from the signal, by the target's own clock, to a report of it in the file, of each run. */
export async function firstReports(
  straggler: string,
  python: string,
  runs: number,
  environment: NodeJS.ProcessEnv,
): Promise<number[]> {
  const delaysMs: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    const target = new BenchTarget(python, FIRST_REPORT_TASKS);
    try {
      await target.ready();
      delaysMs.push(await firstReport(straggler, target, environment));
    } finally {
      await target.stop();
    }
  }
  return delaysMs.sort((a, b) => a - b);
}

async function firstReport(
  straggler: string,
  target: BenchTarget,
  environment: NodeJS.ProcessEnv,
): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'straggler-bench-'));
  const path = join(folder, 'report.json');
  const signalled = target.signalledAtMs();
  const child = spawn(straggler, ['stop', String(target.pid), '--json', '--out', path], {
    stdio: 'ignore',
    env: environment,
  });
  const closed = new Promise((resolve) => child.once('close', resolve));
  try {
    const signalledAtMs = await signalled;
    const endMs = Date.now() + BOUND_MS;
    while (!tellsOfSignal(path)) {
      if (Date.now() > endMs) throw new Error('straggler stop wrote no report');
      await sleep(POLL_MS);
    }
    return Date.now() - signalledAtMs;
  } finally {
    child.kill('SIGKILL');
    await closed;
    rmSync(folder, { recursive: true });
  }
}

/** Whether a whole report can be read that was made after the signal. */
function tellsOfSignal(path: string): boolean {
  try {
    const report = JSON.parse(readFileSync(path, 'utf8')) as Report;
    return report.timeline.some(({ event }) => event === 'signal-sent') && report.survivors.length > 0;
  } catch {
    return false;
  }
}
