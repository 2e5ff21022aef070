import { expect, test } from '@jest/globals';
import { buildReport } from '../../../src/report/build.ts';
import { parseReport } from '../../../src/report/parse.ts';
import { abridge } from '../../../src/report/render/abridged.ts';
import { renderMarkdown } from '../../../src/report/render/markdown.ts';
import { eventNote, terminationMessage, title } from '../../../src/report/render/one-line.ts';
import type { Report } from '../../../src/report/report.ts';
import { capture, place, task } from '../support/captures.ts';
import { FIXTURES, hungInput } from '../support/fixtures.ts';
import { expectGolden } from '../support/golden.ts';
import { dumpInput, finding } from '../support/inputs.ts';
import { schemaFlaw } from '../support/schema.ts';

const LINE_BYTES = 16 * 1_024 - 1;
const small = (report: Report) => abridge(report, { bytes: LINE_BYTES, survivors: 40 }).json;

/** Findings, names and limits of any length, in characters of 1 to 4 bytes, and such as are escaped. */
function swollen(unit: string, times: number) {
  const text = unit.repeat(times);
  const input = hungInput();
  const findings = Array.from({ length: 12 }, () =>
    finding({ sentence: text, fix: text, evidence: Array.from({ length: 10 }, () => text), blocks: [text] }),
  );
  const limits = Array.from({ length: 20 }, (_, index) => ({ code: `c${index}`, sentence: text, fix: text }));
  return buildReport({ ...input, diagnosis: { ...input.diagnosis, findings }, limits });
}

const UNITS = ['a', 'é', '漢', '🐍', '\x1b', '\u202e', '\\', '"'];
const SWOLLEN = UNITS.flatMap((unit) => [1, 500, 1_999].map((n) => swollen(unit, n)));

test.each(Object.keys(FIXTURES))('the short forms of "%s" are what they were', (name) => {
  const report = FIXTURES[name]!();
  const forms = [title(report), terminationMessage(report), eventNote(report), small(report)];
  expectGolden(`${name}.short.txt`, `${forms.join('\n\n')}\n`);
});

test.each(Object.keys(FIXTURES))('the Markdown of "%s" is what it was', (name) => {
  expectGolden(`${name}.md`, renderMarkdown(FIXTURES[name]!()));
});

test('every short form keeps its limit to the byte, on one line', () => {
  const forms = [
    { make: terminationMessage, below: 4_096 },
    { make: eventNote, below: 1_024 },
    { make: small, below: 16 * 1_024 },
  ];
  for (const report of SWOLLEN) {
    for (const { make, below } of forms) {
      const text = make(report);
      expect(Buffer.byteLength(text)).toBeLessThan(below);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is what this is for
      expect(text).not.toMatch(/[\x00-\x1f\x7f-\x9f\ufffd]/);
    }
    expect(title(report).length).toBeLessThanOrEqual(80);
  }
});

test('the limits are used, not merely kept', () => {
  const report = swollen('漢', 5_000);
  expect(Buffer.byteLength(terminationMessage(report))).toBeGreaterThan(4_090);
  expect(Buffer.byteLength(eventNote(report))).toBeGreaterThan(1_018);
});

test('an abridged report is itself a report, and says what it left out', () => {
  for (const report of SWOLLEN) {
    const line = small(report);
    expect(schemaFlaw(JSON.parse(line))).toBeNull();
    expect(parseReport(line).outcome).toBe('hung');
  }
  expect(JSON.parse(small(FIXTURES['hung']!())).abridged).toBeUndefined();
  expect(JSON.parse(small(swollen('a', 1_999))).abridged).toEqual(
    expect.arrayContaining(['threads', 'captures', 'survivors.stack', 'limits']),
  );
});

test('what matters least goes first: a crowd costs its stacks, not the finding', () => {
  const stack = Array.from({ length: 40 }, (_, line) => place('run', '/srv/app.py', line));
  const tasks = Array.from({ length: 100_000 }, (_, index) => task(`0x${index}`, `Task-${index}`, stack));
  const input = hungInput();
  const report = buildReport({
    ...input,
    evidence: { ...input.evidence, captures: [{ seconds: 0, capture: capture({ tasks }) }] },
  });
  const line = JSON.parse(small(report));
  expect(line.findings).toHaveLength(1);
  expect(line.survivors.length).toBeGreaterThan(10);
  expect(line.tasks.pending).toBe(100_000);
  expect(line.abridged).toEqual(['survivors', 'threads', 'captures', 'survivors.stack']);
});

test('the title names who, what and where', () => {
  expect(title(FIXTURES['hung']!())).toBe("Task 'poller' swallowed its cancellation (app.py:44)");
  expect(title(FIXTURES['exited']!())).toBe('app.py (pid 17) exited 0.41 s after SIGTERM');
  expect(title(buildReport(dumpInput()))).toMatch(/^app\.py \(pid 17\) is running/);
});

test('Markdown takes no link, mention or markup from a name', () => {
  const report = FIXTURES['hung']!();
  report.summary = 'Task [x](https://evil.example) @channel <!here> **bold** `a` fine';
  const markdown = renderMarkdown(report);
  expect(markdown).toContain('\\[x\\](https://evil.example)');
  expect(markdown).not.toMatch(/@channel|<!here>|\*\*bold/);
  expect(markdown).toContain('`a` fine');
});
