import { expect, test } from '@jest/globals';
import { threadIdsInside } from '../../../src/python/threads/thread-ids.ts';
import type { ProcessFacts, ThreadFacts } from '../../../src/target/facts.ts';
import { FakeSystem } from '../../support/fake-system.ts';

const facts = (pid: number, namespacePids: number[], tids: number[]) =>
  ({ pid, namespacePids, threads: tids.map((tid) => ({ tid }) as ThreadFacts) }) as ProcessFacts;

test('without a pid namespace a thread has one id', () => {
  expect([...threadIdsInside(new FakeSystem({}), facts(17, [17], [17, 18]))]).toEqual([
    [17, 17],
    [18, 18],
  ]);
});

test('seen from outside, the id that Python knows leads to the kernel’s', () => {
  const system = new FakeSystem({
    '/proc/4711/task/4711/status': 'Name:\tpython\nNSpid:\t4711\t1\nThreads:\t2\n',
    '/proc/4711/task/4720/status': 'Name:\tpython\nNSpid:\t4720\t9\t8\n',
  });
  const ids = threadIdsInside(system, facts(4711, [4711, 1], [4711, 4720, 4721]));
  expect([...ids]).toEqual([
    [1, 4711],
    [8, 4720],
  ]);
});
