import { expect } from '@jest/globals';
import { withEachStore } from './each-store.ts';
import { ANY_REPORT, DAY, ending, exited, hung, incoming, SECOND, T0 } from './incoming.ts';

const GRACE = 30 * SECOND;
const SETTLE_AFTER = 15 * SECOND;

withEachStore((storeTest) => {
  storeTest(
    'A report whose end never comes is settled once its deadline is past, and only once',
    async (bench) => {
      const store = await bench.fresh();
      await store.saveReport(incoming({ receivedAtMs: T0 + 250 }));
      expect(await store.settleOverdue(T0 + GRACE + SETTLE_AFTER - 1, SETTLE_AFTER)).toEqual([]);
      const settled = await store.settleOverdue(T0 + GRACE + SETTLE_AFTER, SETTLE_AFTER);
      expect(settled).toMatchObject([{ outcome: 'hung', durationSeconds: 30, cause: 'cancel-swallowed' }]);
      expect(await store.settleOverdue(T0 + DAY, SETTLE_AFTER)).toEqual([]);
      expect((await store.readReport('01REPORT'))?.summary.settled).toBe(true);
      expect(await store.saveReport(hung())).toEqual({ result: 'accepted', settled: null });
      expect(await store.listHangs(ANY_REPORT, T0)).toHaveLength(1);
    },
  );

  storeTest('A sender whose clock is a day off is settled neither early nor late', async (bench) => {
    const store = await bench.fresh();
    for (const [id, skew] of [
      ['ahead', DAY],
      ['behind', -DAY],
    ] as const)
      await store.saveReport(
        incoming({
          id,
          podUid: id,
          startedAtMs: T0 + skew,
          deadlineAtMs: T0 + skew + GRACE,
          receivedAtMs: T0 + 250,
        }),
      );
    expect(await store.settleOverdue(T0 + GRACE - 1, 0)).toEqual([]);
    expect(await store.settleOverdue(T0 + GRACE, 0)).toHaveLength(2);
  });

  storeTest('A termination under way is no hang yet, though its report says hung', async (bench) => {
    const store = await bench.fresh();
    await store.saveReport(incoming());
    expect(await store.listHangs(ANY_REPORT, T0)).toEqual([]);
    expect(await store.newHangs(10)).toEqual([]);
    expect(await store.saveReport(exited())).toMatchObject({ settled: { outcome: 'exited', cause: null } });
    expect(await store.listHangs(ANY_REPORT, T0)).toEqual([]);
  });

  storeTest('An ending without a report counts by itself after a while, and only once', async (bench) => {
    let now = T0 + GRACE;
    const store = await bench.fresh({ clock: () => now });
    await store.saveEnding(ending());
    await store.saveEnding(ending());
    expect(await store.settleOverdue(T0 + GRACE + SETTLE_AFTER - 1, SETTLE_AFTER)).toEqual([]);
    expect(await store.settleOverdue(T0 + GRACE + SETTLE_AFTER, SETTLE_AFTER)).toEqual([
      {
        key: ending().key,
        outcome: 'hung',
        durationSeconds: 30,
        graceSeconds: 30,
        cause: 'unknown',
        source: 'pod-watch',
      },
    ]);
    // A collector that has started again hears of it again.
    now = T0 + DAY;
    await store.saveEnding(ending());
    expect(await store.settleOverdue(T0 + 2 * DAY, 0)).toEqual([]);
  });

  storeTest(
    'A report that comes after its ending was counted is a hang, and is not counted again',
    async (bench) => {
      const store = await bench.fresh({ clock: () => T0 + GRACE });
      await store.saveEnding(ending());
      expect(await store.settleOverdue(T0 + DAY, 0)).toHaveLength(1);
      expect(await store.saveReport(hung())).toEqual({ result: 'accepted', settled: null });
      expect(await store.listHangs(ANY_REPORT, T0 + DAY)).toMatchObject([{ occurrences: 1 }]);
      expect((await store.overview(T0)).terminations).toBe(1);
    },
  );

  storeTest('A report that comes between its ending and the count is the one that counts', async (bench) => {
    const store = await bench.fresh({ clock: () => T0 + GRACE });
    await store.saveEnding(ending());
    const { settled } = await store.saveReport(hung());
    expect(settled).toMatchObject({ source: 'report', cause: 'cancel-swallowed' });
    expect(await store.settleOverdue(T0 + DAY, 0)).toEqual([]);
  });

  storeTest('An exit before the deadline corrects what the report feared', async (bench) => {
    const store = await bench.fresh({ clock: () => T0 + GRACE });
    const quick = { reason: 'exit', exitCode: 0, endedAtMs: T0 + 4 * SECOND } as const;
    const slow = { reason: 'exit', exitCode: 0, endedAtMs: T0 + 25 * SECOND } as const;
    await store.saveReport(incoming({ id: 'quick', podUid: 'quick' }));
    await store.saveEnding(ending({ podUid: 'quick', ...quick }));
    await store.saveEnding(ending({ podUid: 'slow', ...slow }));
    await store.saveReport(incoming({ id: 'slow', podUid: 'slow' }));
    expect((await store.readReport('quick'))?.summary).toMatchObject({
      outcome: 'exited',
      durationSeconds: 4,
      settled: false,
    });
    expect((await store.readReport('slow'))?.summary.outcome).toBe('slow');
    const settled = await store.settleOverdue(T0 + GRACE, 0);
    expect(settled.map(({ outcome, source }) => [outcome, source]).sort()).toEqual([
      ['exited', 'report'],
      ['slow', 'report'],
    ]);
    expect(await store.listHangs(ANY_REPORT, T0)).toEqual([]);
  });

  storeTest('A kill at the deadline corrects a report that did not see it', async (bench) => {
    const store = await bench.fresh({ clock: () => T0 + GRACE });
    await store.saveReport(incoming({ outcome: 'slow' }));
    await store.saveEnding(ending());
    expect(await store.settleOverdue(T0 + DAY, 0)).toMatchObject([{ outcome: 'hung', durationSeconds: 30 }]);
    expect(await store.listHangs(ANY_REPORT, T0)).toHaveLength(1);
  });

  storeTest('What a complete report says stays, whatever the API server says', async (bench) => {
    const store = await bench.fresh({ clock: () => T0 + GRACE });
    await store.saveReport(exited());
    await store.saveEnding(ending());
    expect((await store.readReport('01REPORT'))?.summary.outcome).toBe('exited');
    expect(await store.settleOverdue(T0 + DAY, 0)).toEqual([]);
  });

  storeTest('A container that a probe has restarted before is terminated twice', async (bench) => {
    let now = T0;
    const store = await bench.fresh({ clock: () => now });
    expect((await store.saveReport(exited({ id: 'probe' }))).settled).not.toBeNull();
    now = T0 + DAY;
    await store.saveEnding(ending({ startedAtMs: now - GRACE, endedAtMs: now }));
    expect(await store.settleOverdue(now, 0)).toMatchObject([{ outcome: 'hung', source: 'pod-watch' }]);
    expect((await store.saveReport(hung({ id: 'pod', receivedAtMs: now }))).settled).toBeNull();
  });

  storeTest('A later revision moves the hang to another fingerprint, or takes it away', async (bench) => {
    const store = await bench.fresh();
    await store.saveReport(incoming({ fingerprint: 'aaaaaaaa' }));
    await store.saveReport(incoming({ id: 'other', podUid: 'uid-2', fingerprint: 'aaaaaaaa' }));
    await store.settleOverdue(T0 + DAY, 0);
    const counts = async () =>
      (await store.listHangs(ANY_REPORT, T0)).map(({ fingerprint, pods, occurrences, days }) => [
        fingerprint,
        pods,
        occurrences,
        days.at(-1),
      ]);
    expect(await counts()).toEqual([['aaaaaaaa', 2, 2, 2]]);
    await store.saveReport(hung({ revision: 2, complete: false, fingerprint: 'bbbbbbbb' }));
    expect((await counts()).sort()).toEqual([
      ['aaaaaaaa', 1, 1, 1],
      ['bbbbbbbb', 1, 1, 1],
    ]);
    await store.saveReport(exited());
    expect(await counts()).toEqual([['aaaaaaaa', 1, 1, 1]]);
    await store.saveReport(exited({ id: 'other', podUid: 'uid-2' }));
    expect(await counts()).toEqual([]);
    expect(await store.hangObjects(10)).toEqual([]);
  });

  storeTest('The overview tells how the terminations since then went', async (bench) => {
    const store = await bench.fresh();
    expect(await store.overview(0)).toEqual({ terminations: 0, killed: 0, slow: 0, medianGraceShare: null });
    await store.saveReport(exited({ id: 'old', podUid: 'old', receivedAtMs: T0 - DAY }));
    await store.saveReport(exited({ id: 'a', podUid: 'a' }));
    await store.saveReport(exited({ id: 'b', podUid: 'b', outcome: 'slow', durationSeconds: 27 }));
    await store.saveReport(hung({ id: 'c', podUid: 'c' }));
    await store.saveReport(incoming({ id: 'under way', podUid: 'd' }));
    expect(await store.overview(T0)).toEqual({
      terminations: 3,
      killed: 1,
      slow: 1,
      medianGraceShare: 0.9,
    });
  });
});
