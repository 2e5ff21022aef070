import { afterEach, expect, test } from '@jest/globals';
import type { PodHello } from '../../../src/delivery/channels/collector.ts';
import { CollectorChannel } from '../../../src/delivery/channels/collector.ts';
import { CollectorClient } from '../../../src/delivery/collector/client.ts';
import { parseReport } from '../../../src/report/parse.ts';
import { crowded, hung, POD } from '../support/reports.ts';
import type { Collector } from '../support/server.ts';
import { answers, collector } from '../support/server.ts';

let server: Collector | null = null;
afterEach(async () => {
  await server?.close();
  server = null;
});

function channelTo({ url }: Collector): CollectorChannel {
  return new CollectorChannel(new CollectorClient({ url, tokenFile: null, caFile: null }, '1.2.3'));
}

const share = (last: boolean, limitMs = 5_000) => ({ last, limitMs, signal: new AbortController().signal });

/** "abridged 1", "whole 1" */
const received = () =>
  server?.got.map(({ headers, body }) => {
    const form = headers['x-straggler-abridged'] === 'true' ? 'abridged' : 'whole';
    return `${form} ${parseReport(body).revision}`;
  });

test('a small report goes once, whole', async () => {
  server = await collector();
  const channel = channelTo(server);
  await channel.deliver(hung({ revision: 1 }), share(false));
  await channel.deliver(hung({ revision: 1 }), share(true));
  expect(received()).toEqual(['whole 1']);
  expect(server.got[0]?.headers['content-encoding']).toBeUndefined();
});

test('of a large one each revision goes abridged, and the last one whole as well', async () => {
  server = await collector();
  const channel = channelTo(server);
  for (const revision of [1, 2, 3]) await channel.deliver(crowded(500, { revision }), share(revision === 3));
  await channel.deliver(crowded(500, { revision: 3 }), share(true));
  expect(received()).toEqual(['abridged 1', 'abridged 2', 'abridged 3', 'whole 3']);
});

test('what the collector has accepted of the last revision is not sent again', async () => {
  server = await collector();
  const channel = channelTo(server);
  await channel.deliver(crowded(500, { revision: 1 }), share(false));
  await channel.deliver(crowded(500, { revision: 1 }), share(true));
  expect(received()).toEqual(['abridged 1', 'whole 1']);
});

test('a whole report is compressed, and reads as what it was', async () => {
  server = await collector();
  const report = crowded(3_000);
  await channelTo(server).deliver(report, share(true));
  const [small, whole] = server.got;
  expect(Number(small?.headers['content-length'])).toBeLessThanOrEqual(16 * 1_024);
  expect(whole?.headers['content-encoding']).toBe('gzip');
  expect(Number(whole?.headers['content-length'])).toBeLessThan(whole!.body.length / 5);
  expect(JSON.parse(whole!.body)).toEqual(JSON.parse(JSON.stringify(report)));
});

test('a revision that did not arrive is tried again at the end', async () => {
  server = await collector(answers(400, 202));
  const channel = channelTo(server);
  await expect(channel.deliver(hung(), share(false))).rejects.toMatchObject({
    code: 'collector-refused-report',
  });
  await channel.deliver(hung(), share(true));
  expect(server.got).toHaveLength(2);
});

test('a whole report that is too large for a proxy leaves the abridged one, and that is said', async () => {
  server = await collector(answers(202, 413));
  const delivering = channelTo(server).deliver(crowded(500), share(true));
  await expect(delivering).rejects.toMatchObject({
    code: 'collector-refused-size',
    message: expect.stringContaining('The abridged report was accepted'),
  });
});

test('the end of the time counts for both together', async () => {
  server = await collector(answers(500));
  const begun = performance.now();
  await expect(channelTo(server).deliver(crowded(500), share(true, 700))).rejects.toThrow('500');
  expect(performance.now() - begun).toBeLessThan(1_000);
});

test('a pod says hello', async () => {
  server = await collector();
  const hello: PodHello = {
    schema: 'straggler.pod/v1',
    pod: POD,
    containers: ['app'],
    profile: 'same-uid',
    mode: 'standby',
    version: '1.2.3',
    readable: false,
    limits: [{ code: 'yama', sentence: 'A name with \x1b[2J.', fix: '' }],
  };
  await channelTo(server).hello(hello, share(false));
  expect(server.got[0]?.url).toBe('/v1/pods');
  expect(server.got[0]?.body).not.toContain('\x1b');
  expect(JSON.parse(server.got[0]!.body)).toEqual(hello);
});
