import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { ANY_HANG } from '../../../src/collector/model/filter.ts';
import type { Store } from '../../../src/collector/store/store.ts';
import { findPostgresql } from '../../support/postgresql.ts';
import { STORE_KINDS, StoreBench, withEachStore } from './each-store.ts';
import { ANY_REPORT, DAY, ending, exited, hung, incoming, T0 } from './incoming.ts';

async function fill(store: Store): Promise<void> {
  for (let index = 0; index < 120; index += 1)
    await store.saveReport(
      hung({ id: `r${index}`, podUid: `p${index}`, receivedAtMs: T0 + (index % 7) * DAY }),
    );
  await store.saveReport(exited({ id: 'well', podUid: 'well' }));
  await store.saveReport(incoming({ id: 'under way', podUid: 'way' }));
  await store.saveEnding(ending({ podUid: 'ended' }));
}

async function* linesOf(lines: readonly string[]): AsyncGenerator<string> {
  yield* lines;
}

async function seen(store: Store) {
  return {
    hangs: await store.listHangs(ANY_HANG, T0 + 7 * DAY),
    hang: await store.readHang(hung().summary.fingerprint ?? '', T0 + 7 * DAY),
    reports: (await store.listReports({ ...ANY_REPORT, limit: 500 })).filter(({ complete }) => complete),
    document: Buffer.from((await store.readReport('r7'))?.document ?? []).toString('base64'),
    series: await store.seriesKeys(),
  };
}

const kinds = STORE_KINDS.filter((kind) => kind === 'sqlite' || findPostgresql() !== null);

for (const from of kinds)
  for (const to of kinds)
    describe(`from ${from} to ${to}`, () => {
      const benches = [new StoreBench(from), new StoreBench(to)] as const;
      beforeAll(async () => {
        for (const bench of benches) await bench.start();
      }, 60_000);
      afterEach(async () => {
        for (const bench of benches) await bench.closeAll();
      });
      afterAll(async () => {
        for (const bench of benches) await bench.stop();
      });

      test('What is exported and imported looks the same, also twice, and is not counted or told of', async () => {
        const source = await benches[0].fresh();
        await fill(source);
        const lines: string[] = [];
        for await (const line of source.exportLines()) lines.push(line);
        const target = await benches[1].fresh();
        expect(await target.importLines(linesOf(lines))).toEqual({ reports: 122, skipped: 0 });
        expect(await seen(target)).toMatchObject(await seen(source));
        expect(await target.importLines(linesOf(lines))).toEqual({ reports: 0, skipped: 122 });
        expect(await seen(target)).toMatchObject(await seen(source));
        expect(await target.newHangs(10)).toEqual([]);
        expect(await target.settleOverdue(T0 + 90 * DAY, 0)).toEqual([]);
        expect((await target.saveReport(hung({ id: 'r7', podUid: 'p7', revision: 9 }))).settled).toBeNull();
      });
    });

withEachStore((storeTest) => {
  storeTest(
    'What is no export, or of a newer version, is refused with the number of the line',
    async (bench) => {
      const store = await bench.fresh();
      const first = '{"schema":"straggler.export/v1","form":1}';
      const refused = async (...lines: string[]) =>
        await expect(store.importLines(linesOf(lines))).rejects.toMatchObject({
          message: expect.stringContaining(`Line ${lines.length} `),
          code: 'refused',
          isTransient: false,
        });
      await expect(store.importLines(linesOf([]))).rejects.toMatchObject({ code: 'refused' });
      await refused('{}');
      await refused('PK\u0003');
      await refused(first, 'null');
      await refused(first, '{"table":"leases","row":{}}');
      await expect(
        store.importLines(linesOf(['{"schema":"straggler.export/v1","form":999}'])),
      ).rejects.toMatchObject({ code: 'wrong-version' });
      const columns =
        '{"table":"hang_days","row":{"place_id":"a","day":1,"occurrences":1,"x\\"; drop table":1}}';
      await expect(store.importLines(linesOf([first, columns]))).rejects.toMatchObject({ code: 'refused' });
      await store.ping();
    },
  );
});
