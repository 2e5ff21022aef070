import { expect, test } from '@jest/globals';
import { cyclesOf } from '../../../src/diagnosis/waits/cycles.ts';

const graph = (text: string) => {
  const edges = new Map<string, string[]>();
  for (const [from = '', to = ''] of text
    .split(' ')
    .filter(Boolean)
    .map((edge) => edge.split('>'))) {
    edges.set(from, [...(edges.get(from) ?? []), to]);
  }
  return edges;
};
const cyclesIn = (text: string) =>
  cyclesOf(graph(text))
    .map((one) => [...one].sort().join(''))
    .sort();

test('a chain has no cycle', () => expect(cyclesIn('a>b b>c c>d')).toEqual([]));
test('two tasks that wait for each other are one cycle', () =>
  expect(cyclesIn('a>b b>a x>a')).toEqual(['ab']));
test('a task that waits for itself is a cycle of one', () => expect(cyclesIn('a>a b>a')).toEqual(['a']));
test('two cycles that touch through one edge stay two', () =>
  expect(cyclesIn('a>b b>a b>c c>d d>c')).toEqual(['ab', 'cd']));
test('cycles that share a member are one group', () =>
  expect(cyclesIn('a>b b>c c>a b>d d>b')).toEqual(['abcd']));
test('a diamond is no cycle', () => expect(cyclesIn('a>b a>c b>d c>d')).toEqual([]));
test('a chain of 100,000 waits neither overflows the stack nor loops', () => {
  const edges = new Map(Array.from({ length: 100_000 }, (_, index) => [`${index}`, [`${index + 1}`]]));
  expect(cyclesOf(edges)).toEqual([]);
  edges.set('100000', ['0']);
  expect(cyclesOf(edges).map((one) => one.length)).toEqual([100_001]);
});
