/** The collector as a process: what it does when it is started, asked to end, killed, and when its database is away. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { CollectorChannel } from '../../src/delivery/channels/collector.ts';
import { CollectorClient } from '../../src/delivery/collector/client.ts';
import type { Report } from '../../src/report/report.ts';
import { crowded, exited, hung, POD } from '../delivery/support/reports.ts';
import type { LivePostgresql } from '../support/postgresql.ts';
import { findPostgresql, startPostgresql } from '../support/postgresql.ts';
import { until } from '../support/processes.ts';
import type { Ran, Running } from './straggler.ts';
import { begin, straggler } from './straggler.ts';

const LOCAL = [
  ...['--auth', 'none'],
  ...[
    '--receive-address',
    '127.0.0.1:0',
    '--metrics-address',
    '127.0.0.1:0',
    '--read-address',
    '127.0.0.1:0',
  ],
];
const START_MS = 20_000;

interface Ports {
  receive: number;
  metrics: number;
  read: number;
}

let folder: string;
let running: Running | null = null;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'straggler-collector-'));
});
afterEach(async () => {
  running?.child.kill('SIGKILL');
  await running?.ended;
  running = null;
  rmSync(folder, { recursive: true, force: true });
});

const sqlite = () => ['--store', `sqlite:${join(folder, 'reports.db')}`];

/** Its log is JSON, a line each; the first one with ports says that it is there. */
async function collector(...words: string[]): Promise<Ports> {
  running = begin(['collector', ...LOCAL, ...words]);
  let log = '';
  running.child.stderr?.on('data', (chunk: Buffer) => {
    log += chunk.toString();
  });
  const ports = () => {
    const line = log.split('\n').find((one) => one.includes('"receive":'));
    return line === undefined ? null : (JSON.parse(line) as Ports);
  };
  await until(() => ports() !== null, `the collector: ${log}`, START_MS);
  return ports()!;
}

async function stopped(): Promise<Ran> {
  running?.child.kill('SIGTERM');
  return await running!.ended;
}

/** As a sidecar does. */
async function post(port: number, report: Report): Promise<void> {
  const settings = { url: `http://127.0.0.1:${port}`, tokenFile: null, caFile: null };
  const channel = new CollectorChannel(new CollectorClient(settings, '1.2.3'));
  const share = { limitMs: 10_000, last: true, signal: AbortSignal.timeout(10_000) };
  await channel.deliver(report, share);
}

const another = (id: string, report: Report): Report => ({
  ...report,
  id,
  pod: { ...POD, name: id.toLowerCase(), uid: id },
});

async function json<T>(port: number, path: string): Promise<T> {
  const response = await fetch(`http://127.0.0.1:${port}${path}`);
  expect(response.status).toBe(200);
  return (await response.json()) as T;
}

const idsKept = async (port: number) => {
  const { reports } = await json<{ reports: { id: string }[] }>(port, '/api/v1/reports?limit=500');
  return reports.map(({ id }) => id).sort();
};

test('what a sidecar delivers is kept whole, grouped, counted and shown, and a SIGTERM ends the collector', async () => {
  const { receive, read, metrics } = await collector(...sqlite());
  const report = another('AAAA', crowded(500));
  await post(receive, report);
  await post(receive, another('BBBB', hung()));
  await post(receive, another('CCCC', exited()));

  const kept = await json<Report>(read, '/api/v1/reports/AAAA');
  expect(kept.survivors).toHaveLength(report.survivors.length);
  const { hangs } = await json<{ hangs: { fingerprint: string; pods: number }[] }>(read, '/api/v1/hangs');
  expect(hangs.reduce((sum, { pods }) => sum + pods, 0)).toBe(2);
  const text = await (await fetch(`http://127.0.0.1:${metrics}/metrics`)).text();
  const key = 'namespace="shop",workload_kind="Deployment",workload="orders",container="app"';
  expect(text).toContain(`straggler_terminations_total{${key},outcome="hung"} 2`);
  expect(text).toContain(`straggler_terminations_total{${key},outcome="exited"} 1`);

  const { status, stderr } = await stopped();
  expect({ status, trouble: stderr.includes('"level":"error"') }).toEqual({ status: 0, trouble: false });
});

test('of what was accepted under load nothing is lost when it is killed, and it is counted once', async () => {
  const first = await collector(...sqlite());
  const accepted: string[] = [];
  const sending = Array.from({ length: 200 }, async (_, index) => {
    const id = `K${String(index).padStart(3, '0')}`;
    await post(first.receive, another(id, hung())).then(
      () => accepted.push(id),
      () => undefined,
    );
  });
  await until(() => accepted.length >= 50, 'the first fifty');
  running?.child.kill('SIGKILL');
  await running?.ended;
  await Promise.all(sending);
  expect(accepted.length).toBeLessThan(200);

  const second = await collector(...sqlite());
  expect(await idsKept(second.read)).toEqual(expect.arrayContaining(accepted));
  const { hangs } = await json<{ hangs: { pods: number }[] }>(second.read, '/api/v1/hangs');
  expect(hangs[0]?.pods).toBe((await idsKept(second.read)).length);
  // All that was accepted is counted already, by the process that is gone: a second copy changes nothing.
  await post(second.receive, another(accepted[0]!, hung()));
  const text = await (await fetch(`http://127.0.0.1:${second.metrics}/metrics`)).text();
  expect(text).toMatch(/straggler_terminations_total\{[^}]*outcome="hung"\} 0/);
});

test('an export is imported into another store, and none of it is counted again', async () => {
  const { receive } = await collector(...sqlite());
  await post(receive, another('AAAA', hung()));
  await stopped();
  running = null;
  const exported = await straggler(['collector', 'export', ...sqlite()]);
  expect(exported.status).toBe(0);
  const other = `sqlite:${join(folder, 'other.db')}`;
  const imported = await straggler(['collector', 'import', '--store', other], { input: exported.stdout });
  expect(imported).toMatchObject({ status: 0, stderr: expect.stringContaining('1 reports were imported') });
  const { read, metrics } = await collector('--store', other);
  expect(await idsKept(read)).toEqual(['AAAA']);
  const text = await (await fetch(`http://127.0.0.1:${metrics}/metrics`)).text();
  expect(text).toMatch(/straggler_terminations_total\{[^}]*outcome="hung"\} 0/);
});

test.each([
  [
    'a port that is taken',
    (port: number) => ['--read-address', `127.0.0.1:${port}`],
    3,
    /Nothing can listen at 127\.0\.0\.1, port \d+ \(EADDRINUSE\)\./,
  ],
  ['a store that is none', () => ['--store', `sqlite:${join(folder, 'text')}`], 3, /text/],
  ['a wrong flag', () => ['--keep-days', 'many'], 2, /--keep-days/],
])('%s ends it with a sentence and an exit status', async (_, words, status, sentence) => {
  const { metrics } = await collector(...sqlite());
  const held = running!;
  writeFileSync(
    join(folder, 'text'),
    'This is no database, but long enough to look like something. '.repeat(100),
  );
  const refused = await straggler([
    'collector',
    ...LOCAL,
    '--store',
    `sqlite:${join(folder, 'x.db')}`,
    ...words(metrics),
  ]);
  running = held;
  expect(refused.status).toBe(status);
  expect(refused.stderr).toMatch(sentence);
  expect(refused.stderr).not.toContain('should not have happened');
});

const title = 'a database that is away at the start and for a while';
if (findPostgresql() === null) {
  test.skip(`${title} (PostgreSQL is not here)`, () => undefined);
} else {
  describe(title, () => {
    let database: LivePostgresql;
    beforeEach(async () => {
      database = await startPostgresql();
    });
    afterEach(() => database.stop());

    test('is waited for, reports are asked for again, and none that was accepted is lost', async () => {
      const urlFile = join(folder, 'url');
      writeFileSync(urlFile, await database.createDatabase());
      await database.kill();
      const words = ['--store', 'postgresql', '--database-url-file', urlFile];
      const starting = collector(...words);
      await until(() => running !== null, 'the process');
      await database.startAgain();
      const { receive, read, metrics } = await starting;
      await post(receive, another('AAAA', hung()));
      await database.kill();
      const ready = async () => (await fetch(`http://127.0.0.1:${metrics}/readyz`)).status;
      await until(async () => (await ready()) === 503, 'the word that it is not ready');
      const late = post(receive, another('BBBB', hung()));
      await database.startAgain();
      await late;
      expect(await idsKept(read)).toEqual(['AAAA', 'BBBB']);
      expect((await stopped()).stderr).not.toContain(database.password);
      expect(readFileSync(urlFile, 'utf8')).toContain(database.password);
    });
  });
}
