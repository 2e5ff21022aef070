/** `straggler report`, with a collector on the loopback. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { renderHtml } from '../../../src/report/render/html.ts';
import { reportJson } from '../../../src/report/render/json.ts';
import { renderMarkdown } from '../../../src/report/render/markdown.ts';
import { renderText } from '../../../src/report/render/text.ts';
import { hung } from '../../delivery/support/reports.ts';
import { hostileInput } from '../../report/support/fixtures.ts';
import { straggler } from '../straggler.ts';
import { summary } from './support/kept.ts';
import type { Kept, ReadApi } from './support/read-api.ts';
import { readApi } from './support/read-api.ts';

const report = hung();
const { id } = report;
const kept: Kept = { reports: [summary({ id })], documents: { [id]: JSON.stringify(report) } };

let api: ReadApi | undefined;
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'straggler-report-'));
});
afterEach(async () => {
  await api?.stop();
  api = undefined;
  rmSync(folder, { recursive: true });
});

async function run(words: string[], what = kept) {
  api = await readApi(what);
  return await straggler(['report', ...words, '--url', api.url]);
}

const text = renderText(report, { color: false, width: 100 });

test.each([
  [[], text],
  [['--json'], `${JSON.stringify(report)}\n`],
  [['--html'], renderHtml(report)],
  [['--markdown'], renderMarkdown(report)],
])('report ID %j prints that form, and nothing else', async (words, expected) => {
  expect(await run([id, ...words])).toEqual({ status: 0, stdout: expected, stderr: '' });
});

test.each([
  ['hang.html', [], renderHtml(report)],
  ['hang.md', [], renderMarkdown(report)],
  ['hang.txt', [], text],
  ['hang.json', [], `${JSON.stringify(report)}\n`],
  ['hang.txt', ['--html'], renderHtml(report)],
])(
  '-o %s %j writes it into the file, whole, and nothing on standard output',
  async (name, words, expected) => {
    const file = join(folder, name);
    expect(await run([id, '-o', file, '--color', 'always', ...words])).toEqual({
      status: 0,
      stdout: '',
      stderr: '',
    });
    expect(readFileSync(file, 'utf8')).toBe(expected);
    expect(readdirSync(folder)).toEqual([name]);
  },
);

test.each(['.xml', '.sarif'])('-o with %s writes what other programs read', async (extension) => {
  const file = join(folder, `hang${extension}`);
  expect((await run([id, '-o', file])).status).toBe(0);
  expect(readFileSync(file, 'utf8')).toContain(extension === '.xml' ? '<testsuites' : '"runs"');
});

test('the beginning of an id is enough where no other begins so, in any case', async () => {
  const reports = [summary({ id: '01JAAAAAAA0000000000000000' }), summary({ id })];
  const { status, stdout } = await run([id.slice(0, 12).toLowerCase()], { ...kept, reports });
  expect({ status, stdout }).toEqual({ status: 0, stdout: text });
});

test('it is looked for on every page of the list', async () => {
  const others = Array.from({ length: 1_200 }, (_, index) =>
    summary({ id: `01JA${String(index).padStart(22, '0')}` }),
  );
  expect((await run([id.slice(0, 10)], { ...kept, reports: [...others, summary({ id })] })).stdout).toBe(
    text,
  );
  expect(api!.asked.filter((path) => path.includes('limit='))).toHaveLength(3);
});

test('a beginning of several ids names them', async () => {
  const reports = [summary({ id }), summary({ id: `${id.slice(0, -1)}Z` })];
  const { status, stdout, stderr } = await run([id.slice(0, 8)], { ...kept, reports });
  expect({ status, stdout }).toEqual({ status: 3, stdout: '' });
  expect(stderr).toContain(`2 reports begin with ${id.slice(0, 8)}: ${id}, ${id.slice(0, -1)}Z.`);
});

test('an id that is not kept gives a sentence, and where to look', async () => {
  const { status, stderr } = await run(['01XXXXXXXX']);
  expect(status).toBe(3);
  expect(stderr).toBe(
    'straggler: The collector keeps no report 01XXXXXXXX.\n  straggler reports lists those that it keeps; older ones are deleted after a while.\n',
  );
});

test('fields that this version does not know are kept in --json', async () => {
  const newer = { ...report, later: { field: 1 } };
  const { stdout } = await run([id, '--json'], { documents: { [id]: JSON.stringify(newer) } });
  expect(JSON.parse(stdout)).toEqual(newer);
});

test.each(['{"schema":"straggler.report/v1"}', '{"schema":"straggler.report/v2"}', 'no JSON'])(
  'a document that is no report of this version (%s) gives a sentence',
  async (document) => {
    const { status, stdout, stderr } = await run([id], { documents: { [id]: document } });
    expect({ status, stdout }).toEqual({ status: 3, stdout: '' });
    expect(stderr).toContain('The report cannot be read.');
    expect(stderr).not.toMatch(/^ +at /m);
  },
);

test('strings of a report that would take over a terminal are harmless in every form', async () => {
  const hostile = hung({ ...hostileInput(), container: 'a\x1b[2J' });
  const documents = { [id]: JSON.stringify(hostile) };
  expect(reportJson(hostile)).toContain('\\u001b');
  for (const form of [[], ['--json'], ['--html'], ['--markdown']]) {
    const { status, stdout } = await run([id, ...form], { documents });
    await api!.stop();
    expect(status).toBe(0);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is what this is for
    expect(stdout).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/);
  }
});
