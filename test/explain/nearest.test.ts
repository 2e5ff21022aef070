import { expect, test } from '@jest/globals';
import { nearestCauses } from '../../src/explain/nearest.ts';

test.each([
  ['swalowed', 'cancel-swallowed'],
  ['cancel_swallowed', 'cancel-swallowed'],
  ['CLEANUP-STUCK', 'cleanup-stuck'],
  ['finalyzer', 'asyncgen-finalizer-stuck'],
  ['thread-not-deamon', 'thread-not-daemon'],
])('for %s the first that is offered is %s', (word, cause) => expect(nearestCauses(word)[0]).toBe(cause));

test('a part of several codes offers some of them, and no flood', () => {
  const near = nearestCauses('loop');
  expect(near).toHaveLength(4);
  for (const cause of near) expect(cause).toContain('loop');
});

test.each(['', 'qqqqqq', 'x'.repeat(100_000)])('what is like none offers none', (word) =>
  expect(nearestCauses(word)).toEqual([]),
);
