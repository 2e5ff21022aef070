import { expect, test } from '@jest/globals';
import { parseReport, ReportFormatError } from '../../src/report/parse.ts';
import { abridge } from '../../src/report/render/abridged.ts';
import { renderHtml } from '../../src/report/render/html.ts';
import { reportJson } from '../../src/report/render/json.ts';
import { renderJUnit } from '../../src/report/render/junit.ts';
import { renderMarkdown } from '../../src/report/render/markdown.ts';
import { eventNote, terminationMessage, title } from '../../src/report/render/one-line.ts';
import { renderSarif } from '../../src/report/render/sarif.ts';
import { renderText } from '../../src/report/render/text.ts';
import type { Report } from '../../src/report/report.ts';
import { FIXTURES, HOSTILE } from './support/fixtures.ts';

const ROUNDS = 600;
const seed = Number(process.env['STRAGGLER_SEED'] ?? Date.now() % 1_000_000);

/** mulberry32 */
function randomFrom(start: number): (below: number) => number {
  let state = start;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

const VALUES: unknown[] = [
  null,
  true,
  0,
  -1,
  1e308,
  '',
  'constructor',
  '__proto__',
  ...Object.values(HOSTILE),
  [],
  {},
  [null],
  ['0xc0', '0xc1'],
];

/** Puts a random value at a random place, takes a field away, or doubles an element. */
function mutate(value: unknown, random: (below: number) => number): void {
  if (typeof value !== 'object' || value === null) return;
  const record = value as Record<string, unknown>;
  const keys = Object.keys(record);
  const key = keys[random(keys.length || 1)];
  if (key === undefined) return;
  const child = record[key];
  if (typeof child === 'object' && child !== null && random(10) > 1) {
    mutate(child, random);
  } else if (random(8) === 0) {
    delete record[key];
  } else if (Array.isArray(value) && random(3) === 0) {
    value.push(structuredClone(child));
  } else if (typeof child === 'string' && random(2) === 0) {
    record[key] = Object.values(HOSTILE)[random(Object.keys(HOSTILE).length)];
  } else {
    record[key] = structuredClone(VALUES[random(VALUES.length)]);
  }
}

function everyForm(report: Report): string[] {
  const markups = [renderHtml(report), renderJUnit(report, { failSlow: true })];
  for (const markup of markups) expect(markup).not.toMatch(/<script/i);
  return [
    ...markups,
    renderText(report, { color: false, width: 100 }),
    reportJson(report),
    renderSarif(report, { version: '0.1.0', page: (cause) => `# ${cause}` }),
    renderMarkdown(report),
    abridge(report, { bytes: 16_383, survivors: 40 }).json,
    title(report),
    terminationMessage(report),
    eventNote(report),
  ];
}

test(`whatever is read as a report can be shown in every form, harmless (STRAGGLER_SEED=${seed})`, () => {
  const random = randomFrom(seed);
  const names = Object.keys(FIXTURES);
  let read = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const mutated = JSON.parse(reportJson(FIXTURES[names[random(names.length)]!]!()));
    for (let times = 1 + random(4); times > 0; times--) mutate(mutated, random);
    const text = JSON.stringify(mutated);
    let report: Report;
    try {
      report = parseReport(text);
    } catch (error) {
      expect(error).toBeInstanceOf(ReportFormatError);
      continue;
    }
    read++;
    for (const form of everyForm(report)) {
      // biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is what this is for
      expect(form).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/);
      expect(form.isWellFormed()).toBe(true);
    }
  }
  expect(read).toBeGreaterThan(ROUNDS / 10);
});
