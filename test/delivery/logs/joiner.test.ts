import { expect, test } from '@jest/globals';
import { partLines, reportLine } from '../../../src/delivery/lines.ts';
import { ReportJoiner } from '../../../src/delivery/logs/joiner.ts';
import type { Report } from '../../../src/report/report.ts';
import { crowded, hung } from '../support/reports.ts';

const OTHER = '01JDB4Z0R0000000000000000B';

/** All lines of a last revision. */
function written(report: Report): string[] {
  const { text, isAbridged } = reportLine(report, 0);
  return isAbridged ? [text, ...partLines(report, 0)] : [text];
}

function join(lines: readonly string[], maxKept?: number) {
  const joiner = new ReportJoiner(maxKept);
  for (const line of lines) joiner.add(line);
  return { joiner, found: joiner.found() };
}

const plain = (report: Report | null | undefined) => JSON.parse(JSON.stringify(report));
const big = crowded(300, { revision: 7 });
const lines = written(big);
const count = lines.length - 1;

test('a report that was written in parts is whole again', () => {
  expect(count).toBeGreaterThan(4);
  expect(join(lines).found).toEqual([{ report: plain(big), notes: [] }]);
});

test('parts may come twice and in any order', () => {
  for (const order of [lines.toReversed(), [...lines, ...lines], [...lines.slice(4), ...lines.slice(0, 6)]])
    expect(join(order).found).toEqual([{ report: plain(big), notes: [] }]);
});

test('without its line the parts are enough', () => {
  expect(join(lines.slice(1)).found).toEqual([{ report: plain(big), notes: [] }]);
});

test('where a part is missing the abridged report stands in, and it is said', () => {
  const { found } = join(lines.toSpliced(3, 1));
  expect(found).toHaveLength(1);
  expect(found[0]?.report?.survivors).toHaveLength(40);
  expect(found[0]?.notes).toEqual([
    `part 3 of ${count} is missing in revision 7 of the report of container app (${big.id}): it is shown without survivors, threads, captures, survivors.stack`,
  ]);
  expect(join(lines.toSpliced(2, 2)).found[0]?.notes[0]).toMatch(/^parts 2, 3 of \d+ are missing/);
});

test('where the watcher ended before the parts, it is said what was left out', () => {
  expect(join(lines.slice(0, 1)).found[0]?.notes).toEqual([
    `the report of container app (${big.id}) is abridged, its whole was not written to this log; it is shown without survivors, threads, captures, survivors.stack`,
  ]);
});

test('parts alone, and not all of them, cannot be shown', () => {
  const { found } = join(lines.slice(1, -1));
  expect(found).toMatchObject([{ report: null, notes: [expect.stringMatching(/it cannot be shown$/)] }]);
});

test('the newest revision counts: a newer line beats older parts, newer parts an older line', () => {
  const newer = hung({ revision: 8 });
  expect(join([...written(newer), ...lines]).found[0]).toEqual({ report: plain(newer), notes: [] });
  const older = written(hung({ revision: 6 }));
  expect(join([...lines.slice(1), ...older]).found[0]?.report?.revision).toBe(7);
  const torn = join([...older, ...lines.slice(2)]).found[0];
  expect(torn?.report?.revision).toBe(6);
  expect(torn?.notes[0]).toContain('revision 6 is shown instead');
});

test('two watches of one pod are two reports, their lines mixed as they may be', () => {
  const second = { ...crowded(200, { revision: 3, container: 'worker' }), id: OTHER };
  const others = written(second);
  const mixed = lines.flatMap((line, index) => [line, ...others.slice(index, index + 1)]);
  const { found } = join(mixed);
  expect(found.map(({ report }) => report)).toEqual([plain(big), plain(second)]);
});

test.each([
  ['cut', lines[1]!.slice(0, 9_000)],
  ['no object', '[1]'],
  ['part 0', lines[1]!.replace('"part":1,', '"part":0,')],
  ['a part beyond the last', lines[1]!.replace('"part":1,', '"part":1000,')],
  ['more parts than anyone writes', lines[1]!.replace(/"parts":\d+/, '"parts":1000000')],
  ['data that is none', lines[1]!.replace(/"data":.*/, '"data":1}')],
  ['a report that is none', lines[0]!.replace('straggler.report/v1', 'x')],
  ['a report without its half', lines[0]!.replace('"survivors":', '"x":')],
])('a line that is %s is counted, and spoils nothing', (_, line) => {
  const { joiner, found } = join([line, ...lines]);
  expect(joiner.damaged).toBe(1);
  expect(found).toEqual([{ report: plain(big), notes: [] }]);
});

test('parts that join to another report than they say are not believed', () => {
  const forged = partLines(crowded(300, { revision: 99 }), 0).map((line) =>
    line.replace('"revision":99,', '"revision":100,'),
  );
  const { joiner, found } = join([...lines, ...forged]);
  expect(joiner.damaged).toBe(1);
  expect(found[0]?.report?.revision).toBe(7);
});

test('a report of a newer format is refused in words', () => {
  const { joiner, found } = join([reportLine(hung(), 0).text.replace('report/v1', 'report/v2')]);
  expect(found).toEqual([]);
  expect(joiner.refusal?.message).toContain('version 2');
});

test('what is kept is bounded, and what had no room is counted', () => {
  const many = Array.from({ length: 50 }, (_, index) =>
    partLines({ ...big, id: `report-${index}`, revision: 1 }, 0).slice(0, 2),
  ).flat();
  const { joiner, found } = join(many, 100_000);
  expect(joiner.unkept).toBeGreaterThan(80);
  expect(found.length).toBeLessThan(8);
  const again = join([...lines.slice(1, -1), ...written(hung({ revision: 9 }))], 200_000);
  expect(again.found[0]?.report?.revision).toBe(9);
});

test('parts of an older revision make room for those of a newer one', () => {
  const revisions = Array.from({ length: 30 }, (_, index) =>
    partLines({ ...big, revision: index + 1 }, 0).slice(1),
  );
  const { joiner } = join(revisions.flat(), 300_000);
  expect(joiner.unkept).toBe(0);
});
