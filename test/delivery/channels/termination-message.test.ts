import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { TerminationMessageChannel } from '../../../src/delivery/channels/termination-message.ts';
import { terminationMessage } from '../../../src/report/render/one-line.ts';
import type { Report } from '../../../src/report/report.ts';
import { finding } from '../../report/support/inputs.ts';
import { exited, hung } from '../support/reports.ts';

let folder: string;
let path: string;
let channel: TerminationMessageChannel;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'straggler-message-'));
  path = join(folder, 'termination-log');
  writeFileSync(path, '');
  channel = new TerminationMessageChannel(path);
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const written = () => readFileSync(path, 'utf8');
const of = (report: Report, container: string): Report => ({
  ...report,
  id: container,
  target: { ...report.target, container },
});

test('the paragraph of one report replaces the one before, be it longer or shorter', async () => {
  await channel.deliver(hung());
  expect(written()).toBe(terminationMessage(hung()));
  await channel.deliver(exited());
  expect(written()).toBe(terminationMessage(exited()));
  expect(written().length).toBeLessThan(terminationMessage(hung()).length);
});

test('of several containers each has its line, the worst first, whatever order they come in', async () => {
  await channel.deliver(of(exited(), 'web'));
  await channel.deliver(
    of(hung({ diagnosis: { phase: 'unknown', findings: [], verdicts: new Map() } }), 'unclear'),
  );
  await channel.deliver(of(hung(), 'worker'));
  const lines = written().split('\n');
  expect(lines.map((line) => line.slice(0, line.indexOf(':')))).toEqual(['worker', 'unclear', 'web']);
  expect(lines[0]).toBe(`worker: ${terminationMessage(hung())}`);
});

test.each([1, 2, 5, 30])(
  '%d long reports share 4,095 bytes, and each that is named says something',
  async (n) => {
    const text = '漢'.repeat(2_000);
    const long = hung({
      diagnosis: {
        phase: 'unknown',
        findings: [finding({ sentence: text, fix: text })],
        verdicts: new Map(),
      },
    });
    for (let index = 0; index < n; index += 1) await channel.deliver(of(long, `container-${index}`));
    expect(Buffer.byteLength(written())).toBeLessThanOrEqual(4_095);
    expect(Buffer.byteLength(written())).toBeGreaterThan(4_000);
    const lines = written().split('\n');
    if (n > 1) for (const line of lines.slice(0, Math.min(n, 8))) expect(line.length).toBeGreaterThan(80);
    if (n === 30) expect(lines.at(-1)).toBe('… and 22 more.');
  },
);

test('no name breaks the line or the terminal that shows it', async () => {
  await channel.deliver(of(exited(), 'we\nb\x1b[2J'));
  await channel.deliver(of(hung(), 'worker'));
  // biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is what this is for
  expect(written().split('\n').join('')).not.toMatch(/[\x00-\x1f]/);
  expect(written().split('\n')).toHaveLength(2);
});

test.each([
  ['that is not there', () => rmSync(path), 'no such file'],
  ['that is a folder', () => spawnSync('sh', ['-c', `rm ${path}; mkdir ${path}`]), 'directory'],
  ['that is a pipe nobody reads', () => spawnSync('sh', ['-c', `rm ${path}; mkfifo ${path}`]), 'ENXIO'],
])('a file %s is a failure with a sentence', async (_, make, says) => {
  make();
  await expect(channel.deliver(hung())).rejects.toMatchObject({
    name: 'DeliveryError',
    code: 'no-termination-message',
    message: expect.stringContaining(says),
    fix: expect.stringContaining('terminationMessagePath'),
  });
});
