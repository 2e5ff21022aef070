/** All channels at once, as a pod has them: the log, the message, the volume and the collector. */
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { DeliveryFailure } from '../../src/delivery/channel.ts';
import { LineOutput } from '../../src/delivery/line-output.ts';
import { openCollector, openDeliveries } from '../../src/delivery/open.ts';
import { crowded, hung } from './support/reports.ts';
import type { Collector } from './support/server.ts';
import { answers, collector, sockets } from './support/server.ts';

let folder: string;
let log: number;
let server: Collector | null = null;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'straggler-open-'));
  log = openSync(join(folder, 'log'), 'a');
  writeFileSync(join(folder, 'message'), '');
});
afterEach(async () => {
  await server?.close();
  server = null;
  closeSync(log);
  rmSync(folder, { recursive: true });
});

const read = (name: string) => readFileSync(join(folder, name), 'utf8');

async function open(url: string | null, directory = folder) {
  const settings = {
    collector: url === null ? null : { url, tokenFile: null, caFile: null },
    directory,
    terminationMessageFile: join(folder, 'message'),
  };
  const told: DeliveryFailure[] = [];
  const output = await LineOutput.open(log);
  const channel = await openCollector(settings, '1.2.3');
  const deliveries = openDeliveries(settings, { output, collector: channel, log: (one) => told.push(one) });
  return { told, deliveries };
}

test('the last revision of every report is everywhere in the end', async () => {
  server = await collector();
  const { deliveries, told } = await open(server.url);
  const other = { ...crowded(300, { container: 'worker' }), id: '01JDB4Z0R0000000000000000B' };
  for (const revision of [1, 2, 3]) {
    deliveries.offer(hung({ revision, complete: revision === 3 }));
    deliveries.offer({ ...other, revision });
  }
  expect(await deliveries.finish(10_000)).toEqual([]);
  expect(told).toEqual([]);
  for (const name of ['app', 'worker']) expect(JSON.parse(read(`${name}.json`)).revision).toBe(3);
  expect(read('message')).toMatch(/^app: .*\nworker: .*$/);
  const lines = read('log')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(lines.at(-1)).toMatchObject({ event: 'part', container: 'worker', revision: 3 });
  const bodies = server.got.map(({ body }) => JSON.parse(body));
  for (const container of ['app', 'worker'])
    expect(bodies.filter(({ target }) => target.container === container).at(-1).revision).toBe(3);
});

test('with every channel ill but one, that one has the report, and each failure its sentence', async () => {
  server = await sockets(() => undefined);
  const { deliveries } = await open(server.url, join(folder, 'no-such-folder'));
  rmSync(join(folder, 'message'));
  deliveries.offer(hung());
  const begun = performance.now();
  const failures = await deliveries.finish(800);
  expect(performance.now() - begun).toBeLessThan(1_000);
  expect(failures.map(({ code }) => code)).toEqual([
    'no-termination-message',
    'no-report-file',
    'collector-silent',
  ]);
  for (const { sentence, fix } of failures)
    for (const text of [sentence, fix]) expect(text).toMatch(/\.$|\)$/);
  expect(JSON.parse(read('log')).report.revision).toBe(4);
});

test('without a collector nothing is sent, and nothing missed', async () => {
  server = await collector(answers(500));
  const { deliveries } = await open(null);
  deliveries.offer(hung());
  expect(await deliveries.finish(1_000)).toEqual([]);
  expect(server.got).toEqual([]);
});
