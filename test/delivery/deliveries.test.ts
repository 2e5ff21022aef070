import { expect, test } from '@jest/globals';
import type { Channel, DeliveryFailure, Share } from '../../src/delivery/channel.ts';
import { DeliveryError } from '../../src/delivery/channel.ts';
import { Deliveries } from '../../src/delivery/deliveries.ts';
import type { Report } from '../../src/report/report.ts';
import { until } from '../support/processes.ts';
import { hung } from './support/reports.ts';

type Deliver = (report: Report, share: Share) => Promise<void>;

/** Keeps what it was given, and does with it what the test says. */
class Probe implements Channel {
  readonly name: Channel['name'];
  readonly seen: string[] = [];
  readonly #deliver: Deliver;

  constructor(deliver: Deliver = () => Promise.resolve(), name: Channel['name'] = 'collector') {
    this.#deliver = deliver;
    this.name = name;
  }

  deliver(report: Report, share: Share): Promise<void> {
    this.seen.push(`${report.id} ${report.revision}${share.last ? ' last' : ''}`);
    return this.#deliver(report, share);
  }
}

const never = () => new Promise<never>(() => undefined);
const refuse = () =>
  Promise.reject(new DeliveryError({ code: 'refused', sentence: 'It said no.', fix: 'Ask again.' }));
const revision = (number: number, id = 'a') => ({ ...hung(), id, revision: number });

function deliveries(channels: Channel[], revisionLimitMs = 5_000) {
  const told: DeliveryFailure[] = [];
  const log = (failure: DeliveryFailure) => told.push(failure);
  return { told, all: new Deliveries(channels, { log, revisionLimitMs }) };
}

test('a revision is with every channel before offer returns', () => {
  const probes = [new Probe(undefined, 'stdout'), new Probe(undefined, 'directory')];
  deliveries(probes).all.offer(revision(1));
  for (const { seen } of probes) expect(seen).toEqual(['a 1']);
});

test('while a revision is on its way, only the newest of those that come waits for it', async () => {
  let release: () => void = () => undefined;
  const first = new Promise<void>((done) => {
    release = done;
  });
  const probe = new Probe(({ revision }) => (revision === 1 ? first : Promise.resolve()));
  const { all } = deliveries([probe]);
  for (const number of [1, 2, 3, 4]) all.offer(revision(number));
  release();
  await until(() => probe.seen.length === 2, 'the next revision');
  expect(probe.seen).toEqual(['a 1', 'a 4']);
});

test('a revision that is not newer than what was offered before is ignored', async () => {
  const probe = new Probe();
  const { all } = deliveries([probe]);
  for (const number of [2, 1, 2]) {
    all.offer(revision(number));
    await new Promise(setImmediate);
  }
  expect(await all.finish(1_000)).toEqual([]);
  expect(probe.seen).toEqual(['a 2', 'a 2 last']);
});

test('no report waits for another report, and no channel for another channel', async () => {
  const stuck = new Probe(({ id }) => (id === 'a' ? never() : Promise.resolve()));
  const quick = new Probe(undefined, 'stdout');
  const { all } = deliveries([stuck, quick]);
  all.offer(revision(1));
  all.offer(revision(1, 'b'));
  await until(() => stuck.seen.length === 2 && quick.seen.length === 2, 'all four');
  const begun = performance.now();
  const failures = await all.finish(300);
  expect(performance.now() - begun).toBeLessThan(1_500);
  expect(stuck.seen).toEqual(['a 1', 'b 1', 'a 1 last', 'b 1 last']);
  expect(quick.seen).toEqual(['a 1', 'b 1', 'a 1 last', 'b 1 last']);
  expect(failures).toMatchObject([
    { channel: 'collector', reportId: 'a', container: 'app', code: 'delivery-too-slow' },
  ]);
});

test('a delivery that hangs is given up after its time, and the newest revision goes next', async () => {
  let aborted = false;
  const probe = new Probe((report, { signal }) => {
    signal.addEventListener('abort', () => {
      aborted = true;
    });
    return report.revision === 1 ? never() : Promise.resolve();
  });
  const { all, told } = deliveries([probe], 200);
  all.offer(revision(1));
  all.offer(revision(2));
  await until(() => probe.seen.length === 2, 'the second revision');
  expect(aborted).toBe(true);
  expect(told).toMatchObject([{ code: 'delivery-too-slow' }]);
});

test('at the end what is on its way makes room for the last revision at once, and is no failure', async () => {
  let aborted = false;
  const probe = new Probe((_, { last, signal }) => {
    signal.addEventListener('abort', () => {
      aborted = !last;
    });
    return last ? new Promise((done) => setTimeout(done, 50)) : never();
  });
  const { all, told } = deliveries([probe]);
  all.offer(revision(1));
  all.offer(revision(2));
  const begun = performance.now();
  const ending = all.finish(5_000);
  expect(aborted).toBe(true);
  expect(await ending).toEqual([]);
  expect(performance.now() - begun).toBeLessThan(1_000);
  expect(probe.seen).toEqual(['a 1', 'a 2 last']);
  expect(told).toEqual([]);
});

test.each<[string, Deliver]>([
  ['refuses', refuse],
  [
    'throws',
    () => {
      throw new DeliveryError({ code: 'refused', sentence: 'It said no.', fix: 'Ask again.' });
    },
  ],
])(
  'a channel that %s fails alone, is told of once, and its last word is in the result',
  async (_, deliver) => {
    const good = new Probe(undefined, 'stdout');
    const { all, told } = deliveries([new Probe(deliver), good]);
    for (const number of [1, 2, 3]) {
      all.offer(revision(number));
      await until(() => good.seen.length === number, 'the other channel');
    }
    const failure = {
      channel: 'collector',
      reportId: 'a',
      container: 'app',
      code: 'refused',
      sentence: 'It said no.',
      fix: 'Ask again.',
    };
    expect(await all.finish(1_000)).toEqual([failure]);
    expect(told).toEqual([failure]);
  },
);

test('what a channel lets escape is one harmless line', async () => {
  const { all } = deliveries([new Probe(() => Promise.reject(new Error('a\x1b[2J\nb')))]);
  all.offer(revision(1));
  expect(await all.finish(500)).toMatchObject([{ code: 'delivery-failed', sentence: 'a\\x1b[2J\\nb' }]);
});

test('one who cannot be told keeps no report back', async () => {
  const probe = new Probe(refuse);
  const log = () => {
    throw new Error('no log');
  };
  const all = new Deliveries([probe], { log });
  all.offer(revision(1));
  await until(() => probe.seen.length === 1, 'the first');
  all.offer(revision(2));
  await until(() => probe.seen.length === 2, 'the second');
});

test('nothing offered is nothing to end', async () => {
  const probe = new Probe();
  expect(await deliveries([probe]).all.finish(500)).toEqual([]);
  expect(probe.seen).toEqual([]);
});

test('what is seen after the last words, such as the kill, is delivered like what came before', async () => {
  const probe = new Probe();
  const { all } = deliveries([probe]);
  all.offer(revision(1));
  const settling = all.settle(500);
  all.offer(revision(2));
  expect(await settling).toEqual([]);
  await until(() => probe.seen.length === 3, 'what came meanwhile');
  all.offer(revision(3));
  expect(await all.finish(500)).toEqual([]);
  expect(probe.seen).toEqual(['a 1', 'a 1 last', 'a 2', 'a 3', 'a 3 last']);
});

test('after the end nothing is taken, and to end twice is to end once', async () => {
  const probe = new Probe();
  const { all } = deliveries([probe]);
  all.offer(revision(1));
  await Promise.all([all.finish(500), all.finish(500)]);
  all.offer(revision(2));
  expect(probe.seen).toEqual(['a 1', 'a 1 last']);
});
