import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from '@jest/globals';
import { startServer } from '../../../src/commands/sidecar/resident-server.ts';
import { createSidecarMetrics } from '../../../src/metrics/sidecar.ts';

let server: Server | null = null;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

async function serve(part: { isReady?: () => boolean } = {}) {
  const hooks: [boolean, number | null][] = [];
  const metrics = createSidecarMetrics({ version: '1.2.3', mode: 'resident', profile: 'same-uid' });
  server = await startServer({
    port: 0,
    metrics,
    isReady: part.isReady ?? (() => true),
    prestop: (isLocal, beganMs) => hooks.push([isLocal, beganMs]),
  });
  const { port } = server.address() as AddressInfo;
  const get = (path: string) => fetch(`http://127.0.0.1:${port}${path}`);
  return { get, hooks, metrics };
}

test('health is served from the start, readiness after the preflight', async () => {
  let isReady = false;
  const { get } = await serve({ isReady: () => isReady });
  expect((await get('/healthz')).status).toBe(200);
  expect((await get('/readyz')).status).toBe(503);
  isReady = true;
  expect((await get('/readyz')).status).toBe(200);
  expect((await get('/else')).status).toBe(404);
});

test('the metrics say whether the target can be read, under the names of the docs', async () => {
  const { get, metrics } = await serve();
  metrics.setTarget({ readable: true, pythons: 3 });
  const text = await (await get('/metrics')).text();
  expect(text).toContain('straggler_target_readable 1');
  expect(text).toContain('straggler_target_pythons 3');
  expect(text).toContain('straggler_sidecar_info{version="1.2.3",mode="resident",profile="same-uid"} 1');
  metrics.setTarget({ readable: false, pythons: 0 });
  expect(await (await get('/metrics')).text()).toContain('straggler_target_readable 0');
});

test('the hook begins a watch, with the time at which it was started where that is credible', async () => {
  const { get, hooks } = await serve();
  const beganMs = Date.now() - 120;
  expect((await get(`/prestop?began=${beganMs}`)).status).toBe(200);
  for (const wrong of ['', '?began=x', '?began=1', `?began=${Date.now() + 60_000}`])
    await get(`/prestop${wrong}`);
  expect(hooks).toEqual([
    [true, beganMs],
    [true, null],
    [true, null],
    [true, null],
    [true, null],
  ]);
});

test('a port that is taken is an error that names it, and the setting to change', async () => {
  await serve();
  const { port } = server!.address() as AddressInfo;
  const second = {
    port,
    metrics: createSidecarMetrics({ version: '', mode: '', profile: '' }),
    isReady: () => true,
    prestop: () => undefined,
  };
  await expect(startServer(second)).rejects.toThrow(
    `port ${port} is taken by another container of the pod: set another one (STRAGGLER_PORT`,
  );
});
