import { expect, test } from '@jest/globals';
import { sumOf } from '../../../src/diagnosis/drains/clock-terms.ts';

const VALUES: Readonly<Record<string, number>> = { deadline: 100, started: 40, limit: 30, 'self.limit': 5 };
const terms = {
  localOffsetSeconds: 3_600,
  valueNamed(name: string) {
    const value = VALUES[name];
    return value === undefined ? null : { clock: 0, rest: value };
  },
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
  ['datetime.now() - started', 1, 3_560],
  ['dt.datetime.utcnow()', 1, 0],
  ['datetime.now(tz=ZoneInfo("Asia/Tokyo"))', 1, 0],
  ['timedelta(minutes=2, seconds=limit)', 0, 150],
  ['time.monotonic() - limit.total_seconds()', 1, -30],
  ['(datetime.now(timezone.utc) - started).total_seconds()', 1, -40],
])('%s is a sum of a clock and numbers', (text, clock, rest) => {
  const sum = sumOf(text, terms);
  expect(sum?.clock).toBeCloseTo(clock);
  expect(sum?.rest).toBeCloseTo(rest);
});

test.each([
  'unknown',
  'len(jobs)',
  'deadline - jobs[0]',
  'time.monotonic() * time.monotonic()',
  'limit / 0',
  'timedelta(limit)',
  'timedelta(months=1)',
  '',
])('of %p nothing is known', (text) => {
  expect(sumOf(text, terms)).toBeNull();
});

test('A local time is not known where the offset of the process is not', () => {
  expect(sumOf('datetime.now()', { ...terms, localOffsetSeconds: null })).toBeNull();
});
