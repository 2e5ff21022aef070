import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { WatchedPod } from '../../src/kubernetes/pods/pod-facts.ts';
import { watchPods } from '../../src/kubernetes/watch-pods.ts';
import { ApiPods, endedStatus, podObject } from '../support/api-pods.ts';
import { ApiServer, give, refuse } from '../support/api-server.ts';
import { until } from '../support/processes.ts';

const TIMING = { firstPauseMs: 20, longestPauseMs: 200, silenceMs: 60_000, watchSeconds: 60 };

let server: ApiServer;
let pods: ApiPods;
let watch: { stop(): void } | null;
beforeEach(async () => {
  server = await new ApiServer().start();
  pods = new ApiPods(server);
  watch = null;
});
afterEach(async () => {
  watch?.stop();
  await server.stop();
});

interface Seen {
  pods: WatchedPod[];
  gone: { name: string; existedAtMs: number; pod: WatchedPod }[];
  synced: string[][];
  troubles: string[];
}

function begin(options: { namespaces?: string[]; timing?: Partial<typeof TIMING> } = {}): Seen {
  const seen: Seen = { pods: [], gone: [], synced: [], troubles: [] };
  watch = watchPods(
    server.access(),
    { selector: 'straggler.dev/watch=true', namespaces: options.namespaces ?? [] },
    {
      onPod: (pod) => seen.pods.push(pod),
      onGone: (pod, existedAtMs) => seen.gone.push({ name: pod.name, existedAtMs, pod }),
      onSynced: (uids) => seen.synced.push([...uids].sort()),
      onTrouble: (sentence) => seen.troubles.push(sentence),
    },
    { ...TIMING, ...options.timing },
  );
  return seen;
}

const names = (seen: Seen) => seen.pods.map(({ name }) => name);
const watching = (count = 1) => until(() => pods.watches === count, 'a watch');
const lists = () => server.asked.filter(({ query }) => query.get('limit') !== null).length;

test('pods that are there, that come, change and go are told, each with what is known of its containers', async () => {
  pods.put(podObject('a'));
  const seen = begin();
  await watching();
  expect(seen.synced).toEqual([['uid-a']]);
  pods.put(podObject('b'));
  pods.put(
    podObject('a', {
      deletionTimestamp: '2026-11-28T12:00:30Z',
      deletionGracePeriodSeconds: 30,
      status: endedStatus({ exitCode: 137, finishedAt: '2026-11-28T12:00:30Z' }),
    }),
  );
  pods.delete('uid-a');
  await until(() => seen.gone.length === 1, 'the end');
  expect(names(seen)).toEqual(['a', 'b', 'a']);
  expect(seen.pods[2]).toEqual({
    uid: 'uid-a',
    namespace: 'shop',
    name: 'a',
    node: 'node-1',
    owner: null,
    containers: [
      {
        name: 'app',
        image: 'shop/orders:1.4',
        state: 'terminated',
        end: {
          exitCode: 137,
          signal: null,
          reason: 'Error',
          finishedAtMs: Date.parse('2026-11-28T12:00:30Z'),
        },
        restartCount: 0,
      },
    ],
    deletion: { startedAtMs: Date.parse('2026-11-28T12:00:00Z'), graceSeconds: 30 },
    graceSeconds: 30,
    phase: 'Failed',
    reason: '',
    disruption: null,
  });
  expect(seen.troubles).toEqual([]);
  const asked = server.asked.at(-1)?.query;
  expect(asked?.get('labelSelector')).toBe('straggler.dev/watch=true');
  expect(asked?.get('allowWatchBookmarks')).toBe('true');
});

test('a list of several pages is taken whole', async () => {
  for (let index = 0; index < 1_203; index++) pods.put(podObject(`p${index}`));
  const seen = begin();
  await watching();
  expect(lists()).toBe(3);
  expect(seen.pods).toHaveLength(1_203);
  expect(seen.synced[0]).toHaveLength(1_203);
});

test.each(['end', 'tear'] as const)('a watch that comes to its %s goes on where it was', async (how) => {
  const seen = begin();
  await watching();
  pods.put(podObject('before'));
  await until(() => seen.pods.length === 1, 'the first');
  pods.cutWatches(how);
  pods.put(podObject('meanwhile'));
  await until(() => seen.pods.length === 2, 'the second');
  expect(names(seen)).toEqual(['before', 'meanwhile']);
  expect(lists()).toBe(1);
  expect(seen.troubles).toEqual([]);
});

test('after 410 the pods that went away meanwhile are told, and when they were last there', async () => {
  pods.put(podObject('stays'));
  pods.put(podObject('goes'));
  const seen = begin();
  await watching();
  const cutAtMs = Date.now();
  pods.isSilent = true;
  pods.cutWatches('end');
  pods.delete('uid-goes');
  pods.forgetHistory();
  pods.isSilent = false;
  await until(() => seen.gone.length > 0 && seen.synced.length === 2, 'the relist');
  expect(seen.gone.map(({ name }) => name)).toEqual(['goes']);
  expect(seen.gone[0]?.existedAtMs).toBeLessThanOrEqual(cutAtMs);
  expect(seen.synced[1]).toEqual(['uid-stays']);
  expect(seen.troubles).toEqual([]);
});

test('a 410 within the watch is a reason to list anew, too', async () => {
  let times = 0;
  server.on('GET', /pods$/, ({ query }, response) => {
    if (query.get('watch') !== 'true') {
      give(response, { metadata: { resourceVersion: String(++times) }, items: [podObject(`p${times}`)] });
      return;
    }
    response.write('{"type":"ERROR","object":{"kind":"Status","code":410,"reason":"Expired"}}\n');
  });
  const seen = begin();
  await until(() => seen.synced.length >= 2, 'two lists');
  expect(seen.gone[0]?.name).toBe('p1');
});

test('a watch that falls silent is begun again', async () => {
  pods.isSilent = true;
  const seen = begin({ timing: { silenceMs: 150 } });
  await watching();
  pods.put(podObject('unheard'));
  pods.isSilent = false;
  await until(() => seen.pods.length === 1, 'the pod');
  expect(names(seen)).toEqual(['unheard']);
});

test('bookmarks keep a quiet watch alive, and move it on', async () => {
  const seen = begin({ timing: { silenceMs: 1_000 } });
  await watching();
  pods.forgetHistory();
  pods.bookmark();
  pods.put(podObject('a'));
  await until(() => seen.pods.length === 1, 'the pod');
  pods.cutWatches('end');
  await until(() => pods.watches === 1, 'the next watch');
  expect(lists()).toBe(1);
});

test('an API server that is down for a while is come back to', async () => {
  const seen = begin();
  await watching();
  await server.restart(300);
  pods.put(podObject('after'));
  await until(() => seen.pods.length === 1, 'the pod');
  expect(names(seen)).toEqual(['after']);
});

test('a missing right is told once, with what to grant, and asked for again', async () => {
  server.on('GET', /pods$/, (_asked, response) => refuse(response, 403, { message: 'pods is forbidden' }));
  const seen = begin();
  await until(() => server.asked.length >= 4, 'four requests');
  expect(seen.troubles).toHaveLength(1);
  expect(seen.troubles[0]).toContain('Grant get, list and watch on pods');
});

test('a token that was replaced is read anew', async () => {
  server.on('GET', /pods$/, ({ headers }, response) => {
    if (headers.authorization !== 'Bearer second') {
      server.token = 'second';
      refuse(response, 401, { message: 'Unauthorized' });
    } else give(response, { metadata: { resourceVersion: '1' }, items: [podObject('a')] });
  });
  const seen = begin();
  await until(() => seen.synced.length > 0, 'the list');
});

test('a server that is too busy is left alone as long as it says', async () => {
  server.on('GET', /pods$/, ({ query }, response) => {
    if (query.get('watch') === 'true') refuse(response, 429, {}, { 'retry-after': '30' });
    else give(response, { metadata: { resourceVersion: '1' }, items: [] });
  });
  begin();
  await until(() => server.asked.length === 2, 'the refusal');
  await new Promise((resolve) => setTimeout(resolve, 600));
  expect(server.asked).toHaveLength(2);
});

test('watches that end at once are not asked for in a storm', async () => {
  server.on('GET', /pods$/, ({ query }, response) =>
    query.get('watch') === 'true'
      ? response.end()
      : give(response, { metadata: { resourceVersion: '1' }, items: [] }),
  );
  begin({ timing: { firstPauseMs: 50, longestPauseMs: 60_000 } });
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  expect(server.asked.length).toBeLessThan(10);
});

test('several namespaces are in order when all are, and nobody is asked for the rest', async () => {
  pods.put(podObject('a', { namespace: 'shop' }));
  pods.put(podObject('b', { namespace: 'bank' }));
  pods.put(podObject('c', { namespace: 'other' }));
  const seen = begin({ namespaces: ['shop', 'bank'] });
  await watching(2);
  expect(seen.synced).toEqual([['uid-a', 'uid-b']]);
  expect(server.count('GET', /^\/api\/v1\/pods/)).toBe(0);
});

test('after its end it tells and asks nothing more', async () => {
  const seen = begin();
  await watching();
  watch?.stop();
  await until(() => pods.watches === 0, 'the end of the watch');
  pods.put(podObject('late'));
  const asked = server.asked.length;
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(seen.pods).toEqual([]);
  expect(server.asked).toHaveLength(asked);
});
