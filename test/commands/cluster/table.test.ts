import { expect, test } from '@jest/globals';
import type { HangRow } from '../../../src/commands/cluster/hang-rows.ts';
import { hangTable } from '../../../src/commands/cluster/hang-rows.ts';
import type { ReportRow } from '../../../src/commands/cluster/report-rows.ts';
import { reportTable } from '../../../src/commands/cluster/report-rows.ts';
import { pageOf } from '../../../src/report/render/text/page.ts';

const nowMs = Date.UTC(2026, 10, 22);
const row: HangRow = {
  fingerprint: '3f9a1c07d2e4b586',
  namespace: 'shop',
  workload: 'deployment/orders-of-the-shop',
  cause: 'multiprocessing-queue-undrained',
  culprit: 'worker.py:42 Worker.poll.<locals>.inner',
  pods: 37,
  lastSeenMs: nowMs - 4 * 60_000,
};
const report: ReportRow = {
  id: '01JDB4Z0R0000000000000000A',
  outcome: 'hung',
  namespace: 'shop',
  pod: 'orders-of-the-shop-7d9c5b6f4-x2x4z',
  cause: 'cancel-swallowed',
  culprit: 'worker.py:42 Worker.poll',
  receivedAtMs: nowMs - 3 * 86_400_000,
};
const plain = pageOf({ color: false, width: 80 }, null);

test('at 80 columns what is long stands in a second line, whole', () => {
  const long = { ...row, namespace: '日本語の名前空間' };
  expect(hangTable([row, long], plain, { width: 80, nowMs }).split('\n')).toEqual([
    'NAMESPACE         HANG      WORKLOAD                       PODS  LAST SEEN',
    '  CAUSE                            CULPRIT',
    'shop              3f9a1c07  deployment/orders-of-the-shop  37    4m',
    '  multiprocessing-queue-undrained  worker.py:42 Worker.poll.<locals>.inner',
    '日本語の名前空間  3f9a1c07  deployment/orders-of-the-shop  37    4m',
    '  multiprocessing-queue-undrained  worker.py:42 Worker.poll.<locals>.inner',
    '',
  ]);
});

test('a row whose second line would be empty has none', () => {
  const fine = { ...report, outcome: 'exited', cause: '', culprit: '' };
  expect(reportTable([fine, report], plain, { width: 80, nowMs }).split('\n')).toHaveLength(6);
});

test('at 80 columns a pod keeps both of its ends, and the id is as short as it may be', () => {
  const pod = 'orders-of-the-shop-in-the-other-town-7d9c5b6f4-x2x4z';
  const other = { ...report, pod, id: '01JDB4Z0R0000100000000000A' };
  const lines = reportTable([report, other], plain, { width: 80, nowMs }).trimEnd().split('\n');
  for (const line of lines) expect(line.length).toBeLessThanOrEqual(80);
  expect(lines[2]).toMatch(/^01JDB4Z0R00000 {2}hung +shop +orders-of-the-shop-7d9c5b6f4-x2x4z +3d$/);
  expect(lines[4]).toMatch(/^01JDB4Z0R00001 {2}hung +shop +orders-of-the-shop\S*…\S*7d9c5b6f4-x2x4z {2}3d$/);
});

test('where it need not fit nothing is cut', () => {
  const text = hangTable([row], plain, { width: null, nowMs });
  for (const part of [row.workload, row.cause, row.culprit]) expect(text).toContain(part);
});

test('narrower than everything together it is cut as far as it may be, and no further', () => {
  const lines = hangTable([row], plain, { width: 20, nowMs }).split('\n');
  expect(lines[0]).toBe('NAMESPACE  HANG      WORKLOAD    PODS  LAST SEEN');
});

test('colours stand around the text and not around its padding, and need no column', () => {
  const colours = pageOf({ color: true, width: 80 }, null);
  const text = hangTable([row], colours, { width: 80, nowMs });
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what a colour is
  expect(text.replace(/\x1b\[\d+m/g, '')).toBe(hangTable([row], plain, { width: 80, nowMs }));
  expect(text).toContain('\x1b[31m4m\x1b[39m');
  expect(text).not.toContain(' \x1b[39m');
});

test.each([
  [-5_000, '0s'],
  [59_999, '59s'],
  [119_000, '119s'],
  [120_000, '2m'],
  [7_199_000, '119m'],
  [7_200_000, '2h'],
  [172_799_000, '47h'],
  [172_800_000, '2d'],
])('what was %d ms ago was %s ago', (agoMs, expected) => {
  const text = hangTable([{ ...row, lastSeenMs: nowMs - agoMs }], plain, { width: null, nowMs });
  expect(text.trimEnd().split(/\s+/).at(-1)).toBe(expected);
});
