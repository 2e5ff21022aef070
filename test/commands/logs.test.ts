import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { partLines, preflightLine, reportLine, watchLine } from '../../src/delivery/lines.ts';
import { renderText } from '../../src/report/render/text.ts';
import type { Report } from '../../src/report/report.ts';
import { crowded, exited, hung } from '../delivery/support/reports.ts';
import { hostileInput } from '../report/support/fixtures.ts';
import { straggler } from './straggler.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'straggler-logs-'));
  file = join(folder, 'pod.log');
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const OTHER = '01JDB4Z0R0000000000000000B';
const text = (report: Report) => renderText(report, { color: false, width: 100 });

/** The log of a pod as it stops. */
function logOf(...reports: Report[]): string {
  const preflight = { level: 'info', msg: 'All can be seen.', fix: null, preflight: {} } as const;
  const rows = reports.flatMap((report) => [
    reportLine({ ...report, revision: 0, complete: false }, 0).text,
    'INFO: a line of another program\n',
    reportLine(report, 0).text,
    ...(report.survivors.length > 40 ? partLines(report, 0) : []),
  ]);
  return [preflightLine(preflight, 0), watchLine('info', 'It begins.', 0), ...rows].join('');
}

test('the log of a pod, piped in, gives the report as if one had watched', async () => {
  expect(await straggler(['logs'], { input: logOf(hung()) })).toEqual({
    status: 0,
    stdout: text(hung()),
    stderr: '',
  });
});

test('a file with prefixes, and a dash for standard input, are the same', async () => {
  const log = logOf(hung()).replaceAll(/^/gm, '[pod/orders/straggler] 2026-11-22T12:00:00.1Z ');
  writeFileSync(file, log);
  const expected = { status: 0, stdout: text(hung()), stderr: '' };
  expect(await straggler(['logs', file])).toEqual(expected);
  expect(await straggler(['logs', '-'], { input: log })).toEqual(expected);
});

test('--json gives one report as a document, and several as lines', async () => {
  const big = crowded(300);
  const one = await straggler(['logs', '--json'], { input: logOf(big) });
  expect(JSON.parse(one.stdout)).toEqual(JSON.parse(JSON.stringify(big)));
  const two = await straggler(['logs', '--json'], { input: logOf(big, { ...exited(), id: OTHER }) });
  const lines = two.stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(lines.map(({ outcome }) => outcome)).toEqual(['hung', 'exited']);
  expect(two.stderr).toBe('');
});

test('of several reports each says whose it is', async () => {
  const second = { ...exited({ container: 'worker' }), id: OTHER };
  const { status, stdout } = await straggler(['logs'], { input: logOf(hung(), second) });
  expect(status).toBe(0);
  const heads = stdout.split('\n').filter((line) => line.startsWith('── '));
  expect(heads).toEqual([
    `── shop/orders-7d9c-x2x4z · container app · ${hung().id}, revision 4 ──`,
    `── shop/orders-7d9c-x2x4z · container worker · ${OTHER}, revision 1 ──`,
  ]);
});

test('--html writes a page for each report', async () => {
  const page = join(folder, 'hang.html');
  const log = logOf(hung(), { ...exited(), id: OTHER });
  expect((await straggler(['logs', '--html', page], { input: log })).status).toBe(0);
  expect(readdirSync(folder).sort()).toEqual(['hang-2.html', 'hang.html']);
  for (const name of readdirSync(folder))
    expect(readFileSync(join(folder, name), 'utf8')).toMatch(/^<!doctype html>/i);
});

test('what is missing is said, and what there is is shown', async () => {
  const rows = logOf(crowded(300)).trimEnd().split('\n');
  const missing = rows.filter((row) => !row.includes('"part":3,')).join('\n');
  const { status, stdout, stderr } = await straggler(['logs'], { input: missing });
  expect(status).toBe(0);
  expect(stdout).toContain("'poller'");
  expect(stderr).toMatch(/^straggler: part 3 of \d+ is missing in revision 4 of the report of container app/);
  const cut = await straggler(['logs'], { input: logOf(hung(), exited()).slice(0, -100) });
  expect(cut.stderr).toBe('straggler: 1 line of the sidecar is cut or damaged, and left out\n');
});

test.each([
  ['nothing', '', 'no report of a sidecar in 0 lines'],
  ['another log', 'GET / 200\nGET / 500\n', 'no report of a sidecar in 2 lines'],
  [
    'a sidecar whose pod runs',
    watchLine('info', 'All \x1b[2J is well.', 0),
    'said last: All \\x1b[2J is well.',
  ],
])('a log that holds %s gives exit status 3, and what to do', async (_, input, says) => {
  const { status, stdout, stderr } = await straggler(['logs'], { input });
  expect({ status, stdout }).toEqual({ status: 3, stdout: '' });
  expect(stderr).toContain(says);
  expect(stderr).toContain('kubectl logs POD -c straggler');
});

test('names that would take over a terminal are harmless in a log and out of it', async () => {
  const log = logOf(hung({ ...hostileInput(), container: 'a\x1b[2J' }));
  for (const words of [['logs'], ['logs', '--json']]) {
    const { stdout, stderr } = await straggler(words, { input: log });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is what this is for
    expect(stdout + stderr).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/);
  }
});

test.each([
  [['logs', '/no/such/file.log'], '/no/such/file.log cannot be read'],
  [['logs', '/'], '/ cannot be read'],
  [['logs', '--html', '/no/such/folder/x.html'], '/no/such/folder'],
  [['logs', '--junit', 'x'], 'junit'],
])('%j is wrong use', async (words, says) => {
  const { status, stdout, stderr } = await straggler(words, { input: '' });
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toContain(says);
});

test('--help has examples and exit statuses', async () => {
  const { status, stdout } = await straggler(['logs', '--help']);
  expect(status).toBe(0);
  for (const part of ['Examples', 'Exit status', '--json', '--html', 'kubectl logs'])
    expect(stdout).toContain(part);
  for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(110);
});
