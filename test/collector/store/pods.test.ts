import { expect } from '@jest/globals';
import type { PodHello } from '../../../src/collector/model/pod.ts';
import { withEachStore } from './each-store.ts';
import { DAY, ending, hung, incoming, T0 } from './incoming.ts';

function hello(given: Partial<PodHello> = {}): PodHello {
  return {
    uid: 'uid-1',
    namespace: 'shop',
    name: 'orders-abcde',
    node: 'node-1',
    workload: { kind: 'Deployment', name: 'orders' },
    containers: ['app', 'worker'],
    profile: 'same-uid',
    mode: 'standby',
    version: '1.0.0',
    readable: true,
    limits: [],
    ...given,
  };
}

withEachStore((storeTest) => {
  storeTest('Pods are counted by workload, and the blind ones by what they cannot see', async (bench) => {
    const store = await bench.fresh();
    await store.savePod(hello(), T0);
    await store.savePod(hello(), T0);
    await store.savePod(hello({ uid: 'b', readable: false, limits: ['no-ptrace', 'no-py-spy'] }), T0);
    await store.savePod(hello({ uid: 'c', readable: false, limits: ['no-py-spy'], profile: 'root' }), T0);
    await store.savePod(hello({ uid: 'gone' }), T0);
    await store.removePod('gone', T0);
    const place = { namespace: 'shop', workload: { kind: 'Deployment', name: 'orders' } };
    const { watched, blind } = await store.watchedCounts();
    expect(watched.sort((a, b) => b.pods - a.pods)).toEqual([
      { ...place, profile: 'same-uid', pods: 2 },
      { ...place, profile: 'root', pods: 1 },
    ]);
    expect(blind.sort((a, b) => b.pods - a.pods)).toEqual([
      { ...place, limit: 'no-py-spy', pods: 2 },
      { ...place, limit: 'no-ptrace', pods: 1 },
    ]);
  });

  storeTest('A pod not heard of for long is forgotten, unless it is known to be alive', async (bench) => {
    const store = await bench.fresh({ clock: () => T0 + DAY });
    for (const uid of ['alive', 'lost']) await store.savePod(hello({ uid }), T0);
    const pods = async () => (await store.watchedCounts()).watched[0]?.pods ?? 0;
    await store.forgetPods(T0, null);
    expect(await pods()).toBe(2);
    await store.forgetPods(T0 + 1, new Set(['alive']));
    expect(await pods()).toBe(1);
    // It was heard of by the watch.
    await store.forgetPods(T0 + DAY, null);
    expect(await pods()).toBe(1);
    await store.forgetPods(T0 + DAY + 1, null);
    expect(await pods()).toBe(0);
  });

  storeTest('Every container that was heard of has a series, however it was heard of', async (bench) => {
    const store = await bench.fresh();
    await store.savePod(hello(), T0);
    await store.saveReport(hung({ container: 'reported' }));
    await store.saveReport(hung({ id: 'again', podUid: 'again', container: 'reported' }));
    await store.saveReport(incoming({ id: 'dump', podUid: 'dump', container: 'dumped', outcome: 'running' }));
    await store.saveEnding(ending({ podUid: 'ended', key: { ...ending().key, container: 'ended' } }));
    const keys = await store.seriesKeys();
    expect(keys.map(({ container }) => container).sort()).toEqual(['app', 'ended', 'reported', 'worker']);
    expect(keys[0]).toMatchObject({ namespace: 'shop', workload: { kind: 'Deployment', name: 'orders' } });
  });

  storeTest('A store that is not open says so', async (bench) => {
    const store = await bench.fresh();
    await store.ping();
    await store.stop();
    await expect(store.ping()).rejects.toMatchObject({ code: 'unavailable', isTransient: true });
    await expect(store.listHangs({} as never, T0)).rejects.toMatchObject({ code: 'unavailable' });
    await store.start();
    await store.ping();
  });
});
