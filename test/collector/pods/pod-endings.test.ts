import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { ContainerEnding } from '../../../src/collector/model/termination.ts';
import { PodEndings } from '../../../src/collector/pods/pod-endings.ts';
import { ApiPods, endedStatus, podObject, runningStatus } from '../../support/api-pods.ts';
import { ApiServer } from '../../support/api-server.ts';
import { until } from '../../support/processes.ts';

let server: ApiServer;
let pods: ApiPods;
let watched: PodEndings;
let endings: ContainerEnding[];
let gone: string[];
let alive: string[][];
let marks = 0;
beforeEach(async () => {
  server = await new ApiServer().start();
  pods = new ApiPods(server);
  endings = [];
  gone = [];
  alive = [];
  watched = new PodEndings({
    access: server.access(),
    settings: { selector: 'straggler.dev/watch=true', namespaces: [] },
    events: {
      onEnding: (ending) => endings.push(ending),
      onPodGone: (uid) => gone.push(uid),
      onAlive: (uids) => alive.push([...uids]),
      onTrouble: (sentence) => {
        throw new Error(sentence);
      },
    },
    timing: { firstPauseMs: 20, longestPauseMs: 100, silenceMs: 60_000, watchSeconds: 60 },
  });
});
afterEach(async () => {
  watched.stop();
  await server.stop();
});

async function begin(): Promise<void> {
  watched.start();
  await until(() => pods.watches === 1, 'a watch');
}

/** All that was said before has arrived. */
async function settled(): Promise<void> {
  const uid = `mark-${++marks}`;
  pods.put(podObject(uid, { uid }));
  await until(() => watched.describePod(uid) !== null, 'the mark');
}

const at = (seconds: number) =>
  new Date(Date.parse('2026-11-28T12:00:00Z') + 1_000 * seconds).toISOString().slice(0, 19).concat('Z');
/** Asked to stop at 12:00:00, with 30 s. */
const deletion = { deletionTimestamp: at(30), deletionGracePeriodSeconds: 30 };
const ends = (seconds: number, end: { exitCode: number; reason?: string }) =>
  endedStatus({ ...end, finishedAt: at(seconds) });

test('a container that is killed at the deadline is told once, with all that is known', async () => {
  await begin();
  pods.put(podObject('orders-1', { ...deletion, status: runningStatus() }));
  const last = podObject('orders-1', { ...deletion, status: ends(30, { exitCode: 137 }) });
  pods.put(last);
  pods.put(last);
  pods.delete('uid-orders-1', { ...last, metadata: { ...last.metadata, deletionGracePeriodSeconds: 0 } });
  await until(() => gone.length === 1, 'the end of the pod');
  expect(endings).toEqual([
    {
      podUid: 'uid-orders-1',
      key: { namespace: 'shop', workload: { kind: 'Pod', name: '(none)' }, container: 'app' },
      pod: 'orders-1',
      node: 'node-1',
      image: 'shop/orders:1.4',
      startedAtMs: Date.parse(at(0)),
      graceSeconds: 30,
      endedAtMs: Date.parse(at(30)),
      exitCode: 137,
      signal: null,
      reason: 'deadline',
    },
  ]);
});

test.each([
  [
    'a kill within the resolution of the clocks before the deadline is one at it',
    29,
    { exitCode: 137 },
    'deadline',
  ],
  ['a kill long before the deadline is somebody else’s', 12, { exitCode: 137 }, 'exit'],
  ['an exit by itself is one, also at the deadline', 30, { exitCode: 0 }, 'exit'],
  [
    'a lack of memory is told as one, also at the deadline',
    30,
    { exitCode: 137, reason: 'OOMKilled' },
    'oom',
  ],
] as const)('%s', async (_title, seconds, end, reason) => {
  await begin();
  pods.put(podObject('a', { ...deletion, status: ends(seconds, end) }));
  await settled();
  expect(endings).toMatchObject([{ reason, endedAtMs: Date.parse(at(seconds)) }]);
});

test('a pod that was evicted by its kubelet is told so, though nobody deleted it', async () => {
  await begin();
  const condition = {
    type: 'DisruptionTarget',
    status: 'True',
    reason: 'TerminationByKubelet',
    lastTransitionTime: at(0),
  };
  const status = { ...ends(3, { exitCode: 137 }), reason: 'Evicted', conditions: [condition] };
  pods.put(podObject('a', { status }));
  await settled();
  expect(endings).toMatchObject([
    { reason: 'eviction', startedAtMs: Date.parse(at(0)), endedAtMs: Date.parse(at(3)), graceSeconds: 30 },
  ]);
});

test('a drained pod that hangs is killed at its deadline like any other', async () => {
  await begin();
  const condition = {
    type: 'DisruptionTarget',
    status: 'True',
    reason: 'EvictionByEvictionAPI',
    lastTransitionTime: at(0),
  };
  pods.put(
    podObject('a', { ...deletion, status: { ...ends(30, { exitCode: 137 }), conditions: [condition] } }),
  );
  await settled();
  expect(endings).toMatchObject([{ reason: 'deadline' }]);
});

test('what ended before the pod was asked to stop is no termination', async () => {
  await begin();
  pods.put(podObject('job', { status: ends(-60, { exitCode: 0 }) }));
  pods.put(podObject('job', { ...deletion, status: ends(-60, { exitCode: 0 }) }));
  pods.delete('uid-job');
  await until(() => gone.length === 1, 'the end of the pod');
  expect(endings).toEqual([]);
});

test('a second deletion with less time moves the deadline, not the start', async () => {
  await begin();
  pods.put(podObject('a', deletion));
  const sooner = { deletionTimestamp: at(10), deletionGracePeriodSeconds: 10 };
  pods.put(podObject('a', { ...sooner, status: ends(10, { exitCode: 137 }) }));
  await settled();
  expect(endings).toMatchObject([{ reason: 'deadline', graceSeconds: 10, startedAtMs: Date.parse(at(0)) }]);
});

test('a pod that is taken away by force is not counted', async () => {
  await begin();
  pods.put(podObject('a'));
  pods.delete('uid-a', podObject('a', { deletionTimestamp: at(0), deletionGracePeriodSeconds: 0 }));
  await until(() => gone.length === 1, 'the end of the pod');
  expect(endings).toEqual([]);
});

test('a pod that goes away after its deadline without a word counts as killed at it', async () => {
  await begin();
  const deadline = new Date(Date.now() - 60_000).toISOString();
  pods.put(podObject('a', { deletionTimestamp: deadline, deletionGracePeriodSeconds: 30 }));
  pods.delete('uid-a', podObject('a', { deletionTimestamp: deadline, deletionGracePeriodSeconds: 0 }));
  await until(() => gone.length === 1, 'the end of the pod');
  expect(endings).toMatchObject([
    { reason: 'deadline', exitCode: null, graceSeconds: 30, endedAtMs: Date.parse(deadline) },
  ]);
});

test('a pod that goes away before its deadline without a word is not counted', async () => {
  await begin();
  const soon = new Date(Date.now() + 3_600_000).toISOString();
  const later = { deletionTimestamp: soon, deletionGracePeriodSeconds: 3_610 };
  pods.put(podObject('a', later));
  pods.delete('uid-a');
  await until(() => gone.length === 1, 'the end of the pod');
  expect(endings).toEqual([]);
});

test('what went away while nobody could watch is not blamed for a deadline that nobody saw', async () => {
  await begin();
  const deadlineMs = Date.now() + 4_000;
  pods.put(
    podObject('a', { deletionTimestamp: new Date(deadlineMs).toISOString(), deletionGracePeriodSeconds: 30 }),
  );
  await settled();
  pods.isSilent = true;
  pods.delete('uid-a');
  pods.forgetHistory();
  await until(() => Date.now() > deadlineMs, 'the deadline');
  pods.cutWatches('end');
  await until(() => gone.includes('uid-a'), 'the relist');
  expect(endings).toEqual([]);
  expect(alive.at(-1)).toEqual([`mark-${marks}`]);
});

test('a container that the node lost is not said to have hung', async () => {
  await begin();
  const status = endedStatus({ exitCode: 137, reason: 'ContainerStatusUnknown', finishedAt: at(30) });
  pods.put(podObject('a', { ...deletion, status }));
  await settled();
  expect(endings).toEqual([]);
});

test('a pod is described as long as it is there', async () => {
  pods.put(
    podObject('a', {
      ownerReferences: [{ apiVersion: 'apps/v1', kind: 'StatefulSet', name: 'orders', controller: true }],
    }),
  );
  await begin();
  expect(alive).toEqual([['uid-a']]);
  expect(watched.describePod('uid-a')).toEqual({
    node: expect.any(String),
    workload: { kind: 'StatefulSet', name: 'orders' },
    containers: [{ name: 'app', image: 'shop/orders:1.4' }],
  });
  pods.delete('uid-a');
  await until(() => gone.length === 1, 'its end');
  expect(watched.describePod('uid-a')).toBeNull();
});
