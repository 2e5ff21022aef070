import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { Report } from '../../src/report/report.ts';
import { childOf, endAll, printed, start, stateOf, until } from '../support/processes.ts';
import { begin, endsAfter, HANGS, PYTHON, reportOf, SLEEPS, straggler } from './straggler.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'straggler-stop-'));
});
afterEach(() => {
  endAll();
  rmSync(folder, { recursive: true });
});

const SWALLOWS = `import asyncio, signal

async def poll():
    while True:
        try:
            await asyncio.sleep(0.05)
        except BaseException:
            pass

async def main():
    task = asyncio.create_task(poll())
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    await asyncio.sleep(0.1)
    print('READY', flush=True)
    await task

asyncio.run(main())
`;

async function running(program: string): Promise<number> {
  const child = start(PYTHON, ['-c', program]);
  await printed(child, 'READY');
  return child.pid;
}

test('a process that hangs: exit status 1, which task it is, and the process is left as it is', async () => {
  const pid = await running(HANGS);
  const ran = await straggler(['stop', `${pid}`, '--grace', '1', '--json']);
  expect(ran).toMatchObject({ status: 1, stderr: '' });
  const report = reportOf(ran);
  expect(report).toMatchObject({
    outcome: 'hung',
    complete: true,
    shutdown: { signalledBy: 'straggler', exit: null },
  });
  expect(report.survivors.map(({ coroutine }) => coroutine)).toEqual(['poll']);
  expect(report.findings[0]?.culprit.task?.coroutine).toBe('poll');
  expect(stateOf(pid)).toMatch(/[SR]/);
});

test('a text that was put in the place of the one that runs is not quoted, and it is said why', async () => {
  const path = join(folder, 'service.py');
  writeFileSync(path, SWALLOWS);
  const child = start(PYTHON, [path]);
  await printed(child, 'READY');
  writeFileSync(
    path,
    SWALLOWS.replace('except BaseException:\n            pass', 'finally:\n            mended()'),
  );
  const inAMinute = Date.now() / 1000 + 60;
  utimesSync(path, inAMinute, inAMinute);
  const report = reportOf(await straggler(['stop', `${child.pid}`, '--grace', '1', '--json']));
  expect(report.limits.map(({ code }) => code)).toContain('source-changed');
  const [finding] = report.findings;
  expect(finding).toMatchObject({ cause: 'cancel-swallowed', culprit: { frame: { line: 6, source: null } } });
  expect(JSON.stringify(report)).not.toContain('finally');
});

test('a process that exits in time: exit status 0', async () => {
  const pid = await running(endsAfter(0));
  const ran = await straggler(['stop', `${pid}`, '--grace', '20', '--json']);
  expect(ran).toMatchObject({ status: 0, stderr: '' });
  expect(reportOf(ran)).toMatchObject({ outcome: 'exited', complete: true, findings: [] });
});

test('a slow exit is exit status 0, and 1 with --fail-slow', async () => {
  const slow = ['--grace', '20', '--slow', '0.05', '--json'];
  const ran = await straggler(['stop', `${await running(endsAfter(0.4))}`, ...slow]);
  expect(ran.status).toBe(0);
  expect(reportOf(ran).outcome).toBe('slow');
  const failed = await straggler(['stop', `${await running(endsAfter(0.4))}`, ...slow, '--fail-slow']);
  expect(failed.status).toBe(1);
});

test('a launcher gets the signal, and the Python below it is watched', async () => {
  const shell = start('bash', ['-c', `trap '' TERM; ${PYTHON} -c '${SLEEPS}'; true`]);
  await printed(shell, 'READY');
  const python = await childOf(shell.pid, PYTHON);
  const ran = await straggler(['stop', `${shell.pid}`, '--grace', '0.5', '--json']);
  const report = reportOf(ran);
  expect(report.target.pid).toBe(python);
  expect(report.timeline.find(({ event }) => event === 'signal-sent')?.detail).toContain(`${shell.pid}`);
  expect([stateOf(shell.pid), stateOf(python)]).toEqual(['S', 'S']);
});

test.each([
  ['no such process', () => 4_194_300],
  ['no Python', () => start('sleep', ['60']).pid],
])('%s: exit status 3, and nothing is signalled', async (_, pidOf) => {
  const pid = pidOf();
  const { status, stdout, stderr } = await straggler(['stop', `${pid}`, '--grace', '1']);
  expect({ status, stdout }).toEqual({ status: 3, stdout: '' });
  expect(stderr).toMatch(/^straggler: .+\n {2}.+\n$/);
  expect(stateOf(pid)).not.toBe('Z');
});

test('a file that cannot be written is told before anything is signalled', async () => {
  const pid = await running(SLEEPS);
  const { status } = await straggler(['stop', `${pid}`, '--out', join(folder, 'none', 'report.json')]);
  expect(status).toBe(2);
  expect(stateOf(pid)).toBe('S');
});

const readReport = (path: string) => JSON.parse(readFileSync(path, 'utf8')) as Report;

test('a kill at any moment leaves the latest report, whole', async () => {
  const pid = await running(HANGS);
  const path = join(folder, 'report.json');
  for (const waitForRevision of [1, 2, 3]) {
    const { child, ended } = begin(['stop', `${pid}`, '--grace', '30', '--out', path]);
    await until(() => existsSync(path) && readReport(path).revision >= waitForRevision, 'a report');
    child.kill('SIGKILL');
    await ended;
    const report = readReport(path);
    expect(report).toMatchObject({ outcome: 'hung', complete: false, shutdown: { exit: null } });
    expect(report.revision).toBeGreaterThanOrEqual(waitForRevision);
    rmSync(path);
  }
  expect(readdirSync(folder).filter((name) => name.endsWith('.json'))).toEqual([]);
});

// Not the quarter of a second itself: on a loaded machine that would say nothing about Straggler.
test('the first report rests on the look before the signal and at most the first one after it', async () => {
  const pid = await running(HANGS);
  const path = join(folder, 'report.json');
  const { child, ended } = begin(['stop', `${pid}`, '--grace', '30', '--out', path]);
  await until(() => existsSync(path), 'a report');
  const report = readReport(path);
  child.kill('SIGINT');
  await ended;
  expect(report.revision).toBe(1);
  expect(report.captures.length).toBeLessThanOrEqual(2);
});

test.each(['SIGINT', 'SIGTERM'] as const)('%s to Straggler brings the report at once', async (signal) => {
  const pid = await running(HANGS);
  const path = join(folder, 'report.json');
  const { child, ended } = begin(['stop', `${pid}`, '--grace', '60', '--json', '--out', path]);
  await until(() => existsSync(path), 'a first report');
  child.kill(signal);
  const ran = await ended;
  expect(ran.status).toBe(1);
  expect(reportOf(ran)).toMatchObject({ outcome: 'hung', complete: false });
  expect(readReport(path)).toEqual(reportOf(ran));
  expect(stateOf(pid)).toMatch(/[SR]/);
});
