import { expect, test } from '@jest/globals';
import { LINE_BYTES, partLines, preflightLine, reportLine, watchLine } from '../../src/delivery/lines.ts';
import { parseReport } from '../../src/report/parse.ts';
import type { Report } from '../../src/report/report.ts';
import { FIXTURES, HOSTILE, hostileInput } from '../report/support/fixtures.ts';
import { finding } from '../report/support/inputs.ts';
import { crowded, exited, hung } from './support/reports.ts';

const TIME = Date.UTC(2026, 10, 22, 12, 0, 30);
// biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is what this is for
const HARMFUL = /[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/;

/** Everything a program can name, in characters of which JSON makes the most. */
function swollen(unit: string): Report {
  const text = unit.repeat(2_000);
  const findings = Array.from({ length: 9 }, () =>
    finding({ sentence: text, fix: text, evidence: [text, text], blocks: [text] }),
  );
  const limits = Array.from({ length: 20 }, (_, index) => ({ code: `c${index}`, sentence: text, fix: text }));
  const input = hostileInput();
  const report = hung({ diagnosis: { ...input.diagnosis, findings }, limits, workingFolder: text });
  const name = unit.repeat(200 / unit.length);
  report.target.command = Array.from({ length: 50 }, () => name);
  report.target.workingFolder = unit.repeat(1_024 / unit.length);
  report.target.python = {
    version: '3.12.1',
    implementation: 'cpython',
    freeThreaded: false,
    executable: unit.repeat(1_024 / unit.length),
  };
  report.pod = {
    namespace: 'shop',
    name,
    uid: name,
    node: name,
    workload: { kind: name, name },
    image: text,
    labels: Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`label-${index}`, text])),
  };
  return report;
}

test.each(['a', 'é', '漢', '🐍', '\x1b', '\u202e', '\\', '"'])(
  'a report swollen with %j is one line of at most 16 KiB, which is still a report',
  (unit) => {
    const { text, isAbridged } = reportLine(swollen(unit), TIME);
    expect(isAbridged).toBe(true);
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(LINE_BYTES);
    expect(text).toMatch(/^[^\n]+\n$/);
    expect(text).not.toMatch(HARMFUL);
    const line = JSON.parse(text);
    expect(parseReport(JSON.stringify(line.report)).outcome).toBe('hung');
  },
);

test('the room of a line is used: what fits stays', () => {
  const { text } = reportLine(crowded(300), TIME);
  expect(Buffer.byteLength(text)).toBeGreaterThan(LINE_BYTES / 2);
  expect(JSON.parse(text).report.abridged).toEqual(['survivors', 'threads', 'captures', 'survivors.stack']);
});

test('a line has its keys in the order that readers of the log rely on', () => {
  const line = JSON.parse(reportLine(hung(), TIME).text);
  expect(Object.keys(line)).toEqual(['level', 'time', 'event', 'msg', 'report']);
  expect(line).toMatchObject({ level: 'error', time: '2026-11-22T12:00:30.000Z', event: 'report' });
  expect(line.msg).toContain("Task 'poller' swallowed its cancellation");
  expect(line.msg).toContain('Fix: ');
  expect(line.report).toEqual(JSON.parse(JSON.stringify(hung())));
  const [part = ''] = partLines(crowded(300), TIME);
  expect(Object.keys(JSON.parse(part))).toEqual(
    'level time event msg id revision container part parts data'.split(' '),
  );
  const preflight = {
    level: 'warn',
    msg: 'Blind.',
    fix: 'Set profile: ptrace',
    preflight: { yama: 1 },
  } as const;
  expect(preflightLine(preflight, TIME)).toBe(
    '{"level":"warn","time":"2026-11-22T12:00:30.000Z","event":"preflight","msg":"Blind.","fix":"Set profile: ptrace","preflight":{"yama":1}}\n',
  );
  expect(preflightLine({ ...preflight, fix: null }, TIME)).not.toContain('"fix"');
  expect(watchLine('info', 'Watching.', TIME)).toBe(
    '{"level":"info","time":"2026-11-22T12:00:30.000Z","event":"watch","msg":"Watching."}\n',
  );
});

test('only a hang that is over is an error, so that no clean stop alerts anyone', () => {
  const level = (report: Report) => JSON.parse(reportLine(report, TIME).text).level;
  const early = { diagnosis: { ...hostileInput().diagnosis, findings: [] }, complete: false };
  expect(level(hung())).toBe('error');
  expect(level(hung({ complete: false }))).toBe('warn');
  expect(level(hung(early))).toBe('info');
  expect(level(exited())).toBe('info');
  expect(level(FIXTURES['slow']!())).toBe('warn');
});

test('the parts of a report joined are its JSON, and each is a line of at most 16 KiB that is well used', () => {
  const report = crowded(500);
  const lines = partLines(report, TIME);
  expect(lines.length).toBeGreaterThan(5);
  for (const line of lines) {
    expect(Buffer.byteLength(line)).toBeLessThanOrEqual(LINE_BYTES);
    expect(line).toMatch(/^[^\n]+\n$/);
  }
  expect(Buffer.byteLength(lines[0]!)).toBeGreaterThan(LINE_BYTES - 16);
  const parts = lines.map((line) => JSON.parse(line));
  expect(parts.map(({ part }) => part)).toEqual(parts.map((_, index) => index + 1));
  expect(new Set(parts.map(({ parts }) => parts))).toEqual(new Set([lines.length]));
  const joined = parts.map(({ data }) => data).join('');
  expect(JSON.parse(joined)).toEqual(JSON.parse(JSON.stringify(report)));
});

test('hostile names stay harmless in parts, and none is cut in the middle of a character', () => {
  for (const unit of Object.values(HOSTILE)) {
    for (const line of partLines(swollen(unit.slice(0, 20)), TIME)) {
      expect(line).not.toMatch(HARMFUL);
      expect(JSON.parse(line).data.isWellFormed()).toBe(true);
    }
  }
  for (const line of partLines(swollen('a🐍'), TIME)) expect(JSON.parse(line).data.isWellFormed()).toBe(true);
});

test('a report of any size has parts of three megabytes at most, and says what it left out', () => {
  const lines = partLines(crowded(20_000), TIME);
  expect(lines.length).toBeLessThan(220);
  const report = JSON.parse(lines.map((line) => JSON.parse(line).data).join(''));
  expect(report.abridged).toContain('survivors');
  expect(report.survivors).toHaveLength(1_000);
  expect(report.tasks.pending).toBe(20_000);
});

test('sentences and results of a preflight fit a line whatever they hold', () => {
  const text = '\x1b"🐍'.repeat(20_000);
  const preflight = { level: 'error', msg: text, fix: text, preflight: { command: [text] } } as const;
  for (const line of [preflightLine(preflight, TIME), watchLine('error', text, TIME)]) {
    expect(Buffer.byteLength(line)).toBeLessThanOrEqual(LINE_BYTES);
    expect(line).toMatch(/^[^\n]+\n$/);
    expect(line).not.toMatch(HARMFUL);
  }
  expect(JSON.parse(preflightLine(preflight, TIME)).preflight).toBeNull();
});
