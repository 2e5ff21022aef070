import { expect, test } from '@jest/globals';
import { Deadline } from '../../src/shutdown/clock.ts';
import { exitStatusOf, outcomeOf } from '../../src/shutdown/outcome.ts';
import { reportId } from '../../src/shutdown/report-id.ts';
import { captureTimes, nextCapture } from '../../src/shutdown/schedule.ts';
import { Timeline } from '../../src/shutdown/timeline.ts';

test('what is left of a deadline shrinks to nothing, and never below', () => {
  let nowMs = 100;
  const deadline = new Deadline(1000, () => nowMs);
  expect(deadline.leftMs()).toBe(1000);
  nowMs = 900;
  expect(deadline.leftMs()).toBe(200);
  nowMs = 5000;
  expect([deadline.leftMs(), deadline.elapsedSeconds()]).toEqual([0, 4.9]);
});

test.each([500, 1000, 5000, 30_000, 600_000])(
  'with %i ms of grace looks come early, grow apart, and end before the deadline',
  (graceMs) => {
    const times = captureTimes(graceMs, 10);
    expect(times[0]).toBeLessThan(100);
    expect(times.length).toBeGreaterThanOrEqual(2);
    const last = times.at(-1)!;
    expect(last).toBeLessThan(graceMs);
    expect(last).toBeGreaterThan(0.85 * graceMs);
    const gaps = times.slice(1).map((atMs, index) => atMs - times[index]!);
    for (const gap of gaps) expect(gap).toBeGreaterThan(0);
    for (const [index, gap] of gaps.slice(0, -1).entries())
      if (index > 0) expect(gap).toBeGreaterThanOrEqual(gaps[index - 1]!);
    expect(Math.max(...gaps)).toBeLessThan(30_000);
  },
);

test.each([20_000, 30_000, 120_000])(
  'with %i ms of grace no two looks lie further apart than what took the time of a late stop may be wrong by',
  (graceMs) => {
    const times = captureTimes(graceMs, 10);
    const gaps = times.slice(1).map((atMs, index) => atMs - times[index]!);
    expect(Math.max(...gaps)).toBeLessThanOrEqual(0.15 * graceMs);
    expect(times.length).toBeLessThan(20);
  },
);

test('a process that takes long to look at is looked at earlier for the last time', () => {
  expect(captureTimes(30_000, 2000).at(-1)).toBeLessThan(27_000);
});

test('a tiny grace period still has a look', () => {
  expect(captureTimes(10, 5)).toHaveLength(1);
  expect(captureTimes(10, 5)[0]).toBeLessThan(10);
});

test('of the looks that were missed only the latest is made up for', () => {
  const times = [30, 150, 400, 900];
  expect(nextCapture(times, 0, 0)).toBe(0);
  expect(nextCapture(times, 500, 1)).toBe(2);
  expect(nextCapture(times, 500, 3)).toBe(3);
  expect(nextCapture(times, 9999, 4)).toBeNull();
  expect(nextCapture(times, 9999, 1)).toBe(3);
});

test.each([
  [null, 'hung', 1, 1],
  [1, 'exited', 0, 0],
  [24, 'exited', 0, 0],
  [24.1, 'slow', 0, 1],
] as const)('an exit after %p of 24 s counts as %s', (exitedAfterSeconds, outcome, status, strictStatus) => {
  expect(outcomeOf({ exitedAfterSeconds, slowSeconds: 24 })).toBe(outcome);
  expect(exitStatusOf(outcome, false)).toBe(status);
  expect(exitStatusOf(outcome, true)).toBe(strictStatus);
});

test('ids sort by time and differ within a millisecond', () => {
  const ids = [1, 2, 1_700_000_000_000, 1_700_000_000_001, 2 ** 47].map(reportId);
  expect(ids.toSorted()).toEqual(ids);
  for (const id of ids) expect(id).toMatch(/^[0-9A-HJKMNP-TV-Z]{26}$/);
  expect(reportId(5)).not.toBe(reportId(5));
});

test('what happened before the signal has negative seconds', () => {
  let nowMs = 1000;
  const timeline = new Timeline(() => nowMs);
  timeline.add('started', 'process 17');
  nowMs = 3500;
  timeline.add('signal-sent', 'SIGTERM');
  expect(timeline.since(3500).map(({ seconds }) => seconds)).toEqual([-2.5, 0]);
});
