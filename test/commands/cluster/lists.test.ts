/** `straggler hangs` and `straggler reports`, with a collector on the loopback. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { straggler } from '../straggler.ts';
import { hang, summary } from './support/kept.ts';
import type { Kept, ReadApi } from './support/read-api.ts';
import { readApi } from './support/read-api.ts';

let api: ReadApi | undefined;
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'straggler-lists-'));
});
afterEach(async () => {
  await api?.stop();
  api = undefined;
  rmSync(folder, { recursive: true });
});

async function run(kept: Kept, words: string[]) {
  api = await readApi(kept);
  return await straggler([...words, '--url', api.url]);
}

/** Ends what a terminal would take for a command. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is what this is for
const UNSAFE = /[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/;

test('hangs prints the columns of kubectl get hangs, with ages', async () => {
  const { status, stdout, stderr } = await run({ hangs: [hang()] }, ['hangs']);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).toBe(
    [
      'NAMESPACE  HANG      WORKLOAD           CAUSE             CULPRIT                   PODS  LAST SEEN',
      'shop       3f9a1c07  deployment/orders  cancel-swallowed  worker.py:42 Worker.poll  37    4m',
      '',
    ].join('\n'),
  );
});

test('a hang of several workloads and namespaces names the one with most pods, and counts the others', async () => {
  const workload = (namespace: string, name: string, pods: number) => ({
    namespace,
    workload: { kind: 'StatefulSet', name },
    pods,
  });
  const workloads = [workload('shop', 'orders', 3), workload('shop', 'carts', 2), workload('blog', 'web', 1)];
  const { stdout } = await run({ hangs: [hang({ namespaces: ['blog', 'shop'], workloads })] }, ['hangs']);
  expect(stdout).toContain('shop +1 ');
  expect(stdout).toContain('statefulset/orders +2 ');
});

test('--json prints what the collector answered, byte for byte', async () => {
  const hangs = [hang()];
  const { status, stdout, stderr } = await run({ hangs }, ['hangs', '--json']);
  expect({ status, stdout, stderr }).toEqual({
    status: 0,
    stdout: `${JSON.stringify({ hangs })}\n`,
    stderr: '',
  });
});

test('filters go to the collector by the names of its API', async () => {
  const words = '-n shop --workload orders --cause cancel-swallowed --since 24h --text Worker.poll'.split(
    ' ',
  );
  await run({ hangs: [] }, ['hangs', ...words]);
  expect(Object.fromEntries(new URL(api!.asked[0]!, 'http://x').searchParams)).toEqual({
    namespace: 'shop',
    workload: 'orders',
    cause: 'cancel-swallowed',
    since: '24h',
    text: 'Worker.poll',
  });
});

test.each([
  [['hangs'], 'the collector knows no hang\n'],
  [['hangs', '--cause', 'x'], 'the collector knows no hang of this kind\n'],
  [['reports'], 'the collector keeps no report of this kind\n'],
])('%j says when there is none, and that is no failure', async (words, says) => {
  expect(await run({}, words)).toEqual({ status: 0, stdout: '', stderr: `straggler: ${says}` });
});

test('reports prints a row for each, and that there are older ones', async () => {
  const reports = [
    summary(),
    summary({ id: '01JDB4Z0R0000000000000000B', outcome: 'exited', cause: null, culprit: null, pod: '' }),
    summary({ id: '01JDB4Z0R0000000000000000C' }),
  ];
  const { status, stdout, stderr } = await run({ reports }, ['reports', '--limit', '2', '--outcome', 'hung']);
  expect(status).toBe(0);
  expect(stdout.split('\n')).toEqual([
    'ID                          OUTCOME  NAMESPACE  POD                CAUSE             CULPRIT                   AGE',
    '01JDB4Z0R0000000000000000A  hung     shop       orders-7d9c-x2x4z  cancel-swallowed  worker.py:42 Worker.poll  3h',
    '01JDB4Z0R0000000000000000B  exited   shop       deployment/orders                                              3h',
    '',
  ]);
  expect(stderr).toContain('there are older ones');
  expect(api!.asked[0]).toContain('outcome=hung');
});

test('the beginning of a fingerprint is enough for reports', async () => {
  const kept = { hangs: [hang()], reports: [summary(), summary({ fingerprint: 'ffff' })] };
  const { stdout } = await run(kept, ['reports', '--json', '--fingerprint', '3F9A1c']);
  expect(JSON.parse(stdout).reports).toHaveLength(1);
  expect(api!.asked.at(-1)).toContain('fingerprint=3f9a1c07d2e4b586');
});

test('a beginning that several hangs share, or none has, is said to be so', async () => {
  const hangs = [hang(), hang({ fingerprint: '3f9affffffffffff' })];
  const shared = await run({ hangs }, ['reports', '--fingerprint', '3f9a']);
  expect(shared).toMatchObject({ status: 3, stdout: '' });
  expect(shared.stderr).toContain('2 hangs begin with 3f9a: 3f9a1c07d2e4b586, 3f9affffffffffff');
  await api!.stop();
  expect((await run({ hangs }, ['reports', '--fingerprint', '0000'])).stderr).toContain('knows no hang 0000');
});

test('strings of pods do not reach the terminal as they are', async () => {
  const evil = 'a\x1b]0;owned\x07\u202eb\nc';
  const kept = {
    hangs: [
      hang({
        namespaces: [evil],
        fingerprint: evil,
        finding: { ...hang().finding, culprit: evil, cause: evil },
        workloads: [{ namespace: evil, workload: { kind: evil, name: evil }, pods: 1 }],
      }),
    ],
    reports: [summary({ pod: evil, namespace: evil, id: evil, culprit: evil })],
  };
  for (const words of [['hangs'], ['hangs', '--json'], ['reports'], ['reports', '--json']]) {
    const { status, stdout, stderr } = await run(kept, words);
    await api!.stop();
    expect(status).toBe(0);
    expect(stdout + stderr).not.toMatch(UNSAFE);
    expect(stdout.trimEnd().split('\n')).toHaveLength(words.includes('--json') ? 1 : 2);
    if (words.includes('--json')) expect(JSON.stringify(JSON.parse(stdout))).toContain(JSON.stringify(evil));
  }
});

test('the token of --token-file says who reads', async () => {
  const file = join(folder, 'token');
  writeFileSync(file, 'secret\n');
  const kept = { token: 'secret', hangs: [hang()] };
  const refused = await run(kept, ['hangs']);
  expect(refused).toMatchObject({ status: 3, stdout: '' });
  expect(refused.stderr).toBe('straggler: Say who you are.\n  Send a token.\n');
  await api!.stop();
  expect((await run(kept, ['hangs', '--token-file', file])).status).toBe(0);
  await api!.stop();
  writeFileSync(file, '');
  expect((await run(kept, ['hangs', '--token-file', file])).stderr).toContain('holds no token');
});

test.each<[string, Kept['instead'], string]>([
  ['no JSON', (_, answer) => answer.end('<html>'), 'no collector'],
  ['another shape', (_, answer) => answer.end('{"hangs":[{"pods":"many"}]}'), 'no collector'],
  ['a page that is not there', (_, answer) => answer.writeHead(404).end('nothing'), 'no collector'],
  [
    'a redirection',
    (_, answer) => answer.writeHead(302, { location: 'http://127.0.0.1:1/' }).end(),
    'no collector',
  ],
  [
    'rubbish as gzip',
    (_, answer) => answer.writeHead(200, { 'content-encoding': 'gzip' }).end('x'),
    'packed',
  ],
  ['a connection that breaks', (asked) => asked.socket.destroy(), 'does not answer'],
  [
    'an answer without an end',
    (_, answer) => {
      const chunk = Buffer.alloc(1_048_576, 32);
      const more = () => {
        while (!answer.destroyed && answer.write(chunk));
        if (!answer.destroyed) answer.once('drain', more);
      };
      more();
    },
    'larger than 32 MiB',
  ],
])('%s gives a sentence and status 3', async (_, instead, says) => {
  const { status, stdout, stderr } = await run({ instead }, ['hangs']);
  expect({ status, stdout }).toEqual({ status: 3, stdout: '' });
  expect(stderr).toContain(says);
  expect(stderr).not.toMatch(/^ +at /m);
});

test('where nothing listens there is a sentence', async () => {
  api = await readApi({});
  await api.stop();
  const { status, stderr } = await straggler(['hangs', '--url', api.url]);
  expect(status).toBe(3);
  expect(stderr).toContain('does not answer');
});

test('a sentence of a collector that refuses is passed on, made harmless', async () => {
  const body = JSON.stringify({ code: 'x', sentence: 'No such\x1b[2J outcome.', fix: 'Give another.' });
  const { status, stderr } = await run({ instead: (_, answer) => answer.writeHead(400).end(body) }, [
    'reports',
  ]);
  expect(status).toBe(3);
  expect(stderr).toBe('straggler: No such\\x1b[2J outcome.\n  Give another.\n');
});

test.each(['hangs', 'reports', 'report', 'ui'])('%s --help needs no manual', async (command) => {
  const { status, stdout } = await straggler([command, '--help']);
  expect(status).toBe(0);
  for (const part of ['Examples', 'Exit status', '--context', '--kubeconfig', '--url', 'port-forward'])
    expect(stdout).toContain(part);
  for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(110);
});

test.each([
  [['hangs', '--since', 'yesterday'], '"yesterday"'],
  [['hangs', '--url', 'ftp://x'], '--url'],
  [['hangs', '--url', 'http://user:geheim@x'], '--token-file'],
  [['hangs', '--url', 'http://x', '--context', 'y'], '--context'],
  [['reports', '--limit', '501'], '"501"'],
  [['reports', '--outcome', 'fine'], '"fine"'],
  [['reports', '--fingerprint', 'xyz'], '--fingerprint'],
  [['report'], 'ID'],
  [['report', '01JD'], '6 characters'],
  [['report', '01JDB4Z0', '--html', '--json'], 'exclude'],
  [['report', '01JDB4Z0', '-o', '/no/such/folder/x.html'], '/no/such/folder'],
  [['ui', '--port', '0'], '--port'],
])('%j is wrong use', async (words, says) => {
  const { status, stdout, stderr } = await straggler(words);
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toContain(says);
  expect(stderr).not.toContain('geheim');
});
