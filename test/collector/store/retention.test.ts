import { randomBytes } from 'node:crypto';
import { expect } from '@jest/globals';
import { ANY_HANG } from '../../../src/collector/model/filter.ts';
import { withEachStore, withStore } from './each-store.ts';
import { ANY_REPORT, DAY, hung, incoming, T0 } from './incoming.ts';

const NOW = T0 + 30 * DAY;

withEachStore((storeTest) => {
  storeTest('Reports beyond the age go, and what they have added to a hang stays', async (bench) => {
    const store = await bench.fresh();
    await store.saveReport(hung({ id: 'old', podUid: 'a', receivedAtMs: T0 - 1 }));
    await store.saveReport(hung({ id: 'new', podUid: 'b', receivedAtMs: T0 }));
    expect(await store.retain({ keepDays: 30, keepReports: 100 }, NOW)).toEqual({ reports: 1, hangs: 0 });
    expect((await store.listReports(ANY_REPORT)).map(({ id }) => id)).toEqual(['new']);
    expect(await store.readReport('old')).toBeNull();
    expect(await store.listHangs(ANY_HANG, NOW)).toMatchObject([{ pods: 2, occurrences: 2 }]);
  });

  storeTest(
    'Of too many reports the oldest go, and a late revision of one is not counted again',
    async (bench) => {
      const store = await bench.fresh();
      await Promise.all(
        Array.from({ length: 700 }, (_, index) =>
          store.saveReport(hung({ id: `r${index}`, podUid: `p${index}`, receivedAtMs: T0 + index })),
        ),
      );
      expect(await store.retain({ keepDays: 30, keepReports: 100 }, T0)).toEqual({ reports: 600, hangs: 0 });
      expect((await store.size()).reports).toBe(100);
      expect((await store.listReports(ANY_REPORT)).at(-1)?.id).toBe('r600');
      const late = hung({ id: 'r650', podUid: 'p650', revision: 9, receivedAtMs: T0 });
      expect(await store.saveReport(late)).toEqual({ result: 'accepted', settled: null });
      const gone = hung({ id: 'r599', podUid: 'p599', revision: 9, receivedAtMs: T0 });
      expect(await store.saveReport(gone)).toEqual({ result: 'accepted', settled: null });
      expect(await store.listHangs(ANY_HANG, T0)).toMatchObject([{ occurrences: 700, pods: 700 }]);
    },
  );

  storeTest('A hang that was not seen for so long goes with all that is known of it', async (bench) => {
    const store = await bench.fresh();
    await store.saveReport(hung({ id: 'a', podUid: 'a', fingerprint: 'aaaaaa', receivedAtMs: T0 - 1 }));
    await store.saveReport(hung({ id: 'b', podUid: 'b', fingerprint: 'bbbbbb', receivedAtMs: T0 }));
    expect(await store.retain({ keepDays: 30, keepReports: 100 }, NOW)).toEqual({ reports: 1, hangs: 1 });
    expect((await store.hangObjects(10)).map(({ fingerprint }) => fingerprint)).toEqual(['bbbbbb']);
    expect((await store.overview(0)).terminations).toBe(1);
    // Seen again, it is a new one.
    await store.saveReport(hung({ id: 'c', podUid: 'c', fingerprint: 'aaaaaa', receivedAtMs: NOW }));
    expect(await store.readHang('aaaaaa', NOW)).toMatchObject({ occurrences: 1, firstSeenMs: NOW });
  });

  storeTest('What nobody has counted yet is not deleted', async (bench) => {
    const store = await bench.fresh();
    await store.saveReport(incoming());
    await store.retain({ keepDays: 1, keepReports: 1 }, NOW);
    expect(await store.settleOverdue(NOW, 0)).toMatchObject([{ outcome: 'hung' }]);
  });
});

withStore('sqlite', (storeTest) => {
  storeTest('The file becomes smaller, and reports are taken meanwhile', async (bench) => {
    const store = await bench.fresh();
    const large = (index: number) => ({
      ...hung({ id: `r${index}`, podUid: `p${index}` }),
      document: randomBytes(20_000),
    });
    await Promise.all(Array.from({ length: 600 }, (_, index) => store.saveReport(large(index))));
    const before = (await store.size()).bytes;
    expect(before).toBeGreaterThan(600 * 20_000);
    const order: string[] = [];
    const retained = store.retain({ keepDays: 30, keepReports: 1 }, T0).then(() => order.push('retained'));
    const saved = store.saveReport(large(1_000)).then(() => order.push('saved'));
    await Promise.all([retained, saved]);
    expect(order).toEqual(['saved', 'retained']);
    expect((await store.size()).bytes).toBeLessThan(before / 10);
  });
});
