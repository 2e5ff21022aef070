import { inspect } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { expect } from '@jest/globals';
import { withEachStore } from './each-store.ts';
import { ANY_REPORT, DAY, exited, hung, incoming, SECOND, T0 } from './incoming.ts';

withEachStore((storeTest) => {
  storeTest('A report is given back as it came, with the time at which it came first', async (bench) => {
    const store = await bench.fresh();
    const report = incoming();
    expect(await store.saveReport(report)).toEqual({ result: 'accepted', settled: null });
    await store.saveReport(hung({ receivedAtMs: T0 + 30 * SECOND, text: 'the end' }));
    const kept = await store.readReport('01REPORT');
    expect(kept?.summary).toEqual({ ...hung().summary, settled: true, receivedAtMs: T0 });
    expect(JSON.parse(gunzipSync(kept!.document).toString())).toEqual({ text: 'the end' });
    expect(await store.readReport('another')).toBeNull();
  });

  storeTest('A lower revision that comes late changes nothing', async (bench) => {
    const store = await bench.fresh();
    await store.saveReport(hung({ abridged: true }));
    const late = await store.saveReport(incoming({ revision: 2, text: 'late' }));
    expect(late).toEqual({ result: 'duplicate', settled: null });
    expect((await store.readReport('01REPORT'))?.summary).toMatchObject({ revision: 3, abridged: true });
  });

  storeTest(
    'The whole form replaces the abridged one of its revision, and not the other way',
    async (bench) => {
      const store = await bench.fresh();
      const results = [
        await store.saveReport(hung({ abridged: true, text: 'small' })),
        await store.saveReport(hung({ abridged: true, text: 'small' })),
        await store.saveReport(hung({ text: 'whole' })),
        await store.saveReport(hung({ abridged: true, text: 'small' })),
        await store.saveReport(hung({ text: 'whole' })),
      ];
      expect(results.map(({ result }) => result)).toEqual([
        'accepted',
        'duplicate',
        'accepted',
        'duplicate',
        'duplicate',
      ]);
      const kept = await store.readReport('01REPORT');
      expect(gunzipSync(kept!.document).toString()).toContain('whole');
      expect(kept?.summary.abridged).toBe(false);
    },
  );

  storeTest('All forms of a report at once are settled once', async (bench) => {
    const store = await bench.fresh();
    const forms = [
      incoming(),
      incoming({ revision: 2 }),
      hung({ abridged: true }),
      hung(),
      hung(),
      hung({ abridged: true }),
    ];
    const results = await Promise.all(forms.map((form) => store.saveReport(form)));
    expect(results.flatMap(({ settled }) => settled ?? [])).toEqual([
      {
        key: { namespace: 'shop', workload: { kind: 'Deployment', name: 'orders' }, container: 'app' },
        outcome: 'hung',
        durationSeconds: 30,
        graceSeconds: 30,
        cause: 'cancel-swallowed',
        source: 'report',
      },
    ]);
  });

  storeTest('An id that another pod has used does not replace its report', async (bench) => {
    const store = await bench.fresh();
    await store.saveReport(incoming());
    const other = await store.saveReport(hung({ podUid: 'uid-2', pod: 'other', text: 'forged' }));
    expect(other).toEqual({ result: 'duplicate', settled: null });
    expect((await store.readReport('01REPORT'))?.summary.pod).toBe('orders-7d9f-abcde');
  });

  storeTest('A report outside Kubernetes, and one of no termination, is kept as well', async (bench) => {
    const store = await bench.fresh();
    const outside = { namespace: '(none)', podUid: '', pod: '' };
    const results = [
      await store.saveReport(exited({ id: 'a', ...outside })),
      await store.saveReport(exited({ id: 'b', ...outside })),
      await store.saveReport(
        incoming({ id: 'c', outcome: 'running', complete: true, deadlineAtMs: null, graceSeconds: null }),
      ),
    ];
    expect(results.map(({ settled }) => settled?.outcome)).toEqual(['exited', 'exited', undefined]);
    expect(await store.settleOverdue(T0 + DAY, 0)).toEqual([]);
    expect((await store.listReports(ANY_REPORT)).map(({ id }) => id)).toEqual(['c', 'b', 'a']);
  });

  storeTest(
    'Reports are listed newest first by when they came, in pages, whatever the sender says',
    async (bench) => {
      const store = await bench.fresh();
      for (let index = 0; index < 7; index += 1)
        await store.saveReport(
          hung({
            id: `r${index}`,
            podUid: `uid-${index}`,
            receivedAtMs: T0 + Math.floor(index / 2),
            startedAtMs: T0 - index * DAY,
          }),
        );
      const pages: string[][] = [];
      let before: typeof ANY_REPORT.before = null;
      for (;;) {
        const page = await store.listReports({ ...ANY_REPORT, before, limit: 3 });
        const last = page.at(-1);
        if (last === undefined) break;
        pages.push(page.map(({ id }) => id));
        before = { receivedAtMs: last.receivedAtMs, id: last.id };
      }
      expect(pages).toEqual([['r6', 'r5', 'r4'], ['r3', 'r2', 'r1'], ['r0']]);
    },
  );

  storeTest('Each filter leaves only what fits', async (bench) => {
    const store = await bench.fresh();
    await store.saveReport(hung({ id: 'a' }));
    await store.saveReport(
      exited({ id: 'b', podUid: 'b', namespace: 'billing', workload: { kind: 'Job', name: 'sum' } }),
    );
    await store.saveReport(
      hung({ id: 'c', podUid: 'c', cause: 'thread', summary: 'Wartet ÜBER_100%', receivedAtMs: T0 + 5 }),
    );
    const ids = async (filter: Partial<typeof ANY_REPORT>) =>
      (await store.listReports({ ...ANY_REPORT, ...filter })).map(({ id }) => id);
    expect(await ids({ namespace: 'billing' })).toEqual(['b']);
    expect(await ids({ workload: 'orders' })).toEqual(['c', 'a']);
    expect(await ids({ cause: 'thread' })).toEqual(['c']);
    expect(await ids({ outcome: 'exited' })).toEqual(['b']);
    expect(await ids({ sinceMs: T0 + 1 })).toEqual(['c']);
    expect(await ids({ fingerprint: 'none' })).toEqual([]);
    expect(await ids({ text: 'über_100%' })).toEqual(['c']);
    expect(await ids({ text: 'r_100' })).toEqual(['c']);
    expect(await ids({ text: 'EXITED.' })).toEqual(['b']);
    expect(await ids({ text: '%' })).toEqual(['c']);
    expect(await ids({ text: '\0' })).toEqual([]);
  });

  storeTest(
    'Text that a database does not take is kept without it, and others beside it are',
    async (bench) => {
      const store = await bench.fresh();
      const results = await Promise.all([
        store.saveReport(incoming({ id: 'a', podUid: 'a' })),
        store.saveReport(incoming({ id: 'b', podUid: 'b', summary: 'half \ud800 and \0 nothing' })),
        store.saveReport(incoming({ id: 'c', podUid: 'c' })),
      ]);
      expect(results.map(({ result }) => result)).toEqual(['accepted', 'accepted', 'accepted']);
      expect((await store.readReport('b'))?.summary.summary).toBe('half \ufffd and \ufffd nothing');
    },
  );

  storeTest('A write that the database refuses fails alone', async (bench) => {
    const store = await bench.fresh();
    const results = await Promise.allSettled([
      store.saveReport(incoming({ id: 'a', podUid: 'a' })),
      store.saveReport(incoming({ id: 'b', podUid: 'b', pod: null as never })),
      store.saveReport(incoming({ id: 'c', podUid: 'c' })),
    ]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(results[1]).toMatchObject({ reason: { code: 'refused', isTransient: false } });
    const { reason } = results[1] as PromiseRejectedResult;
    expect(inspect(reason, { showHidden: true, depth: 9 })).not.toContain('cancellation');
    expect((await store.size()).reports).toBe(2);
  });
});
