import { expect, test } from '@jest/globals';
import { sumOf } from '../../../src/diagnosis/drains/clock-terms.ts';

const VALUES: Readonly<Record<string, number>> = { deadline: 100, started: 40, limit: 30, 'self.limit': 5 };
const named = (name: string) => {
  const value = VALUES[name];
  return value === undefined ? null : { clock: 0, rest: value };
};

test.each([
  ['deadline', 0, 100],
  ['time.monotonic()', 1, 0],
  ['asyncio.get_running_loop().time() - started', 1, -40],
  ['deadline - monotonic()', -1, 100],
  ['started + limit * 2', 0, 100],
  ['-(started - self.limit)', 0, -35],
  ['time.perf_counter_ns() / 1e9', 1, 0],
  ['60 * 1_0', 0, 600],
  ['self._clock() - 2.5', 1, -2.5],
])('%s is a sum of a clock and numbers', (text, clock, rest) => {
  const sum = sumOf(text, named);
  expect(sum?.clock).toBeCloseTo(clock);
  expect(sum?.rest).toBeCloseTo(rest);
});

test.each([
  'unknown',
  'len(jobs)',
  'deadline - jobs[0]',
  'time.monotonic() * time.monotonic()',
  'limit / 0',
  '',
])('of %p nothing is known', (text) => {
  expect(sumOf(text, named)).toBeNull();
});
