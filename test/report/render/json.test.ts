import { expect, test } from '@jest/globals';
import { buildReport } from '../../../src/report/build.ts';
import { reportJson, writeReportJson } from '../../../src/report/render/json.ts';
import type { Survivor } from '../../../src/report/report.ts';
import { capture, place, task } from '../support/captures.ts';
import { FIXTURES } from '../support/fixtures.ts';
import { expectGolden } from '../support/golden.ts';
import { dumpInput } from '../support/inputs.ts';

function crowded(size: number) {
  const places = ['run', 'serve', 'handle', 'read', 'fill', 'wait'].map((name, line) =>
    place(name, '/srv/app.py', line + 1),
  );
  const tasks = Array.from({ length: size }, (_, index) =>
    task(`0x${index.toString(16)}`, `Task-${index}`, index % 2 === 0 ? places : [...places]),
  );
  return buildReport(
    dumpInput({
      evidence: {
        captures: [{ seconds: 0, capture: capture({ tasks }) }],
        signal: null,
        graceSeconds: null,
        ended: false,
      },
    }),
  );
}

test.each(Object.keys(FIXTURES))('the JSON of "%s" is what it was', (name) => {
  expectGolden(`${name}.json`, reportJson(FIXTURES[name]!()));
});

test('reads back as the report it was written from', () => {
  for (const report of [...Object.values(FIXTURES).map((fixture) => fixture()), crowded(1_500)]) {
    expect(JSON.parse(reportJson(report))).toEqual(JSON.parse(JSON.stringify(report)));
  }
});

test('a large report comes compact, in pieces of bounded size', () => {
  const chunks: string[] = [];
  writeReportJson(crowded(5_000), (chunk) => chunks.push(chunk));
  expect(chunks.length).toBeGreaterThan(5);
  expect(Math.max(...chunks.map((chunk) => chunk.length))).toBeLessThan(512 * 1_024);
  expect(chunks.join('').split('\n')).toHaveLength(2);
});

test('a survivor that differs from the one before in a single field is written with its own', () => {
  const report = crowded(1_100);
  const [first] = report.survivors;
  const others: Record<keyof Survivor, unknown> = {
    id: '0xabc',
    name: 'other',
    coroutine: 'other',
    state: 'ready',
    cancelRequests: 2,
    cancellation: 'swallowed',
    stack: [],
    waitsFor: { kind: 'event', description: 'other' },
    awaitedBy: ['0x1'],
    sinceSeconds: 3,
    createdAt: [],
    role: 'victim',
    reason: 'other',
  };
  const changed = Object.entries(others).map(([key, value]) => ({ ...first!, [key]: value }));
  report.survivors = [...report.survivors, ...changed.flatMap((one) => [one, first!])];
  expect(JSON.parse(reportJson(report))).toEqual(JSON.parse(JSON.stringify(report)));
});

test('holds nothing a terminal would obey, and no lone surrogate', () => {
  for (const report of [FIXTURES['hostile']!(), { ...crowded(2_000), id: '\x1b\u009b\u202e\ud800' }]) {
    const json = reportJson(report);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is what this is for
    expect(json).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/);
    expect(json.isWellFormed()).toBe(true);
  }
});
