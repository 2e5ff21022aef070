import { describe, expect, test } from '@jest/globals';
import { backlogOf } from '../../../src/diagnosis/drains/backlog.ts';
import { situationOf } from '../../../src/diagnosis/situation-of.ts';
import { captureOf } from '../../support/captures.ts';

/** Looks since the signal, with what each counted. */
function situationWith(counts: readonly [seconds: number, left: number | null][], graceSeconds = 4) {
  const captures = counts.map(([seconds, left]) => ({
    seconds,
    capture: captureOf({ doneTasks: left ?? -1 }),
  }));
  return situationOf({
    captures,
    signal: { number: 15, sentBy: 'straggler', sentToPid: 17, seconds: 0 } as never,
    graceSeconds,
    ended: false,
  });
}

function found(
  counts: readonly [number, number | null][],
  what: 'items' | 'tasks' | 'rounds' = 'items',
  grace = 4,
) {
  return backlogOf(situationWith(counts, grace), what, ({ doneTasks }) => (doneTasks < 0 ? null : doneTasks));
}

describe('what becomes less from look to look', () => {
  test('is a drain, with the seconds until it ends at the pace so far', () => {
    expect(
      found([
        [0.1, 60],
        [1.1, 56],
        [2.1, 52],
      ]),
    ).toMatchObject({
      first: { left: 60 },
      last: { left: 52 },
      secondsLeft: 13,
    });
  });

  test('is none when it would be done before the deadline', () => {
    expect(
      found([
        [0.1, 10],
        [1.1, 6],
        [2.1, 2],
      ]),
    ).toBeNull();
    expect(
      found(
        [
          [0.1, 10],
          [1.1, 6],
          [2.1, 2],
        ],
        'items',
        2.2,
      ),
    ).not.toBeNull();
  });

  test('is none when it has become more in between', () => {
    expect(
      found([
        [0.1, 60],
        [1.1, 61],
        [2.1, 52],
        [3.1, 40],
      ]),
    ).toBeNull();
  });

  test('is none when it has stood still for longer than a piece took', () => {
    expect(
      found([
        [0.1, 60],
        [0.5, 58],
        [0.9, 55],
        [1.9, 55],
        [3.8, 55],
      ]),
    ).toBeNull();
    expect(
      found([
        [0.1, 60],
        [0.5, 60],
        [0.9, 59],
        [1.9, 58],
        [2.9, 58],
        [3.8, 57],
      ]),
    ).not.toBeNull();
  });

  test('is none when it became less once only, or tasks twice', () => {
    expect(
      found([
        [0.1, 60],
        [1.1, 52],
      ]),
    ).toBeNull();
    expect(
      found(
        [
          [0.1, 60],
          [1.1, 56],
          [2.1, 52],
        ],
        'tasks',
      ),
    ).toBeNull();
    expect(
      found(
        [
          [0.1, 60],
          [1.1, 56],
          [2.1, 52],
          [3.1, 48],
        ],
        'tasks',
      ),
    ).not.toBeNull();
  });

  test('is told of rounds by two looks only where many were done between them', () => {
    const rounds = (left: number) =>
      found(
        [
          [0.1, 60],
          [1.1, 59],
          [2.1, left],
        ],
        'rounds',
      );
    expect(rounds(58)).toBeNull();
    expect(rounds(50)).toMatchObject({ last: { left: 50 } });
  });

  test('is read over a look that could not tell', () => {
    expect(
      found([
        [0.1, 60],
        [1.1, null],
        [2.1, 52],
        [3.1, 48],
      ]),
    ).toMatchObject({ last: { left: 48 } });
  });
});
