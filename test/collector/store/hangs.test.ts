import { expect } from '@jest/globals';
import { ANY_HANG } from '../../../src/collector/model/filter.ts';
import { withEachStore } from './each-store.ts';
import type { Given } from './incoming.ts';
import { ANY_REPORT, DAY, exited, FINGERPRINT, hung, T0 } from './incoming.ts';

let number = 0;

/** Of a pod of its own. */
function next(given: Given = {}): ReturnType<typeof hung> {
  number += 1;
  return hung({ id: `report-${number}`, podUid: `pod-${number}`, ...given });
}

withEachStore((storeTest) => {
  storeTest('Forty pods with one cause are one row, with days, images and workloads', async (bench) => {
    const store = await bench.fresh();
    await Promise.all(Array.from({ length: 37 }, () => store.saveReport(next())));
    await store.saveReport(next({ receivedAtMs: T0 - 13 * DAY, image: 'orders:0' }));
    await store.saveReport(next({ receivedAtMs: T0 - 14 * DAY, image: null }));
    await store.saveReport(
      next({ podUid: 'two', workload: { kind: 'StatefulSet', name: 'carts' }, namespace: 'billing' }),
    );
    await store.saveReport(
      next({
        podUid: 'two',
        container: 'second',
        workload: { kind: 'StatefulSet', name: 'carts' },
        namespace: 'billing',
      }),
    );
    const [hang, ...others] = await store.listHangs(ANY_HANG, T0);
    expect(others).toEqual([]);
    expect(hang).toMatchObject({
      fingerprint: FINGERPRINT,
      finding: hung().finding,
      namespaces: ['billing', 'shop'],
      workloads: [
        { namespace: 'shop', workload: { kind: 'Deployment', name: 'orders' }, pods: 39 },
        { namespace: 'billing', workload: { kind: 'StatefulSet', name: 'carts' }, pods: 1 },
      ],
      pods: 40,
      occurrences: 41,
      firstSeenMs: T0 - 14 * DAY,
      lastSeenMs: T0,
      days: [1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 39],
      images: [
        { image: null, firstSeenMs: T0 - 14 * DAY, lastSeenMs: T0 - 14 * DAY, occurrences: 1 },
        { image: 'orders:0', occurrences: 1 },
        { image: 'orders:1', firstSeenMs: T0, lastSeenMs: T0, occurrences: 39 },
      ],
    });
    const [inBilling] = await store.listHangs({ ...ANY_HANG, namespace: 'billing' }, T0);
    expect(inBilling).toMatchObject({ namespaces: ['billing'], pods: 1, occurrences: 2 });
  });

  storeTest('Newest trouble is on top, and each filter leaves only what fits', async (bench) => {
    const store = await bench.fresh();
    await store.saveReport(next({ fingerprint: 'aa', receivedAtMs: T0 - 5 }));
    await store.saveReport(
      next({ fingerprint: 'bb', cause: 'thread', workload: { kind: 'Job', name: 'sum' } }),
    );
    await store.saveReport(next({ fingerprint: 'cc', namespace: 'billing', receivedAtMs: T0 - DAY }));
    await store.saveReport(next({ cause: null, receivedAtMs: T0 }));
    const found = async (filter: Partial<typeof ANY_HANG>) =>
      (await store.listHangs({ ...ANY_HANG, ...filter }, T0)).map(({ fingerprint }) => fingerprint);
    expect(await found({})).toEqual(['bb', 'aa', 'cc']);
    expect(await found({ namespace: 'billing' })).toEqual(['cc']);
    expect(await found({ workload: 'orders' })).toEqual(['aa', 'cc']);
    expect(await found({ cause: 'thread' })).toEqual(['bb']);
    expect(await found({ sinceMs: T0 - 5 })).toEqual(['bb', 'aa']);
    expect(await found({ text: 'SUM' })).toEqual(['bb']);
    expect(await found({ text: 'worker.PY:42' })).toEqual(['bb', 'aa', 'cc']);
    expect(await found({ text: 'nothing' })).toEqual([]);
  });

  storeTest('A hang tells its nodes, and the image with which it was gone', async (bench) => {
    const store = await bench.fresh();
    await store.saveReport(next());
    await store.saveReport(next());
    await store.saveReport(next({ node: 'node-2' }));
    await store.saveReport(exited({ id: 'same', podUid: 'same', receivedAtMs: T0 + 1 }));
    expect(await store.readHang(FINGERPRINT, T0)).toMatchObject({
      nodes: [
        { node: 'node-1', occurrences: 2 },
        { node: 'node-2', occurrences: 1 },
      ],
      goneSince: null,
    });
    await store.saveReport(
      exited({ id: 'other', podUid: 'other', image: 'x:9', receivedAtMs: T0 + 2, namespace: 'else' }),
    );
    for (const [image, later] of [
      ['orders:3', 9],
      ['orders:2', 7],
    ] as const)
      await store.saveReport(exited({ id: image, podUid: image, image, receivedAtMs: T0 + later }));
    expect((await store.readHang(FINGERPRINT, T0))?.goneSince).toEqual({
      image: 'orders:2',
      sinceMs: T0 + 7,
    });
    expect(await store.readHang('another', T0)).toBeNull();
  });

  storeTest(
    'A Hang object keeps the name that it got first, which Kubernetes takes and is its own',
    async (bench) => {
      const store = await bench.fresh();
      const long = `${'long.Name-'.repeat(9)}x`;
      await store.saveReport(next({ fingerprint: '3f9a1c0001' }));
      await store.saveReport(next({ fingerprint: '3f9a1c0002' }));
      await store.saveReport(next({ fingerprint: '3f9a1c0002', namespace: 'billing' }));
      await store.saveReport(next({ fingerprint: 'abcdef', workload: { kind: 'Pod', name: '(none)' } }));
      await store.saveReport(next({ fingerprint: 'fedcba', workload: { kind: 'Job', name: long } }));
      for (let pods = 0; pods < 3; pods += 1)
        await store.saveReport(
          next({
            fingerprint: '3f9a1c0001',
            workload: { kind: 'Deployment', name: 'carts' },
            receivedAtMs: T0 + 1,
          }),
        );
      const objects = await store.hangObjects(10);
      expect(objects.map(({ namespace, name }) => `${namespace}/${name}`).sort()).toEqual([
        'billing/orders-3f9a1c',
        'shop/long-name-long-name-long-name-long-name-long-name-long-n-fedcba',
        'shop/none-abcdef',
        'shop/orders-3f9a1c',
        'shop/orders-3f9a1c00',
      ]);
      expect(new Set(objects.map(({ namespace, name }) => `${namespace}/${name}`)).size).toBe(5);
      for (const { name } of objects) expect(name).toMatch(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/);
      expect(objects[0]).toMatchObject({
        fingerprint: '3f9a1c0001',
        name: 'orders-3f9a1c',
        workload: { kind: 'Deployment', name: 'carts' },
        pods: 4,
        occurrences: 4,
        firstSeenMs: T0,
        lastSeenMs: T0 + 1,
      });
      expect(objects[0]?.reports).toHaveLength(4);
      expect(await store.hangObjects(1)).toHaveLength(1);
    },
  );

  storeTest('Of a hang somebody is to be told until that is done', async (bench) => {
    const store = await bench.fresh();
    await store.saveReport(next({ id: 'first' }));
    await store.saveReport(next({ namespace: 'billing' }));
    const [first, second] = await store.newHangs(10);
    expect(first).toMatchObject({ reportId: 'first', hang: { namespace: 'shop', reports: ['first'] } });
    expect(second).toMatchObject({ hang: { namespace: 'billing' } });
    await store.markNotified('shop', FINGERPRINT, T0);
    await store.saveReport(next());
    expect((await store.newHangs(10)).map(({ hang }) => hang.namespace)).toEqual(['billing']);
  });

  storeTest(
    'A late stop is kept with its cause, and is no hang, nor among the reports of one',
    async (bench) => {
      const store = await bench.fresh();
      await store.saveReport(next({ id: 'killed' }));
      const slow = { id: 'late', outcome: 'slow', durationSeconds: 28, fingerprint: FINGERPRINT } as const;
      await store.saveReport(next({ ...slow, receivedAtMs: T0 + 1 }));
      await store.saveReport(next({ ...slow, id: 'alone', fingerprint: 'cc' }));
      expect(await store.listHangs(ANY_HANG, T0)).toMatchObject([
        { fingerprint: FINGERPRINT, occurrences: 1 },
      ]);
      expect((await store.hangObjects(10)).map(({ reports }) => reports)).toEqual([['killed']]);
      const kept = await store.listReports({ ...ANY_REPORT, outcome: 'slow' });
      expect(kept.map(({ id, cause }) => [id, cause])).toEqual([
        ['late', 'cancel-swallowed'],
        ['alone', 'cancel-swallowed'],
      ]);
    },
  );
});
