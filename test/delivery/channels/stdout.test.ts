import { spawnSync } from 'node:child_process';
import { closeSync, constants, mkdtempSync, openSync, readFileSync, readSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { StdoutChannel } from '../../../src/delivery/channels/stdout.ts';
import { LineOutput } from '../../../src/delivery/line-output.ts';
import type { Report } from '../../../src/report/report.ts';
import { finding } from '../../report/support/inputs.ts';
import { crowded, hung } from '../support/reports.ts';

let folder: string;
let file: number;
let output: LineOutput;
let channel: StdoutChannel;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'straggler-stdout-'));
  file = openSync(join(folder, 'log'), 'a');
  output = await LineOutput.open(file);
  channel = new StdoutChannel(output, () => 0);
});
afterEach(() => {
  output.close();
  closeSync(file);
  rmSync(folder, { recursive: true });
});

const share = (last = false, limitMs = 5_000) => ({ last, limitMs, signal: new AbortController().signal });

/** "report 3", "part 3 1/7" */
function lines(): string[] {
  const text = readFileSync(join(folder, 'log'), 'utf8').trimEnd();
  return text.split('\n').map((row) => {
    const { event, report, revision, part, parts } = JSON.parse(row);
    return event === 'report' ? `report ${report.revision}` : `${event} ${revision} ${part}/${parts}`;
  });
}

async function deliver(...reports: Report[]): Promise<string[]> {
  for (const report of reports) await channel.deliver(report, share());
  return lines();
}

const base = { ...hung(), complete: false };
const [first] = base.findings;
const blame = (changes: Partial<typeof first & object>) => ({
  findings: [{ ...(first ?? base.findings[0]!), ...changes }],
});

test('the first revision is written, and one in which a reader finds nothing new is not', async () => {
  const moved = {
    ...first!.culprit,
    frame: { function: 'poll', file: '/srv/app.py', line: 99, source: null },
  };
  const same = {
    ...base,
    revision: 5,
    phase: 'unknown',
    ...blame({ culprit: moved, evidence: [] }),
  } as const;
  expect(await deliver(base, { ...same, revision: 5 }, { ...same, revision: 6 })).toEqual(['report 4']);
});

test.each<[string, Partial<Report>]>([
  ['the outcome', { outcome: 'slow' }],
  ['completeness', { complete: true }],
  ['the cause', blame({ cause: 'loop-blocked' })],
  ['the certainty', blame({ certainty: 'possible' })],
  ['the culprit', blame({ culprit: { ...first!.culprit, task: { id: '0x9', name: 'x', coroutine: 'x' } } })],
  ['there being a finding', { findings: [] }],
])('a change of %s is written', async (_, change) => {
  expect(await deliver(base, { ...base, revision: 5, ...change })).toEqual(['report 4', 'report 5']);
});

test('reports of several containers do not silence one another', async () => {
  const other = { ...base, id: '01JDB4Z0R0000000000000000B' };
  expect(await deliver(base, other, base, other)).toEqual(['report 4', 'report 4']);
});

test('the last revision is written once, whatever is new in it', async () => {
  await channel.deliver(base, share());
  await channel.deliver({ ...base, revision: 5 }, share(true));
  await channel.deliver({ ...base, revision: 5 }, share(true));
  expect(lines()).toEqual(['report 4', 'report 5']);
});

test('parts follow the last revision only, and only when its line was abridged', async () => {
  const [early, last] = [crowded(200, { revision: 1 }), crowded(200, { revision: 2 })];
  await channel.deliver(early, share());
  expect(lines()).toEqual(['report 1']);
  await channel.deliver(last, share(true));
  const all = lines();
  const parts = all.length - 2;
  expect(parts).toBeGreaterThan(2);
  expect(all).toEqual([
    'report 1',
    'report 2',
    ...Array.from({ length: parts }, (_, index) => `part 2 ${index + 1}/${parts}`),
  ]);
  await channel.deliver(last, share(true));
  expect(lines()).toEqual(all);
});

test('when nobody reads the log it is said within the time, and the next revision is tried again', async () => {
  const path = join(folder, 'pipe');
  spawnSync('mkfifo', [path]);
  const reader = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  const writer = openSync(path, 'w');
  const stuck = await LineOutput.open(writer);
  channel = new StdoutChannel(stuck, () => 0);
  while (await stuck.write(`${'.'.repeat(4_095)}\n`, 0));
  const begun = performance.now();
  await expect(channel.deliver(base, share())).rejects.toMatchObject({ code: 'log-not-read' });
  const parts = crowded(2_000, { id: '01JDB4Z0R0000000000000000B' });
  await expect(channel.deliver(parts, share(true, 400))).rejects.toMatchObject({ code: 'log-not-read' });
  expect(performance.now() - begun).toBeLessThan(2_000);
  readSync(reader, Buffer.alloc(65_536));
  await channel.deliver({ ...base, revision: 5 }, share());
  const row = Buffer.alloc(65_536);
  const text = row.toString('utf8', 0, readSync(reader, row));
  expect(JSON.parse(text.trimEnd().split('\n').at(-1)!).report.revision).toBe(5);
  stuck.close();
  closeSync(writer);
  closeSync(reader);
});

test('the findings of a fixture are what these tests change', () => {
  expect(first).toMatchObject({ cause: finding().cause });
});
