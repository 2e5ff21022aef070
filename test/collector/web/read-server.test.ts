import { connect } from 'node:net';
import { afterEach, expect, test } from '@jest/globals';
import { StoreError } from '../../../src/collector/store/store.ts';
import { clusterScene } from './support/cluster-scene.ts';
import { FixtureStore } from './support/fixture-store.ts';
import type { Running } from './support/server.ts';
import { startReading } from './support/server.ts';

let running: Running | null = null;
afterEach(async () => {
  await running?.stop();
  running = null;
});
const started = async (...args: Parameters<typeof startReading>): Promise<Running> => {
  running = await startReading(...args);
  return running;
};

const PATHS = ['/', '/hangs/94516565f84aa19b', '/reports', '/reports/01JDB4Z0R0000000000000000A', '/nothing'];

test.each(PATHS)('%s allows no script, no frame, no network and no cache', async (path) => {
  const { get } = await started(clusterScene());
  const { headers, text } = await get(path);
  expect(headers['content-security-policy']).toMatch(
    /^default-src 'none'; style-src 'sha256-[\w+/=]+'; base-uri 'none'; form-action '(none|self)'; frame-ancestors 'none'$/,
  );
  expect(headers).toMatchObject({
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'x-frame-options': 'DENY',
    'cross-origin-resource-policy': 'same-origin',
  });
  expect(text).not.toMatch(/<script|<img|<link|\son[a-z]+=|\sstyle=|\ssrc=|javascript:/i);
});

test.each(['POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH'])('%s is refused', async (method) => {
  const { get } = await started(clusterScene());
  const { status, headers } = await get('/', { method });
  expect(status).toBe(405);
  expect(headers['allow']).toBe('GET, HEAD');
});

test('HEAD is answered with the headers of GET and no body', async () => {
  const { get } = await started(clusterScene());
  const whole = await get('/');
  const head = await get('/', { method: 'HEAD' });
  expect(head.status).toBe(200);
  expect(head.text).toBe('');
  expect(head.headers['content-length']).toBe(whole.headers['content-length']);
});

test('a page of another site does not reach the loopback under a name of its own', async () => {
  const { get, port } = await started(clusterScene());
  for (const host of ['evil.example', `evil.example:${port}`, 'localhost.evil.example', '127.0.0.1.nip.io'])
    expect((await get('/api/v1/hangs', { headers: { host } })).status).toBe(421);
  for (const host of ['localhost', 'localhost:8081', '127.0.0.1:1', '[::1]:8081'])
    expect((await get('/api/v1/hangs', { headers: { host } })).status).toBe(200);
});

test('answers are packed for whoever unpacks them, and only for those', async () => {
  const { get } = await started(clusterScene());
  const packed = await get('/', { headers: { 'accept-encoding': 'br, gzip' } });
  const plain = await get('/');
  expect(packed.headers['content-encoding']).toBe('gzip');
  expect(plain.headers['content-encoding']).toBeUndefined();
  expect(packed.text).toBe(plain.text);
  expect(
    (await get('/', { headers: { 'accept-encoding': 'gzip;q=0' } })).headers['content-encoding'],
  ).toBeUndefined();
});

test('a store that is down gives a page with the sentence, and 503', async () => {
  const store = new FixtureStore();
  store.trouble = new StoreError('The database does not answer.', {
    code: 'unavailable',
    fix: 'Look at its pod.',
    isTransient: true,
  });
  const { get, troubles } = await started(store);
  const page = await get('/');
  expect(page.status).toBe(503);
  expect(page.text).toContain('The database does not answer.');
  expect(page.text).toContain('Look at its pod.');
  const data = await get('/api/v1/hangs');
  expect(data.status).toBe(503);
  expect(JSON.parse(data.text)).toEqual({
    code: 'unavailable',
    sentence: 'The database does not answer.',
    fix: 'Look at its pod.',
  });
  expect(troubles).toEqual([]);
});

test('what is not foreseen is told to the log, and not to the reader', async () => {
  const store = new FixtureStore();
  store.trouble = new Error('password=hunter2');
  const { get, troubles } = await started(store);
  const { status, text } = await get('/');
  expect(status).toBe(500);
  expect(text).not.toContain('hunter2');
  expect(troubles).toEqual([store.trouble]);
});

test('addresses that lead nowhere say where things are', async () => {
  const { get } = await started(clusterScene());
  for (const path of [
    '/nope',
    '/hangs/none',
    '/reports/none',
    '/reports/%zz',
    '/hangs/a/b',
    '/api/v2/hangs',
    '//evil.example',
  ])
    expect((await get(path)).status).toBe(404);
});

test('what is too long or makes no sense is refused with what would', async () => {
  const { get } = await started(clusterScene());
  expect((await get(`/?text=${'x'.repeat(5_000)}`)).status).toBe(414);
  for (const query of ['since=yesterday', 'since=1y', `text=${'x'.repeat(300)}`])
    expect((await get(`/?${query}`)).status).toBe(400);
  for (const query of ['outcome=dead', 'before=12', 'before=x.y', 'limit=0', 'limit=501', 'limit=ten'])
    expect((await get(`/api/v1/reports?${query}`)).status).toBe(400);
  const { text } = await get('/?since=yesterday');
  expect(text).toContain('90m, 24h, 7d or 2w');
});

test('headers without end are cut off', async () => {
  const { port } = await started(clusterScene());
  const answer = await new Promise<string>((resolve, reject) => {
    let text = '';
    const socket = connect(port, '127.0.0.1', () => {
      socket.write(`GET / HTTP/1.1\r\nHost: localhost\r\nX: ${'x'.repeat(40_000)}`);
    });
    socket.on('data', (chunk) => {
      text += chunk;
    });
    socket.on('error', reject);
    socket.on('close', () => resolve(text));
  });
  expect(answer).toMatch(/^HTTP\/1\.1 431 /);
});

test('whoever sends headers a letter at a time is cut off', async () => {
  const { port } = await started(clusterScene());
  const answer = await new Promise<string>((resolve, reject) => {
    let text = '';
    const socket = connect(port, '127.0.0.1', () => socket.write('GET / HTTP/1.1\r\nHost: local'));
    const drip = setInterval(() => socket.write('x'), 200);
    socket.on('data', (chunk) => {
      text += chunk;
    });
    socket.on('error', reject);
    socket.on('close', () => {
      clearInterval(drip);
      resolve(text);
    });
  });
  expect(answer).toMatch(/^HTTP\/1\.1 408 /);
});

test('stopping does not wait for a store that is silent', async () => {
  const store = clusterScene();
  const reading = await started(store);
  store.trouble = 'silence';
  const pending = reading.get('/').catch((error: NodeJS.ErrnoException) => error.code);
  await new Promise((resolve) => setImmediate(resolve));
  while (store.asked === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  await reading.stop();
  expect(await pending).toBe('ECONNRESET');
});

test('browsers find an icon, for which they ask by themselves', async () => {
  const { get } = await started(clusterScene());
  const { status, headers } = await get('/favicon.ico');
  expect({ status, type: headers['content-type'] }).toEqual({ status: 200, type: 'image/svg+xml' });
});
