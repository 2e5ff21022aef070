import { expect, test } from '@jest/globals';
import { endingComparisons, setInLoop } from '../../../src/diagnosis/drains/loop-tests.ts';

const sides = (lines: string[], loop: 'while' | 'for' = 'while') =>
  endingComparisons(lines, loop).map(({ left, right, line }) => `${line}: ${left} ~ ${right}`);

test('each part of a condition that is joined by "and" ends the loop alone', () => {
  expect(sides(['while self.active and (time() < deadline):  # a minute'])).toEqual(['0: time() ~ deadline']);
});

test('a part that is joined by "or" does not', () => {
  expect(sides(['while active or time() < deadline:'])).toEqual([]);
});

test('a condition may go over several lines', () => {
  expect(sides(['while (', 'active', 'and waited <= limit', '):', 'waited += 1'])).toEqual([
    '0: waited ~ limit',
  ]);
});

test('a loop may stand on one line', () => {
  expect(sides(['while now() < ends[1:2] or end: pause(0.1)'])).toEqual([]);
  expect(sides(['while now() < end and count() > 1: pause(0.1)'])).toEqual([
    '0: now() ~ end',
    '0: count() ~ 1',
  ]);
});

test('a test within that breaks, returns or raises ends it; one that does something else does not', () => {
  const lines = [
    'while True:',
    'if (left := end - now()) <= 0 or stop:',
    'break',
    'if tries > 5: raise TimeoutError',
    'if count > 3:',
    'count = 0',
    'if done and waited > 9:',
    'return',
  ];
  expect(sides(lines)).toEqual(['1: (end - now()) ~ 0', '3: tries ~ 5']);
});

test('the header of a for is no comparison', () => {
  expect(sides(['for _ in range(600):', 'if clock() >= end:', 'return'], 'for')).toEqual([
    '1: clock() ~ end',
  ]);
});

test('what a name is set to is told where it is set once', () => {
  const lines = ['while True:', 'elapsed: float = now() - start  # so far', 'tries = 1', 'tries = tries + 1'];
  expect(setInLoop(lines, 'elapsed')).toBe('now() - start');
  expect(setInLoop(lines, 'tries')).toBeNull();
  expect(setInLoop(lines, 'start')).toBeNull();
});
