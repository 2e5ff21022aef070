import { gzipSync } from 'node:zlib';
import { afterEach, expect, test } from '@jest/globals';
import { reportJson } from '../../../src/report/render/json.ts';
import { exited, hung } from '../../delivery/support/reports.ts';
import { until } from '../../support/processes.ts';
import { GZIP, post, receiving, results, SENDER, SETTINGS, talk } from './world.ts';

let world: Awaited<ReturnType<typeof receiving>>;
afterEach(() => world.server.stop());

const HEAD = 'POST /v1/reports HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n';

test('a body above the limit is refused before it is sent, and after when its length was not said', async () => {
  world = await receiving();
  // More than the buffers of a connection hold: the answer must arrive while the sender still sends.
  const body = 'x'.repeat(12 * SETTINGS.maxBodyBytes);
  expect((await post(world.port, body)).status).toBe(413);
  expect((await post(world.port, body, { headers: { 'transfer-encoding': 'chunked' } })).status).toBe(413);
  expect(await results(world.metrics, 'rejected_size')).toBe(2);
  expect(world.server.load.bytes).toBe(0);
});

test('a sender that reads nothing before it has sent all is answered, not cut off', async () => {
  world = await receiving();
  const length = 12 * SETTINGS.maxBodyBytes;
  const { socket, ended } = talk(world.port, '');
  const errors: Error[] = [];
  socket.on('error', (error) => errors.push(error)).pause();
  socket.write(`${HEAD}content-length: ${length}\r\n\r\n`);
  socket.write('x'.repeat(length), () => socket.resume());
  expect(await ended).toContain('413');
  expect(errors).toEqual([]);
});

test('a zip bomb is refused at the size limit, not unpacked', async () => {
  world = await receiving();
  const zeros = gzipSync(Buffer.alloc(32 * 1_048_576));
  const bomb = Buffer.concat(Array.from({ length: 30 }, () => zeros));
  expect(bomb.length).toBeLessThan(SETTINGS.maxBodyBytes);
  const before = process.memoryUsage().rss;
  for (let round = 0; round < 5; round++)
    expect((await post(world.port, bomb, { headers: GZIP })).status).toBe(413);
  // Unpacked it is a gigabyte.
  expect(process.memoryUsage().rss - before).toBeLessThan(300 * 1_048_576);
  expect(await results(world.metrics, 'rejected_size')).toBe(5);
});

test('JSON that would take hundreds of times its size in memory is refused, and the next report is taken', async () => {
  world = await receiving({ settings: { maxReportBytes: 67_108_864 } });
  const body = gzipSync(`[${'[],'.repeat(15_000_000)}[]]`);
  expect((await post(world.port, body, { headers: GZIP })).status).toBe(413);
  expect((await post(world.port, reportJson(hung()))).status).toBe(202);
});

test('a head that comes too slowly ends the connection', async () => {
  world = await receiving({ bounds: { headersMs: 300, requestMs: 300, checkEveryMs: 50 } });
  const { ended } = talk(world.port, HEAD);
  expect(await ended).toContain('408');
  await until(() => world.server.load.connections === 0, 'the number of connections');
});

test('a body that stops coming is answered 408, and its bytes are forgotten', async () => {
  world = await receiving({ idleMs: 200 });
  const { ended } = talk(world.port, `${HEAD}content-length: 1000\r\n\r\n{"schema"`);
  await until(() => world.server.load.bytes === 9, 'the number of bytes');
  expect(await ended).toContain('408');
  await until(() => world.server.load.connections === 0, 'the number of connections');
  expect(world.server.load.bytes).toBe(0);
});

test('a body that drips without a pause ends with the time for a whole request', async () => {
  world = await receiving({ bounds: { requestMs: 500, headersMs: 300, checkEveryMs: 50 } });
  const { socket, ended } = talk(world.port, `${HEAD}content-length: 100000\r\n\r\n`);
  const drip = setInterval(() => socket.write(' '), 20);
  expect(await ended).toContain('408');
  clearInterval(drip);
  await until(() => world.server.load.bytes === 0, 'the number of bytes');
});

test('beyond the bytes that all bodies may take, senders are asked to come again', async () => {
  world = await receiving({ settings: { maxBodyBytes: 1_000 } });
  const slow = Array.from({ length: 9 }, () =>
    talk(world.port, `${HEAD}content-length: 1000\r\n\r\n${'x'.repeat(880)}`),
  );
  await until(() => world.server.load.bytes === 7_920, 'the number of bytes');
  const answer = await post(world.port, 'x'.repeat(900));
  expect([answer.status, answer.headers['retry-after']]).toEqual([503, '1']);
  for (const { socket } of slow) socket.destroy();
  await until(() => world.server.load.bytes === 0, 'the number of bytes');
});

test('a pod that posts more than its share is asked to wait, and others are not', async () => {
  let uid = 'one';
  world = await receiving({
    settings: { reportsPerMinute: 3 },
    authenticate: () => Promise.resolve({ ...SENDER, uid }),
  });
  const report = reportJson({ ...exited(), pod: null });
  const statuses: number[] = [];
  for (let index = 0; index < 4; index++) statuses.push((await post(world.port, report)).status);
  expect(statuses).toEqual([202, 409, 409, 429]);
  const limited = await post(world.port, report);
  expect(Number(limited.headers['retry-after'])).toBeGreaterThan(0);
  expect(Number(limited.headers['retry-after'])).toBeLessThanOrEqual(20);
  uid = 'two';
  expect((await post(world.port, report)).status).toBe(409);
  expect(await results(world.metrics, 'rate_limited')).toBe(2);
});

test('other addresses, methods and kinds of body are refused by status', async () => {
  world = await receiving();
  const statusOf = async (change: Parameters<typeof post>[2]) =>
    (await post(world.port, '{}', change)).status;
  expect(await statusOf({ path: '/' })).toBe(404);
  expect(await statusOf({ path: '/v1/reports/x' })).toBe(404);
  expect(await statusOf({ method: 'PUT' })).toBe(405);
  expect(await statusOf({ headers: { 'content-type': 'text/plain' } })).toBe(415);
  expect(await statusOf({ headers: { 'content-encoding': 'br' } })).toBe(415);
  const get = await fetch(`${world.url}/v1/reports`);
  expect(get.status).toBe(405);
  expect(Object.keys((await get.json()) as object)).toEqual(['code', 'sentence', 'fix']);
});

test('a thousand wrong requests leave neither connections nor bytes, and few lines in the log', async () => {
  world = await receiving();
  const bodies = ['{', '[]', 'x'.repeat(2_000), Buffer.from([0x1f, 0x8b, 0])];
  const wrong = async (index: number) => {
    if (index % 5 === 0) return talk(world.port, `${HEAD}content-length: 50\r\n\r\n{`).socket.end();
    if (index % 7 === 0) return await talk(world.port, 'nonsense\r\n\r\n').ended;
    return await post(world.port, bodies[index % 4] ?? '', { headers: index % 4 === 3 ? GZIP : {} });
  };
  for (let batch = 0; batch < 20; batch++)
    await Promise.all(Array.from({ length: 50 }, (_, index) => wrong(50 * batch + index)));
  await until(() => world.server.load.connections === 0, 'the number of connections');
  expect(world.server.load).toEqual({ connections: 0, bytes: 0 });
  expect(world.logged.length).toBeLessThan(20);
  expect((await post(world.port, reportJson(hung()))).status).toBe(202);
});

test('one address cannot hold all connections', async () => {
  world = await receiving({ bounds: { maxConnections: 20, headersMs: 60_000, requestMs: 60_000 } });
  const held = Array.from({ length: 20 }, () => talk(world.port, 'POST'));
  await Promise.race(held.map(({ ended }) => ended));
  await until(() => world.server.load.connections <= 10, 'the number of connections');
  for (const { socket } of held) socket.destroy();
});
