import { afterEach, expect, test } from '@jest/globals';
import { ListenError } from '../../../src/collector/listen.ts';
import { MetricsServer } from '../../../src/collector/receive/metrics-server.ts';
import { createCollectorMetrics } from '../../../src/metrics/collector.ts';

let server: MetricsServer | null = null;
afterEach(() => server?.stop());

async function serve(ping: () => Promise<void>, port = 0) {
  const metrics = createCollectorMetrics({ version: '1.2.3', causes: [], maxSeries: 10 });
  const one = new MetricsServer({
    address: { host: '127.0.0.1', port },
    metrics,
    store: { ping },
    pingLimitMs: 100,
  });
  const started = await one.start();
  server = one;
  const statusOf = async (path: string) => (await fetch(`http://127.0.0.1:${started.port}${path}`)).status;
  return { ...started, statusOf };
}

test('health, readiness and metrics are served, and nothing else', async () => {
  const { port, statusOf } = await serve(() => Promise.resolve());
  expect(await statusOf('/healthz')).toBe(200);
  expect(await statusOf('/readyz')).toBe(200);
  expect(await statusOf('/else')).toBe(404);
  const answer = await fetch(`http://127.0.0.1:${port}/metrics`);
  expect(answer.headers.get('content-type')).toContain('text/plain; version=0.0.4');
  expect(await answer.text()).toContain('straggler_build_info{version="1.2.3"} 1');
  expect((await fetch(`http://127.0.0.1:${port}/metrics`, { method: 'POST' })).status).toBe(405);
});

test('it is not ready while the store fails, or does not answer, and is still alive', async () => {
  let ping = () => Promise.reject(new Error('down'));
  const { statusOf } = await serve(() => ping());
  expect(await statusOf('/readyz')).toBe(503);
  ping = () => new Promise(() => undefined);
  expect(await statusOf('/readyz')).toBe(503);
  expect(await statusOf('/healthz')).toBe(200);
});

test('a port that is taken is said as something to mend', async () => {
  const { port } = await serve(() => Promise.resolve());
  const second = new MetricsServer({
    address: { host: '127.0.0.1', port },
    metrics: createCollectorMetrics({ version: '', causes: [], maxSeries: 1 }),
    store: { ping: () => Promise.resolve() },
  });
  await expect(second.start()).rejects.toThrow(ListenError);
});
