import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { until } from '../support/processes.ts';
import { begin, endsAfter, HANGS, PYTHON, reportOf, SLEEPS, straggler } from './straggler.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'straggler-drill-'));
});
afterEach(() => {
  const left = runningHere();
  rmSync(folder, { recursive: true });
  // A drill leaves nothing behind, however it ended.
  expect(left).toEqual([]);
});

/** A program whose path tells that this test started it. */
function program(text: string): string {
  const path = join(folder, 'app.py');
  writeFileSync(path, text);
  return path;
}

function runningHere(): string[] {
  return readdirSync('/proc').filter((name) => {
    try {
      return /^\d+$/.test(name) && readFileSync(`/proc/${name}/cmdline`, 'utf8').includes(folder);
    } catch {
      return false;
    }
  });
}

test('a service that hangs: exit status 1, its output on standard error, the report alone on standard output', async () => {
  const path = program(HANGS);
  const ran = await straggler(['drill', '--grace', '1', '--json', '--', PYTHON, path]);
  expect(ran).toMatchObject({ status: 1, stderr: 'READY\n' });
  const report = reportOf(ran);
  expect(report).toMatchObject({ outcome: 'hung', complete: true });
  expect(report.findings[0]?.culprit.task?.coroutine).toBe('poll');
  expect(report.timeline.map(({ event }) => event)).toEqual(['started', 'ready', 'signal-sent', 'deadline']);
});

test('a service that stops: exit status 0, and how it ended', async () => {
  const path = program(endsAfter(0));
  const ran = await straggler(['drill', '--grace', '20', '--ready', '^READY', '--json', '--', PYTHON, path]);
  expect(ran.status).toBe(0);
  expect(reportOf(ran)).toMatchObject({ outcome: 'exited', shutdown: { exit: { code: 0, signal: null } } });
});

test('without --ready a service is signalled once it is quiet', async () => {
  const path = program(endsAfter(0));
  const ran = await straggler(['drill', '--grace', '20', '--json', '--', PYTHON, path]);
  expect(reportOf(ran)).toMatchObject({ outcome: 'exited', shutdown: { exit: { code: 0 } } });
});

test('JUnit for a CI job says that the service failed', async () => {
  const path = program(HANGS);
  const junit = join(folder, 'drill.xml');
  await straggler(['drill', '--grace', '0.5', '--junit', junit, '--', PYTHON, path]);
  expect(readFileSync(junit, 'utf8')).toContain('<failure');
});

test('a service below a shell is watched, and everything ends with the drill', async () => {
  const path = program(SLEEPS);
  const line = `sleep 3600 & exec 3>&1; ${PYTHON} ${path}; echo ${folder}`;
  const ran = await straggler([
    'drill',
    '--grace',
    '1',
    '--ready',
    'READY',
    '--json',
    '--',
    'sh',
    '-c',
    line,
  ]);
  const report = reportOf(ran);
  expect(report.target.command).toEqual([PYTHON, path]);
  expect(ran.status).toBe(1);
  expect(report.findings[0]?.cause).toBe('signal-not-forwarded');
});

test('a service that goes into the background is found there', async () => {
  const path = program(`import os, time
time.sleep(0.2)
if os.fork(): os._exit(0)
os.setsid()
if os.fork(): os._exit(0)
${endsAfter(0)}`);
  const ran = await straggler(['drill', '--grace', '20', '--ready', 'READY', '--json', '--', PYTHON, path]);
  expect(ran.status).toBe(0);
  expect(reportOf(ran)).toMatchObject({ outcome: 'exited' });
});

test('a command that does not exist: exit status 3, and what to check', async () => {
  const ran = await straggler(['drill', '--', join(folder, 'none')]);
  expect(ran).toMatchObject({ status: 3, stdout: '' });
  expect(ran.stderr).toContain('no such program');
});

test('a command that never gets ready: exit status 3, and which sign did not come', async () => {
  const path = program(SLEEPS);
  const words = ['drill', '--ready', 'never printed', '--ready-timeout', '0.5', '--', PYTHON, path];
  const ran = await straggler(words);
  expect(ran).toMatchObject({ status: 3, stdout: '' });
  expect(ran.stderr).toContain('/never printed/');
});

test('a command that ends by itself: exit status 3, how it ended, and its own words', async () => {
  const path = program('raise SystemExit("no configuration")');
  const ran = await straggler(['drill', '--', PYTHON, path]);
  expect(ran).toMatchObject({ status: 3, stdout: '' });
  expect(ran.stderr).toContain('no configuration');
  expect(ran.stderr).toContain('exit status 1');
});

test('a command that is no Python: exit status 3', async () => {
  const ran = await straggler(['drill', '--ready-after', '0', '--', 'sh', '-c', `sleep 60; echo ${folder}`]);
  expect(ran).toMatchObject({ status: 3, stdout: '' });
  expect(ran.stderr).toContain('no Python');
});

test.each([
  ['before it is ready', ['--ready', 'never printed'], 3],
  ['while it is watched', ['--ready', 'READY'], 1],
] as const)('SIGINT %s ends the drill, and the service with it', async (_, ready, status) => {
  const path = program(HANGS);
  const out = join(folder, 'report.json');
  const { child, ended } = begin(['drill', ...ready, '--out', out, '--', PYTHON, path]);
  let stderr = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  await until(() => (status === 1 ? existsSync(out) : stderr.includes('READY')), 'the right moment');
  child.kill('SIGINT');
  expect((await ended).status).toBe(status);
});

test('a Python that the service has started and left running is told of, though the service has ended', async () => {
  const path = program(
    'import subprocess, sys\n' +
      'subprocess.run([sys.executable, "-c", "import time; print(\'READY\', flush=True); time.sleep(600)"])\n',
  );
  const ran = await straggler(['drill', '--grace', '20', '--ready', '^READY', '--json', '--', PYTHON, path]);
  expect(ran.status).toBe(0);
  const report = reportOf(ran);
  expect(report).toMatchObject({ outcome: 'exited', findings: [] });
  expect(report.limits.map(({ code }) => code)).toContain('child-left-behind');
});

test('a shell that got the signal and outlives its Python is told of, and that is no end in time', async () => {
  const path = program('import time\nprint("READY", flush=True)\ntime.sleep(600)\n');
  const script = 'trap \'kill "$child"\' TERM; "$0" "$1" & child=$!; wait; sleep 600';
  const command = ['bash', '-c', script, PYTHON, path];
  const ran = await straggler(['drill', '--grace', '2', '--ready', '^READY', '--json', '--', ...command]);
  expect(ran.status).toBe(1);
  const report = reportOf(ran);
  expect(report).toMatchObject({ outcome: 'exited', findings: [] });
  expect(report.limits.map(({ code }) => code)).toContain('launcher-left-behind');
});

test('children that end with the service are not left behind', async () => {
  const path = program(
    'import signal, subprocess, sys\n' +
      'child = subprocess.Popen([sys.executable, "-c", "import time; print(\'READY\', flush=True); time.sleep(600)"])\n' +
      'def stop(*_):\n    child.terminate()\n    sys.exit(0)\n' +
      'signal.signal(signal.SIGTERM, stop)\nchild.wait()\n',
  );
  const ran = await straggler(['drill', '--grace', '20', '--ready', '^READY', '--json', '--', PYTHON, path]);
  expect(reportOf(ran).limits.map(({ code }) => code)).not.toContain('child-left-behind');
});
