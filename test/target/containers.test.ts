import { afterEach, expect, test } from '@jest/globals';
import { readContainers } from '../../src/target/containers.ts';
import { FakeSystem } from '../support/fake-system.ts';
import { POD_UID, PodSystem } from '../support/pod-system.ts';
import { endAll, start } from '../support/processes.ts';

afterEach(endAll);

/** As measured on a node: what anyone may read of a process of another container. */
function processFiles(
  pid: number,
  options: { comm: string; parent: number; start: number; group: string; mounts: string },
) {
  const { comm, parent, start: ticks, group, mounts } = options;
  const fields = Array.from({ length: 52 }, (_, index) => (index === 21 ? ticks : 0));
  const stat = `${pid} (${comm}) S ${parent} ${fields.slice(4).join(' ')}`;
  return {
    [`/proc/${pid}/status`]: `Name:\t${comm}\nState:\tS (sleeping)\nPPid:\t${parent}\nUid:\t1 1 1 1\nGid:\t1 1 1 1\nNSpid:\t${pid}\n`,
    [`/proc/${pid}/stat`]: stat,
    [`/proc/${pid}/cgroup`]: `12:memory:${group}\n0::${group}\n`,
    [`/proc/${pid}/mountinfo`]: mounts,
    [`/proc/${pid}/task/${pid}/status`]: `Name:\t${comm}\n`,
  };
}

const mount = (root: string) =>
  `29 1 0:26 / / rw - overlay overlay rw\n412 29 254:1 ${root} /dev/termination-log rw - ext4 /dev/vda1 rw\n`;

test('a container is named by the mount of its termination log, whatever folder the node keeps it in', () => {
  const system = new FakeSystem({
    ...processFiles(1, {
      comm: 'pause',
      parent: 0,
      start: 1,
      group: '/kubepods/podX/a',
      mounts: '29 1 0:26 / / rw - overlay overlay rw\n',
    }),
    ...processFiles(7, {
      comm: 'node',
      parent: 0,
      start: 2,
      group: '/kubepods/podX/b',
      mounts: mount('/data/lib/kubelet/pods/UID/containers/straggler/aa'),
    }),
    ...processFiles(20, {
      comm: 'python3',
      parent: 0,
      start: 9,
      group: '/kubepods/podX/c',
      mounts: mount('/var/lib/kubelet/pods/UID/containers/app/bb'),
    }),
    ...processFiles(30, {
      comm: 'sh',
      parent: 0,
      start: 5,
      group: '/kubepods/podX/c',
      mounts: mount('/var/lib/kubelet/pods/UID/containers/app/bb'),
    }),
    '/proc/self': '7',
  });
  const containers = readContainers(system);
  expect(containers.map(({ name, podUid, isOwn }) => ({ name, podUid, isOwn }))).toEqual([
    { name: null, podUid: null, isOwn: false },
    { name: 'straggler', podUid: 'UID', isOwn: true },
    { name: 'app', podUid: 'UID', isOwn: false },
  ]);
  // The first of a container is the one that started first, not the one with the lowest pid.
  expect(containers[2]!.processes.map(({ pid }) => pid)).toEqual([30, 20]);
});

test('a process that ends while it is read is left out', () => {
  const one = start('sleep', ['60']);
  const system = new PodSystem({ app: [one.pid, 4_194_000] });
  const app = readContainers(system).find(({ name }) => name === 'app')!;
  expect(app.processes.map(({ pid }) => pid)).toEqual([one.pid]);
  expect(app.podUid).toBe(POD_UID);
  system.close();
});
