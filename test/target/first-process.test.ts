import { expect, test } from '@jest/globals';
import { readFamily } from '../../src/target/family.ts';
import { FakeSystem } from '../support/fake-system.ts';

interface Sketch {
  pid: number;
  parent: number;
  command: string;
  cgroup?: string;
  inner?: number;
}

/** A machine (or a container, with `isMachine: false`) with these processes; `straggler` is the parent of Straggler, pid 5000. */
function machine(processes: Sketch[], { isMachine = true, straggler = 1 } = {}): FakeSystem {
  const files: Record<string, string> = {
    '/proc/self': '5000',
    '/proc/self/stat': `5000 (node) S ${straggler} 0`,
  };
  if (isMachine) files['/proc/2/comm'] = 'kthreadd\n';
  for (const { pid, parent, command, cgroup = '/', inner } of processes) {
    const ids = inner === undefined ? `${pid}` : `${pid}\t${inner}`;
    files[`/proc/${pid}/status`] = `Name:\tx\nState:\tS (sleeping)\nPPid:\t${parent}\nNSpid:\t${ids}\n`;
    files[`/proc/${pid}/stat`] = `${pid} (x) S ${parent} 0 0 0`;
    files[`/proc/${pid}/cmdline`] = command.replaceAll(' ', '\0');
    files[`/proc/${pid}/task/${pid}/children`] = '';
    files[`/proc/${pid}/cgroup`] = `0::${cgroup}\n`;
  }
  return new FakeSystem(files);
}

const systemd = { pid: 1, parent: 0, command: '/sbin/init' };

test('in a container that holds Straggler too, PID 1 is the first even if it is no known launcher', () => {
  const processes = [
    { pid: 1, parent: 0, command: '/entrypoint' },
    { pid: 7, parent: 1, command: 'python app.py' },
  ];
  expect(readFamily(machine(processes, { isMachine: false }), 7).firstPid).toBe(1);
});

test('on a machine, PID 1 is not the first process of a program started in a session', () => {
  const processes = [systemd, { pid: 7, parent: 1, command: 'python app.py' }];
  expect(readFamily(machine(processes), 7).firstPid).toBe(7);
});

test('with a shared pid namespace each container has a first process of its own, which has no parent in sight', () => {
  const processes = [
    { pid: 1, parent: 0, command: '/pause', cgroup: '/kubepods/pod1/pause' },
    { pid: 17, parent: 0, command: '/bin/sh -c app', cgroup: '/kubepods/pod1/app' },
    { pid: 18, parent: 17, command: 'python app.py', cgroup: '/kubepods/pod1/app' },
  ];
  expect(readFamily(machine(processes, { isMachine: false }), 18).firstPid).toBe(17);
});

test('an orphan that the pause process took over does not make pause its first process', () => {
  const processes = [
    { pid: 1, parent: 0, command: '/pause', cgroup: '/kubepods/pod1/pause' },
    { pid: 18, parent: 1, command: 'python app.py', cgroup: '/kubepods/pod1/app' },
  ];
  expect(readFamily(machine(processes, { isMachine: false }), 18).firstPid).toBe(18);
});

test('the outermost process of a systemd service is its first', () => {
  const cgroup = '/system.slice/shop.service';
  const processes = [
    systemd,
    { pid: 40, parent: 1, command: '/opt/start', cgroup },
    { pid: 41, parent: 40, command: 'python app.py', cgroup },
  ];
  const family = readFamily(machine(processes), 41);
  expect(family.firstPid).toBe(40);
  expect(family.ancestors.map(({ pid }) => pid)).toEqual([40]);
});

test('seen from the machine, the runtime above a container is outside of it', () => {
  const processes = [
    systemd,
    { pid: 300, parent: 1, command: 'containerd-shim' },
    { pid: 301, parent: 300, command: 'dash -c app', inner: 1 },
    { pid: 302, parent: 301, command: 'python app.py', inner: 8 },
  ];
  const family = readFamily(machine(processes), 302);
  expect(family.firstPid).toBe(301);
  expect(family.ancestors.map(({ pid }) => pid)).toEqual([301]);
});

test.each([
  { above: 'bash', first: 7, why: 'an interactive shell is its user' },
  { above: '-bash', first: 7, why: 'a login shell is its user' },
  { above: 'bash -i', first: 7, why: 'an interactive shell is its user' },
  { above: 'bash -lc python', first: 6, why: 'a shell with -c is there for its command' },
  { above: '/bin/sh /entrypoint.sh', first: 6, why: 'a shell with a script is there for the script' },
  { above: 'uv run app.py', first: 6, why: 'uv run stays above what it runs' },
  {
    above: '/usr/bin/python3 /usr/bin/poetry run app',
    first: 6,
    why: 'poetry is a Python script that stays above',
  },
  { above: 'tini -- python app.py', first: 6, why: 'tini is an init for one program' },
  { above: 'python -m pytest', first: 7, why: 'a test runner has a life of its own' },
  { above: 'node jest.js', first: 7, why: 'a test runner has a life of its own' },
])('in a session below `$above` the first process is $first: $why', ({ above, first }) => {
  const processes = [
    systemd,
    { pid: 6, parent: 1, command: above },
    { pid: 7, parent: 6, command: 'python app.py' },
  ];
  expect(readFamily(machine(processes), 7).firstPid).toBe(first);
});

test('the shell that runs both the target and Straggler is not the first process of the target', () => {
  const processes = [
    systemd,
    { pid: 6, parent: 1, command: 'bash -c all' },
    { pid: 7, parent: 6, command: 'python app.py' },
  ];
  expect(readFamily(machine(processes, { straggler: 6 }), 7).firstPid).toBe(7);
});
