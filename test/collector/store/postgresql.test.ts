import { chmodSync, writeFileSync } from 'node:fs';
import { expect } from '@jest/globals';
import { ANY_HANG } from '../../../src/collector/model/filter.ts';
import { openStore } from '../../../src/collector/store/open.ts';
import { withStore } from './each-store.ts';
import { DAY, ending, exited, hung, incoming, T0 } from './incoming.ts';

const AWAY = { name: 'StoreError', code: 'unavailable', isTransient: true };

withStore('postgresql', (storeTest) => {
  storeTest(
    'Of replicas that all get the same reports exactly one counts each',
    async (bench) => {
      const settings = await bench.settings();
      const stores = await Promise.all([1, 2, 3].map(() => bench.open(settings, { clock: () => T0 })));
      const pods = Array.from({ length: 60 }, (_, index) => `pod-${index}`);
      const shuffled = () => pods.toSorted(() => Math.random() - 0.5);
      const results = await Promise.all(
        stores.flatMap((store) => [
          ...shuffled().map((id) => store.saveReport(incoming({ id, podUid: id }))),
          ...shuffled().map((id) => store.saveReport(hung({ id, podUid: id, abridged: true }))),
          ...shuffled().map((id) => store.saveReport(hung({ id, podUid: id }))),
        ]),
      );
      expect(results.filter(({ settled }) => settled !== null)).toHaveLength(pods.length);
      const [first] = stores;
      expect(await first?.listHangs(ANY_HANG, T0)).toMatchObject([{ pods: 60, occurrences: 60 }]);
      expect(await first?.overview(0)).toMatchObject({ terminations: 60, killed: 60 });
      expect(await first?.hangObjects(10)).toHaveLength(1);
    },
    60_000,
  );

  storeTest(
    'Of reports and endings at once, on all replicas, each termination counts once',
    async (bench) => {
      const settings = await bench.settings();
      const stores = await Promise.all([1, 2].map(() => bench.open(settings, { clock: () => T0 })));
      const pods = Array.from({ length: 80 }, (_, index) => `pod-${index}`);
      const given = stores.map((store, index) =>
        (index === 0 ? pods : pods.toReversed()).map(async (uid, number) => {
          if ((index + number) % 2 === 0) await store.saveEnding(ending({ podUid: uid }));
          const { settled } = await store.saveReport(
            number % 3 === 0 ? hung({ id: uid, podUid: uid }) : incoming({ id: uid, podUid: uid }),
          );
          return settled;
        }),
      );
      const before = (await Promise.all(given.flat())).filter((settled) => settled !== null);
      const after = await Promise.all(
        [...stores, ...stores].map((store) => store.settleOverdue(T0 + DAY, 0)),
      );
      expect(before.length + after.flat().length).toBe(pods.length);
      expect(await stores[0]?.listHangs(ANY_HANG, T0)).toMatchObject([{ occurrences: 80 }]);
    },
    60_000,
  );

  storeTest('Replicas that start at once make the tables once', async (bench) => {
    const settings = await bench.settings();
    const stores = await Promise.all([1, 2, 3, 4].map(() => bench.open(settings)));
    for (const store of stores) await store.ping();
  });

  storeTest('One replica leads, until it does not say so any more', async (bench) => {
    const settings = await bench.settings();
    const [a, b] = [await bench.open(settings), await bench.open(settings)];
    expect(await a.lead('a', 1_000, T0)).toBe(true);
    expect(await b.lead('b', 1_000, T0 + 999)).toBe(false);
    expect(await a.lead('a', 1_000, T0 + 999)).toBe(true);
    expect(await b.lead('b', 1_000, T0 + 1_998)).toBe(false);
    expect(await b.lead('b', 1_000, T0 + 1_999)).toBe(true);
    expect(await a.lead('a', 1_000, T0 + 2_000)).toBe(false);
  });

  storeTest(
    'While the database is away it says so, and it goes on by itself when it is back',
    async (bench) => {
      const store = await bench.fresh();
      await store.saveReport(hung({ id: 'before', podUid: 'before' }));
      await bench.postgresql?.kill();
      await expect(store.ping()).rejects.toMatchObject(AWAY);
      await expect(store.saveReport(hung({ id: 'now', podUid: 'now' }))).rejects.toMatchObject(AWAY);
      await expect(store.listHangs(ANY_HANG, T0)).rejects.toMatchObject(AWAY);
      await expect(store.settleOverdue(T0, 0)).rejects.toMatchObject(AWAY);
      await bench.postgresql?.startAgain();
      expect((await store.saveReport(hung({ id: 'now', podUid: 'now' }))).settled).not.toBeNull();
      expect(await store.listHangs(ANY_HANG, T0)).toMatchObject([{ occurrences: 2 }]);
    },
    60_000,
  );

  storeTest(
    'What was settled while its caller had given up is given to who asks what is overdue',
    async (bench) => {
      const settings = await bench.settings();
      const store = await bench.open(settings, { limitMs: 300 });
      await store.saveReport(incoming());
      bench.postgresql?.pause();
      const late = { code: 'too-slow', isTransient: true };
      await expect(store.saveReport(hung())).rejects.toMatchObject(late);
      await expect(store.listHangs(ANY_HANG, T0)).rejects.toMatchObject(late);
      bench.postgresql?.goOn();
      const patient = await bench.open(settings);
      while (!(await patient.readReport('01REPORT'))?.summary.complete) await patient.ping();
      expect((await store.saveReport(hung())).result).toBe('duplicate');
      expect(await store.settleOverdue(T0, 0)).toMatchObject([{ outcome: 'hung', source: 'report' }]);
      expect(await store.settleOverdue(T0 + DAY, 0)).toEqual([]);
    },
    60_000,
  );

  storeTest(
    'It ends while the database does not answer',
    async (bench) => {
      const store = await bench.fresh();
      await store.ping();
      bench.postgresql?.pause();
      try {
        await store.stop();
        await expect(store.ping()).rejects.toMatchObject(AWAY);
      } finally {
        bench.postgresql?.goOn();
      }
    },
    60_000,
  );

  storeTest(
    'A password that is replaced is read anew, and none is in an error',
    async (bench) => {
      const settings = await bench.settings();
      if (settings.kind !== 'postgresql' || bench.postgresql === null) throw new Error('not PostgreSQL');
      const { urlFile } = settings;
      const good = await bench.postgresql.createDatabase();
      const { password } = bench.postgresql;
      const store = openStore(settings);
      for (const bad of [
        good.replace(password, 'wrong-secret'),
        'postgresql://straggler:wrong-secret@127.0.0.1:1/straggler',
        'postgresql://straggler:wrong-secret@no-such-host.invalid/straggler',
        good.replace(/\/straggler\d+\?/, '/missing?').replace(password, `${password}`),
        'postgresql://straggler:wrong-secret@[broken/straggler',
        'straggler:wrong-secret',
        '',
      ]) {
        writeFileSync(urlFile, bad);
        const error = await store.start().catch((reason: unknown) => reason as Error);
        expect(error).toMatchObject({ name: 'StoreError', code: 'unavailable', fix: expect.any(String) });
        for (let some: unknown = error; some instanceof Error; some = some.cause)
          expect(`${some.stack} ${JSON.stringify(some)}`).not.toMatch(/wrong-secret|correct-horse/);
      }
      writeFileSync(urlFile, good);
      chmodSync(urlFile, 0o400);
      await store.start();
      await store.ping();
      await store.stop();
    },
    60_000,
  );

  storeTest(
    'Two hangs of other pods do not wait for one another',
    async (bench) => {
      const settings = await bench.settings();
      const stores = await Promise.all([1, 2].map(() => bench.open(settings)));
      const fingerprints = ['aaaaaaaa', 'bbbbbbbb', 'cccccccc'];
      const saves = stores.flatMap((store, replica) =>
        Array.from({ length: 90 }, (_, index) => {
          const id = `${replica}-${index}`;
          const fingerprint = fingerprints[(replica === 0 ? index : 89 - index) % 3] ?? '';
          return store.saveReport(
            index % 10 === 9 ? exited({ id, podUid: id }) : hung({ id, podUid: id, fingerprint }),
          );
        }),
      );
      expect((await Promise.all(saves)).every(({ settled }) => settled !== null)).toBe(true);
      const hangs = (await stores[0]?.listHangs(ANY_HANG, T0)) ?? [];
      expect(hangs.reduce((sum, { pods }) => sum + pods, 0)).toBe(162);
    },
    60_000,
  );
});
