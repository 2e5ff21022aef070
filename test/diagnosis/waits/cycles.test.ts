import { expect, test } from '@jest/globals';
import { cyclesOf, deadlocksOf } from '../../../src/diagnosis/waits/cycles.ts';

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

const deadlocksIn = (text: string, anyOf: string) =>
  deadlocksOf(graph(text), (id) => anyOf.includes(id))
    .map((one) => [...one].sort().join(''))
    .sort();

test('who waits for any of two is in no deadlock while one of them is outside of it', () => {
  expect(deadlocksIn('a>b a>c b>a', 'a')).toEqual([]);
  expect(deadlocksIn('a>b a>c b>a', 'b')).toEqual(['ab']);
  expect(deadlocksIn('a>b a>c b>a c>a', 'a')).toEqual(['abc']);
});
test('a way out opens every circle that hung on it', () => {
  expect(deadlocksIn('a>b a>x b>c b>a c>b', 'ac')).toEqual(['bc']);
  expect(deadlocksIn('a>b a>x b>c b>a c>b', 'ab')).toEqual([]);
});
