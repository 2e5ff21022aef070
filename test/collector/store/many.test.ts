import { DatabaseSync } from 'node:sqlite';
import { expect } from '@jest/globals';
import type { ReportFilter } from '../../../src/collector/model/filter.ts';
import { ANY_HANG } from '../../../src/collector/model/filter.ts';
import { Sqlite } from '../../../src/collector/store/database/sqlite/sqlite.ts';
import { reportsQuery } from '../../../src/collector/store/read/reports.ts';
import type { Store } from '../../../src/collector/store/store.ts';
import { withEachStore, withStore } from './each-store.ts';
import { ANY_REPORT, DAY, exited, FINGERPRINT, hung, T0 } from './incoming.ts';

const FEW = 500;
const MANY = 20_000;
const AT_ONCE = 200;
const TRIES = 7;

/** Of 40 workloads with 50 hangs, over two weeks. */
async function save(store: Store, from: number, to: number): Promise<void> {
  let next = from;
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (let number = next++; number < to; number = next++) {
        const given = {
          id: `report-${number}`,
          podUid: `pod-${number}`,
          namespace: `team-${number % 8}`,
          workload: { kind: 'Deployment', name: `service-${number % 40}` },
          fingerprint: `${(number % 50).toString(16).padStart(6, '0')}aaaaaaaaaa`,
          receivedAtMs: T0 - 13 * DAY + Math.floor((number * 13 * DAY) / MANY),
        };
        await store.saveReport(number % 5 === 0 ? exited(given) : hung(given));
      }
    }),
  );
}

async function fastestMs(read: () => Promise<unknown>): Promise<number> {
  let fastest = Number.POSITIVE_INFINITY;
  for (let tries = 0; tries < TRIES; tries += 1) {
    const from = performance.now();
    await read();
    fastest = Math.min(fastest, performance.now() - from);
  }
  return fastest;
}

withEachStore((storeTest) => {
  storeTest(
    'Lists do not take longer with forty times as many reports',
    async (bench) => {
      const store = await bench.fresh();
      const lists = {
        hangs: () => store.listHangs(ANY_HANG, T0),
        hang: () => store.readHang(`000001${'a'.repeat(10)}`, T0),
        reports: () => store.listReports(ANY_REPORT),
        'reports of a workload': () => store.listReports({ ...ANY_REPORT, workload: 'service-7' }),
        'reports of a hang': () =>
          store.listReports({ ...ANY_REPORT, fingerprint: `000001${'a'.repeat(10)}` }),
        objects: () => store.hangObjects(100),
      };
      await save(store, 0, FEW);
      const few = new Map<string, number>();
      for (const [name, list] of Object.entries(lists)) few.set(name, await fastestMs(list));
      const from = performance.now();
      await save(store, FEW, MANY);
      const perSecond = Math.round((1_000 * (MANY - FEW)) / (performance.now() - from));
      const lines = [`${bench.kind}: ${perSecond} reports saved a second`];
      for (const [name, list] of Object.entries(lists)) {
        const before = few.get(name) ?? 0;
        const after = await fastestMs(list);
        lines.push(`  ${name}: ${before.toFixed(1)} ms of ${FEW} reports, ${after.toFixed(1)} ms of ${MANY}`);
        // A scan would take forty times as long; below a millisecond it is noise.
        expect({ name, isLonger: after > 10 * Math.max(before, 1) }).toEqual({ name, isLonger: false });
      }
      process.stdout.write(`${lines.join('\n')}\n`);
    },
    180_000,
  );
});

withStore('sqlite', (storeTest) => {
  storeTest('Each filter of the list of reports is answered in order from an index', async (bench) => {
    const settings = await bench.settings();
    if (settings.kind !== 'sqlite') throw new Error('not SQLite');
    await (await bench.open(settings)).stop();
    const sqlite = new Sqlite(settings.path);
    const { reader } = await sqlite.open();
    const database = new DatabaseSync(settings.path);
    const filters: Partial<ReportFilter>[] = [
      {},
      { namespace: 'shop' },
      { workload: 'orders' },
      { namespace: 'shop', workload: 'orders' },
      { cause: 'thread' },
      { outcome: 'hung' },
      { fingerprint: FINGERPRINT, sinceMs: T0 },
      { outcome: 'hung', before: { receivedAtMs: T0, id: 'a' } },
    ];
    for (const filter of filters) {
      const { sql, parameters } = reportsQuery(reader, { ...ANY_REPORT, ...filter }).compile();
      const plan = database.prepare(`explain query plan ${sql}`).all(...(parameters as string[]));
      const steps = plan.map(({ detail }) => String(detail)).join('; ');
      expect(steps).toMatch(/^(SEARCH|SCAN) reports USING INDEX reports_by_\w+( \(.*\))?$/);
    }
    database.close();
    await sqlite.close();
  });
});
