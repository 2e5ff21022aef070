import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { CollectorClient } from '../../../src/delivery/collector/client.ts';
import type { CollectorSettings } from '../../../src/settings/delivery.ts';
import { until } from '../../support/processes.ts';
import type { Collector } from '../support/server.ts';
import { answers, authority, collector, HAS_OPENSSL, sockets } from '../support/server.ts';

const TOKEN = 'eyJhbGciOi.secret.token-1';
const tls = HAS_OPENSSL ? test : test.skip;
let folder: string;
let tokenFile: string;
let server: Collector | null = null;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'straggler-collector-'));
  tokenFile = join(folder, 'token');
  writeFileSync(tokenFile, `${TOKEN}\n`);
});
afterEach(async () => {
  await server?.close();
  server = null;
  rmSync(folder, { recursive: true });
});

/** A process of its own that posts to each address it is given, and says what the last one came to. */
const POSTING = `
  const { CollectorClient } = await import(${JSON.stringify(resolve(import.meta.dirname, '../../../src/delivery/collector/client.ts'))});
  const post = { path: '/v1/pods', body: Buffer.from('{}'), headers: {}, signal: new AbortController().signal };
  let code = '';
  for (const url of process.argv.slice(1))
    await new CollectorClient({ url, tokenFile: null, caFile: null }, '1')
      .post({ ...post, limitMs: 600 })
      .then(() => { code = 'accepted' }, (error) => { code = error.code });
  process.stdout.write(code);
`;

interface Options extends Partial<CollectorSettings> {
  limitMs?: number;
  body?: Buffer;
  signal?: AbortSignal;
}

/** What a post ended with, and after how long. */
async function post(url: string, { limitMs = 10_000, body, signal, ...settings }: Options = {}) {
  const client = new CollectorClient({ url, tokenFile, caFile: null, ...settings }, '1.2.3');
  const begun = performance.now();
  const error = await client
    .post({
      path: '/v1/reports',
      body: body ?? Buffer.from('{"a":1}'),
      headers: {},
      limitMs,
      signal: signal ?? new AbortController().signal,
    })
    .then(
      () => null,
      (reason: Error & { code: string; fix: string }) => reason,
    );
  return { error, ms: performance.now() - begun };
}

/** A sentence, a way to mend it, and no word of the token. */
function expectSaid(error: (Error & { code: string; fix: string }) | null, code: string): void {
  expect(error).toMatchObject({ name: 'DeliveryError', code });
  expect(error?.message).toMatch(/^[A-Z].*\.$/);
  expect(error?.fix).toMatch(/^[A-Z].*\.$/);
  const everything = JSON.stringify([error?.message, error?.fix, error?.stack, `${error?.cause}`]);
  expect(everything).not.toContain('secret');
}

test('a report is posted with the token of the pod', async () => {
  server = await collector();
  expect((await post(`${server.url}/base`)).error).toBeNull();
  expect(server.got).toMatchObject([
    {
      url: '/base/v1/reports',
      body: '{"a":1}',
      headers: {
        authorization: `Bearer ${TOKEN}`,
        'content-type': 'application/json',
        'content-length': '7',
        'user-agent': 'straggler/1.2.3',
        connection: 'close',
      },
    },
  ]);
});

test.each([200, 201, 202, 204, 409])('status %d is acceptance', async (status) => {
  server = await collector(answers(status));
  expect((await post(server.url)).error).toBeNull();
  expect(server.got).toHaveLength(1);
});

test.each([500, 502, 503, 408, 429])('after status %d it is tried again', async (status) => {
  server = await collector(answers(status, status, 200));
  expect((await post(server.url)).error).toBeNull();
  expect(server.got).toHaveLength(3);
});

test.each([
  [400, 'collector-refused-report'],
  [401, 'collector-refused-token'],
  [403, 'collector-refused-token'],
  [404, 'collector-not-there'],
  [413, 'collector-refused-size'],
  [422, 'collector-refused-report'],
])('status %d is final: it is said at once, and how to mend it', async (status, code) => {
  server = await collector(answers(status));
  const { error, ms } = await post(server.url);
  expectSaid(error, code);
  expect(error?.message).toContain(`${status}`);
  expect(ms).toBeLessThan(2_000);
  expect(server.got).toHaveLength(1);
});

test('a large body that is refused before it was read gives the reason all the same', async () => {
  server = await sockets((socket) => {
    socket.once('data', () =>
      socket.end('HTTP/1.1 413 Too Large\r\nconnection: close\r\ncontent-length: 0\r\n\r\n'),
    );
  });
  const { error } = await post(server.url, { body: Buffer.alloc(4_000_000, 'x'), limitMs: 3_000 });
  expectSaid(error, 'collector-refused-size');
});

test('pauses grow: a collector that fails is not hammered', async () => {
  const at: number[] = [];
  server = await collector((response) => {
    at.push(performance.now());
    response.writeHead(500).end();
  });
  const { error, ms } = await post(server.url, { limitMs: 2_500 });
  expectSaid(error, 'collector-failed');
  expect(ms).toBeLessThan(2_600);
  expect(at.length).toBeGreaterThan(2);
  expect(at.length).toBeLessThan(8);
  expect(at.at(-1)! - at.at(-2)!).toBeGreaterThan(at[1]! - at[0]!);
});

test('retry-after is granted as far as the time allows', async () => {
  server = await collector((response, _, index) =>
    index === 0 ? response.writeHead(429, { 'retry-after': '1' }).end() : response.writeHead(200).end(),
  );
  const patient = await post(server.url);
  expect(patient.error).toBeNull();
  expect(patient.ms).toBeGreaterThan(950);
  await server.close();
  server = await collector((response, _, index) =>
    index === 0 ? response.writeHead(503, { 'retry-after': '3600' }).end() : response.writeHead(200).end(),
  );
  const pressed = await post(server.url, { limitMs: 1_000 });
  expect(pressed.error).toBeNull();
  expect(pressed.ms).toBeGreaterThan(450);
});

test('a connection that is refused is tried until the time is over, and said', async () => {
  server = await collector();
  const { url } = server;
  await server.close();
  const { error, ms } = await post(url, { limitMs: 700 });
  expectSaid(error, 'collector-unreachable');
  expect(ms).toBeLessThan(900);
});

test('a collector that comes up in time gets the report', async () => {
  server = await collector();
  const { url } = server;
  await server.close();
  const posting = post(url);
  setTimeout(() => {
    void collector(undefined, undefined, Number(new URL(url).port)).then((late) => {
      server = late;
    });
  }, 300);
  expect((await posting).error).toBeNull();
});

test('one that never answers costs the time it was given, not more', async () => {
  server = await sockets((socket) => socket.resume());
  const { error, ms } = await post(server.url, { limitMs: 800 });
  expectSaid(error, 'collector-silent');
  expect(ms).toBeLessThan(1_000);
});

test('one that drips its answer, a byte at a time, is not waited for', async () => {
  server = await sockets((socket) => {
    const text = 'HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\n';
    let sent = 0;
    const timer = setInterval(() => socket.write(text.charAt(sent++)), 200);
    socket.on('close', () => clearInterval(timer));
  });
  const { error, ms } = await post(server.url, { limitMs: 1_000 });
  expectSaid(error, 'collector-silent');
  expect(ms).toBeLessThan(1_200);
});

test('one that accepts and then drips its words has accepted', async () => {
  server = await collector((response) => {
    response.writeHead(200);
    const timer = setInterval(() => response.write('.'), 100);
    response.on('close', () => clearInterval(timer));
  });
  const { error, ms } = await post(server.url);
  expect(error).toBeNull();
  expect(ms).toBeLessThan(1_000);
});

test('one that does not read what is sent is given up', async () => {
  server = await sockets((socket) => socket.pause());
  const { error, ms } = await post(server.url, { body: Buffer.alloc(30_000_000), limitMs: 800 });
  expectSaid(error, 'collector-silent');
  expect(ms).toBeLessThan(1_200);
});

test('a connection that breaks on the way is tried again', async () => {
  let connections = 0;
  server = await sockets((socket) => {
    connections += 1;
    if (connections < 3) socket.once('data', () => socket.destroy());
    else socket.once('data', () => socket.end('HTTP/1.1 202 Accepted\r\ncontent-length: 0\r\n\r\n'));
  });
  expect((await post(server.url)).error).toBeNull();
  expect(connections).toBe(3);
});

test('what is no HTTP at all is said', async () => {
  server = await sockets((socket) => socket.end('220 mail.example ESMTP\r\n'));
  const { error } = await post(server.url, { limitMs: 500 });
  expectSaid(error, 'collector-no-http');
});

test('a black hole, where not even a connection comes about, is given up in its time', async () => {
  // A listener of a process that is stopped, and whose queue is full: the kernel drops what else comes.
  const program = `
    const server = require('node:net').createServer();
    server.listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
      require('node:fs').writeSync(1, server.address().port + '\\n');
      process.kill(process.pid, 'SIGSTOP');
    });`;
  const child = spawn(process.execPath, ['-e', program]);
  let port = '';
  child.stdout.on('data', (chunk: Buffer) => {
    port += chunk.toString();
  });
  await until(() => port.endsWith('\n'), 'the port');
  const { connect } = await import('node:net');
  const fillers = Array.from({ length: 8 }, () =>
    connect(Number(port), '127.0.0.1').on('error', () => undefined),
  );
  await until(() => fillers.some(({ pending }) => !pending), 'a first connection');
  await new Promise((done) => setTimeout(done, 200));
  const { error, ms } = await post(`http://127.0.0.1:${port.trim()}`, { limitMs: 900 });
  for (const filler of fillers) filler.destroy();
  child.kill('SIGKILL');
  expectSaid(error, 'collector-unreachable');
  expect(error?.message).toContain('No connection');
  expect(ms).toBeLessThan(1_100);
});

test('a name that nobody knows is said', async () => {
  const { error } = await post('http://no-such-host.invalid', { limitMs: 3_000 });
  expectSaid(error, 'collector-unknown-name');
});

test('no redirection is followed: the token goes to no other host', async () => {
  const other = await collector();
  server = await collector((response) => {
    response.writeHead(307, { location: `${other.url}/v1/reports` }).end();
  });
  const { error } = await post(server.url);
  expectSaid(error, 'collector-redirects');
  expect(error?.message).toContain(new URL(other.url).host);
  expect(other.got).toEqual([]);
  await other.close();
});

tls('TLS: the authority of the file is believed, and only that', async () => {
  const [own, others] = [authority(folder), authority(folder)];
  server = await collector(undefined, own);
  expect((await post(server.url, { caFile: own.caFile })).error).toBeNull();
  for (const caFile of [others.caFile, null]) {
    const { error, ms } = await post(server.url, { caFile });
    expectSaid(error, 'collector-certificate');
    expect(ms).toBeLessThan(2_000);
  }
  expect(server.got).toHaveLength(1);
});

tls('TLS: a certificate for another name is refused', async () => {
  const own = authority(folder, 'DNS:collector.example');
  server = await collector(undefined, own);
  const { error } = await post(server.url, { caFile: own.caFile });
  expectSaid(error, 'collector-certificate');
  expect(server.got).toEqual([]);
});

tls('TLS: what the environment of the container says about checking changes nothing', async () => {
  server = await collector(undefined, authority(folder));
  const child = spawn(process.execPath, ['--input-type=module', '-e', POSTING, server.url], {
    env: { ...process.env, NODE_TLS_REJECT_UNAUTHORIZED: '0' },
  });
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  await until(() => child.exitCode !== null && said !== '', 'its end');
  expect(said).toBe('collector-certificate');
  expect(server.got).toEqual([]);
});

tls('TLS asked of one that speaks none, and none of one that does, are said', async () => {
  server = await collector();
  expectSaid((await post(server.url.replace('http', 'https'), { limitMs: 500 })).error, 'collector-no-tls');
  await server.close();
  server = await collector(undefined, authority(folder));
  expectSaid(
    (await post(server.url.replace('https', 'http'), { limitMs: 500 })).error,
    'collector-unreachable',
  );
});

tls.each([
  ['', 'collector-no-authorities'],
  ['rubbish', 'collector-no-authorities'],
  ['-----BEGIN CERTIFICATE-----\nrubbish\n-----END CERTIFICATE-----\n', 'collector-certificate'],
])('TLS: a file of authorities that holds %j is said, and nothing is sent', async (content, code) => {
  const caFile = join(folder, 'ca.pem');
  writeFileSync(caFile, content);
  server = await collector(undefined, authority(folder));
  const { error } = await post(server.url, { caFile });
  expectSaid(error, code);
  expect(error?.fix).toContain('CA_FILE');
  expect(server.got).toEqual([]);
});

test('the token is read anew for each try', async () => {
  server = await collector((response, _, index) => {
    writeFileSync(tokenFile, 'eyJ.secret.token-2');
    response.writeHead(index === 0 ? 500 : 202).end();
  });
  expect((await post(server.url)).error).toBeNull();
  expect(server.got.map(({ headers }) => headers.authorization)).toEqual([
    `Bearer ${TOKEN}`,
    'Bearer eyJ.secret.token-2',
  ]);
});

test.each([
  ['is not there', null],
  ['is empty', ' \n'],
  ['holds what no header may', 'secret\r\nx-evil: 1'],
])('a token whose file %s is said, and nothing is sent without it', async (_, content) => {
  rmSync(tokenFile);
  if (content !== null) writeFileSync(tokenFile, content);
  server = await collector();
  const { error } = await post(server.url);
  expectSaid(error, 'collector-no-token');
  expect(server.got).toEqual([]);
});

test('without a token file none is sent', async () => {
  server = await collector();
  expect((await post(server.url, { tokenFile: null })).error).toBeNull();
  expect(server.got[0]?.headers.authorization).toBeUndefined();
});

test('whoever asked can end it, in an attempt and in a pause', async () => {
  server = await collector((response, _, index) => {
    if (index === 0) response.writeHead(503, { 'retry-after': '5' }).end();
  });
  for (const requests of [1, 2]) {
    const ending = new AbortController();
    const posting = post(server.url, { signal: ending.signal });
    await until(() => server?.got.length === requests, 'the request');
    ending.abort();
    const { error, ms } = await posting;
    expect(error).toMatchObject({ name: 'AbortError' });
    expect(ms).toBeLessThan(1_500);
  }
});

test('a process that has delivered, or given up, ends by itself', async () => {
  server = await collector((response) => {
    response.writeHead(200, { connection: 'keep-alive' });
    response.write('endless');
  });
  const silent = await sockets(() => undefined);
  const child = spawn(process.execPath, ['--input-type=module', '-e', POSTING, server.url, silent.url]);
  let doneAt = 0;
  child.stdout.on('data', () => {
    doneAt = performance.now();
  });
  await until(() => child.exitCode !== null, 'its end');
  expect(performance.now() - doneAt).toBeLessThan(1_000);
  await silent.close();
});
