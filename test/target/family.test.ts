import { afterEach, expect, test } from '@jest/globals';
import type { ProcessFamily } from '../../src/target/facts.ts';
import { readFamily } from '../../src/target/family.ts';
import { LiveSystem } from '../../src/target/live-system.ts';
import { FakeSystem } from '../support/fake-system.ts';
import { childOf, endAll, start, stateOf, until } from '../support/processes.ts';

const system = new LiveSystem();
const isRoot = process.getuid?.() === 0;
afterEach(endAll);

const pidsAbove = (family: ProcessFamily) => family.ancestors.map(({ pid }) => pid);

test('a process started by hand is its own first process, and the one who started it is above it', async () => {
  const child = start('sleep', ['60']);
  await until(() => stateOf(child.pid) === 'S', 'sleep asleep');
  const family = readFamily(system, child.pid);
  expect(family.firstPid).toBe(child.pid);
  expect(pidsAbove(family)[0]).toBe(process.pid);
  expect(family.target).toMatchObject({ comm: 'sleep', command: ['sleep', '60'], state: 'S', isInit: false });
});

test('a shell that waits for the target is the first process', async () => {
  const shell = start('sh', ['-c', 'sleep 60; true']);
  const target = await childOf(shell.pid, 'sleep');
  const family = readFamily(system, target);
  expect(family.firstPid).toBe(shell.pid);
  expect(pidsAbove(family).slice(0, 2)).toEqual([shell.pid, process.pid]);
});

test('launchers in a row count up to the outermost', async () => {
  const outer = start('sh', ['-c', "timeout 60 sh -c 'sleep 50; true'; true"]);
  const timeout = await childOf(outer.pid, 'timeout');
  const inner = await childOf(timeout, 'sh');
  const target = await childOf(inner, 'sleep');
  expect(readFamily(system, target).firstPid).toBe(outer.pid);
});

test('what Straggler started itself is the first process, whatever is above it', async () => {
  const outer = start('sh', ['-c', "sh -c 'sleep 60; true'; true"]);
  const inner = await childOf(outer.pid, 'sh');
  const target = await childOf(inner, 'sleep');
  const family = readFamily(system, target, { rootPid: inner });
  expect(family.firstPid).toBe(inner);
  expect(pidsAbove(family)).toEqual([inner]);
});

test('children come before grandchildren', async () => {
  const shell = start('sh', ['-c', "sh -c 'sleep 60; true' & sleep 61 & wait"]);
  const grandchild = await childOf(await childOf(shell.pid, 'sh'), 'sleep');
  const sleeper = await childOf(shell.pid, 'sleep');
  const below = await until(() => {
    const { descendants } = readFamily(system, shell.pid);
    return descendants.length === 3 && descendants.map(({ pid }) => pid);
  }, 'three descendants');
  expect(below[2]).toBe(grandchild);
  expect(below.slice(0, 2)).toContain(sleeper);
});

(isRoot ? test : test.skip)(
  'the first process of a pid namespace is the first, and the family ends there',
  async () => {
    const outside = start('unshare', ['--pid', '--fork', 'sh', '-c', 'sleep 60; true']);
    const init = await childOf(outside.pid, 'sh');
    const target = await childOf(init, 'sleep');
    const family = readFamily(system, target);
    expect(family.firstPid).toBe(init);
    expect(pidsAbove(family)).toEqual([init]);
    expect(family.ancestors[0]).toMatchObject({ isInit: true });
    expect(family.target.namespacePids).toHaveLength(2);
  },
);

test('a family is read where the kernel lists no processes, and an answer that makes no sense ends that branch', () => {
  const files: Record<string, string | { code: string }> = {};
  for (const [pid, parent] of [
    [9, 4],
    [4, 0],
  ]) {
    const folder = `/proc/${pid}`;
    files[`${folder}/status`] = `Name:\tsh\nState:\tS\nPid:\t${pid}\nPPid:\t${parent}\nUid:\t0\t0\t0\t0\n`;
    files[`${folder}/stat`] = `${pid} (sh) S ${parent} ${'0 '.repeat(48)}`;
  }
  class Unlisted extends FakeSystem {
    override list(path: string): string[] {
      if (path === '/proc/9/task') return ['9'];
      throw Object.assign(new Error(path), { code: path === '/proc' ? 'ENOENT' : 'EIO' });
    }
  }
  const family = readFamily(new Unlisted(files), 9);
  expect(family.target.pid).toBe(9);
  expect([family.ancestors, family.descendants]).toEqual([[], []]);
});

test('a pid that nobody has is said to be so, with what to do', () => {
  expect(() => readFamily(system, 4_194_300)).toThrow(
    expect.objectContaining({ code: 'no-such-process', message: expect.stringContaining('4194300') }),
  );
});

test('every thread is described with its state, wait channel and system call', async () => {
  const child = start(process.execPath, ['-e', 'setInterval(() => 0, 1e6)']);
  const threads = await until(() => {
    const found = readFamily(system, child.pid).target.threads;
    return found.length > 2 && /^epoll_p?wait$/.test(found[0]?.syscall?.name ?? '') && found;
  }, 'the main thread in epoll_wait');
  expect(threads[0]).toMatchObject({ tid: child.pid, state: 'S', waitChannel: expect.any(String) });
  expect(threads[0]!.syscall!.arguments).toHaveLength(6);
});

test('a zombie is seen as one and has no command line', async () => {
  const shell = start('sh', ['-c', 'sleep 0.01 & exec sleep 60']);
  const zombie = await until(() => {
    const { descendants } = readFamily(system, shell.pid);
    return descendants.find(({ state }) => state === 'Z');
  }, 'a zombie');
  expect(zombie.command).toEqual([]);
});

(isRoot ? test : test.skip)(
  'what Straggler started itself is above the target, through a pid namespace too',
  async () => {
    const outer = start('unshare', ['--fork', '--pid', 'sh', '-c', 'sleep 60; true']);
    const inner = await childOf(outer.pid, 'sh');
    const target = await childOf(inner, 'sleep');
    const family = readFamily(system, target, { rootPid: outer.pid });
    expect(family.firstPid).toBe(outer.pid);
    expect(pidsAbove(family)).toEqual([inner, outer.pid]);
    expect(pidsAbove(readFamily(system, target))).toEqual([inner]);
  },
);
