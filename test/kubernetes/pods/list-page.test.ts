import { expect, test } from '@jest/globals';
import { ListPage } from '../../../src/kubernetes/pods/list-page.ts';

const list = {
  kind: 'PodList',
  metadata: { resourceVersion: '7', continue: 'x[{"items":[' },
  other: [{ items: [1] }],
  items: [
    { metadata: { name: 'a"}]{[\\' }, spec: { items: [{ deep: [[]] }] } },
    { metadata: { name: 'ünï\u{1f9f5}' } },
    {},
  ],
  items2: [{ no: 'item' }],
};

function takeAll(text: string, size: number): { items: unknown[]; around: unknown } {
  const page = new ListPage();
  const bytes = Buffer.from(text);
  const items: unknown[] = [];
  for (let at = 0; at < bytes.length; at += size) items.push(...page.take(bytes.subarray(at, at + size)));
  return { items, around: page.end() };
}

test.each([1, 2, 3, 7, 64, 100_000])('a list that comes in chunks of %i bytes is taken apart', (size) => {
  for (const text of [JSON.stringify(list), JSON.stringify(list, null, 2)]) {
    const { items, around } = takeAll(text, size);
    expect(items).toEqual(list.items);
    expect(around).toEqual({ ...list, items: [] });
  }
});

test.each([
  ['no items', { metadata: { resourceVersion: '1' } }, []],
  ['an empty list', { items: [], metadata: { resourceVersion: '1' } }, []],
  ['items before the metadata', { items: [{ a: 1 }], metadata: { resourceVersion: '1' } }, [{ a: 1 }]],
])('%s are no trouble', (_title, given, expected) => {
  const { items, around } = takeAll(JSON.stringify(given), 5);
  expect(items).toEqual(expected);
  expect(around).toMatchObject({ metadata: { resourceVersion: '1' } });
});

test.each(['', '{"items":[{"a":1}', '<html>', '{"items":[{]}'])(
  'what is cut off or no list, like %j, throws',
  (text) => {
    expect(() => takeAll(text, 4)).toThrow();
  },
);

test('an item without end is not kept for ever', () => {
  const page = new ListPage();
  const chunk = Buffer.alloc(1_048_576, 'x');
  expect(() => {
    Array.from(page.take(Buffer.from('{"items":[{"a":"')));
    for (let count = 0; count < 20; count++) Array.from(page.take(chunk));
  }).toThrow('larger');
});
