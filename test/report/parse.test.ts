import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import { parseReport, ReportFormatError } from '../../src/report/parse.ts';
import { reportJson } from '../../src/report/render/json.ts';
import { renderText } from '../../src/report/render/text.ts';
import { FIXTURES } from './support/fixtures.ts';
import { schemaFlaw } from './support/schema.ts';

const OLD = fileURLToPath(new URL('old/', import.meta.url));
const hung = reportJson(FIXTURES['hung']!());

test.each(Object.keys(FIXTURES))('"%s" reads back as it was written', (name) => {
  const json = reportJson(FIXTURES[name]!());
  expect(reportJson(parseReport(json))).toBe(json);
});

test.each(Object.keys(FIXTURES))('"%s" conforms to the schema', (name) => {
  expect(schemaFlaw(JSON.parse(reportJson(FIXTURES[name]!())))).toBeNull();
});

test('the schema tells a report from what is none', () => {
  const report = JSON.parse(hung);
  expect(schemaFlaw({ ...report, findings: [{ ...report.findings[0], cause: 'bad-luck' }] })).not.toBeNull();
  expect(schemaFlaw({ ...report, pod: undefined })).not.toBeNull();
  expect(schemaFlaw({ ...report, future: { field: true } })).toBeNull();
});

test.each(readdirSync(OLD))('the old report %s still opens, and is completed', (file) => {
  const report = parseReport(readFileSync(`${OLD}${file}`, 'utf8'));
  expect(schemaFlaw(report)).toBeNull();
  expect(renderText(report, { color: false, width: 110 })).toContain(report.findings[0]!.cause);
});

test('fields and words of a newer v1 are kept', () => {
  const newer = JSON.parse(hung);
  newer.weather = 'fine';
  newer.findings[0].cause = 'cosmic-ray';
  newer.findings[0].culprit.kind = 'star';
  newer.findings[0].culprit.construct.kind = 'telescope';
  newer.outcome = 'evaporated';
  const report = parseReport(JSON.stringify(newer));
  expect(report).toMatchObject({ weather: 'fine' });
  const text = renderText(report, { color: false, width: 110 });
  expect(text).toContain('The culprit keeps the process alive (cosmic-ray)');
});

const broken: [string, string, string, string][] = [
  ['half a report', hung.slice(0, 500), 'not-json', 'not all of it'],
  ['a list', '[]', 'not-a-report', 'not an object'],
  ['another document', '{"schema":"sarif"}', 'not-a-report', 'no field "schema"'],
  ['a report of tomorrow', '{"schema":"straggler.report/v2"}', 'newer-version', 'version 2'],
  ['a report without its parts', '{"schema":"straggler.report/v1"}', 'wrong-shape', 'id is missing'],
  [
    'a pid in words',
    hung.replace('"pid": 17', '"pid": "x"'),
    'wrong-shape',
    'target.pid should be an integer',
  ],
  ['a list for a target', hung.replace('"pod": null', '"pod": []'), 'wrong-shape', 'pod should be an object'],
  [
    'a hostile label',
    hung.replace(
      '"pod": null',
      '"pod": {"namespace":"","name":"","uid":"","node":null,"workload":null,"image":null,"labels":{"\\u001b[2J":1}}',
    ),
    'wrong-shape',
    'pod.labels.\\x1b[2J should be a string',
  ],
  [
    'a bottomless one',
    `{"schema":"straggler.report/v1","x":${'['.repeat(99_999)}${']'.repeat(99_999)}}`,
    'wrong-shape',
    'too deeply',
  ],
];

test.each(broken)('%s is refused with a sentence and a fix', (_, text, code, words) => {
  let refusal: unknown;
  try {
    parseReport(text);
  } catch (error) {
    refusal = error;
  }
  expect(refusal).toBeInstanceOf(ReportFormatError);
  expect(refusal).toMatchObject({ code, message: expect.stringContaining(words) });
  expect((refusal as ReportFormatError).fix).toMatch(/\.$/);
});

test('names of somebody else’s report are bounded too', () => {
  const report = JSON.parse(hung);
  report.survivors[0].name = 'x'.repeat(1_000_000);
  report.summary = `\ud800${'y'.repeat(1_000_000)}`;
  const read = parseReport(JSON.stringify(report));
  expect(read.survivors[0]?.name).toHaveLength(200);
  expect(read.summary).toHaveLength(2_000);
  expect(read.summary.isWellFormed()).toBe(true);
});
