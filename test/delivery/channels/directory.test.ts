import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { DirectoryChannel } from '../../../src/delivery/channels/directory.ts';
import { reportJson } from '../../../src/report/render/json.ts';
import { crowded, hung } from '../support/reports.ts';

let folder: string;
let channel: DirectoryChannel;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'straggler-directory-'));
  channel = new DirectoryChannel(folder);
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const share = (signal = new AbortController().signal) => ({ last: false, limitMs: 1_000, signal });

test('each container has a file of its own, with the newest revision whole', async () => {
  await channel.deliver(hung({ revision: 1 }), share());
  await Promise.all([
    channel.deliver(hung({ revision: 2 }), share()),
    channel.deliver(crowded(2_000, { container: 'worker' }), share()),
  ]);
  expect(readdirSync(folder).sort()).toEqual(['app.json', 'worker.json']);
  expect(readFileSync(join(folder, 'app.json'), 'utf8')).toBe(reportJson(hung({ revision: 2 })));
  expect(JSON.parse(readFileSync(join(folder, 'worker.json'), 'utf8')).survivors).toHaveLength(2_000);
});

test.each([
  [null, 'pid-17.json'],
  ['', 'pid-17.json'],
  ['../../etc/passwd', '------etc-passwd.json'],
  ['.app\n\x1b[2J', '-app---2-.json'],
  ['x'.repeat(1_000), `${'x'.repeat(63)}.json`],
])('a container called %j has the file %s', async (container, file) => {
  await channel.deliver(hung({ container }), share());
  expect(readdirSync(folder)).toEqual([file]);
});

test('a revision that was given up is not written over a later one', async () => {
  const ending = new AbortController();
  const old = channel.deliver(hung({ revision: 1 }), share(ending.signal));
  ending.abort();
  const later = channel.deliver(hung({ revision: 2 }), share());
  await expect(old).rejects.toMatchObject({ name: 'AbortError' });
  await later;
  expect(JSON.parse(readFileSync(join(folder, 'app.json'), 'utf8')).revision).toBe(2);
  expect(readdirSync(folder)).toEqual(['app.json']);
});

test('a folder that is not there is a failure with a sentence, and the next revision is tried', async () => {
  rmSync(folder, { recursive: true });
  for (let times = 0; times < 2; times += 1) {
    await expect(channel.deliver(hung(), share())).rejects.toMatchObject({
      name: 'DeliveryError',
      code: 'no-report-file',
      message: expect.stringContaining(join(folder, 'app.json')),
      fix: expect.stringContaining('STRAGGLER_REPORT_DIRECTORY'),
    });
  }
});
