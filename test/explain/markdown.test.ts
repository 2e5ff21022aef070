import { expect, test } from '@jest/globals';
import { blocksOf, spansOf } from '../../src/explain/markdown.ts';

const paragraph = (text: string) => ({ kind: 'paragraph' as const, text });

test('headings, paragraphs, lists and code are told apart, and lines of one paragraph are joined', () => {
  const text = [
    '# A',
    '',
    'one',
    'two',
    '',
    '- three',
    '  four',
    '- five',
    '',
    '```python',
    '# no heading',
    '',
    'x',
    '```',
  ];
  expect(blocksOf(text.join('\n'))).toEqual([
    { kind: 'heading', level: 1, text: 'A' },
    { kind: 'paragraph', text: 'one two' },
    { kind: 'list', isOrdered: false, items: [[paragraph('three four')], [paragraph('five')]] },
    { kind: 'code', language: 'python', lines: ['# no heading', '', 'x'] },
  ]);
});

test('a block of code that is not closed goes to the end', () => {
  expect(blocksOf('```\na\nb')).toEqual([{ kind: 'code', language: '', lines: ['a', 'b'] }]);
});

test('code, bold words and links of a line are found, and what looks like them in code is left', () => {
  expect(spansOf('a `b **c**` **d** [e `f`](g.md) h')).toEqual([
    { kind: 'text', text: 'a ' },
    { kind: 'code', text: 'b **c**' },
    { kind: 'text', text: ' ' },
    { kind: 'bold', text: 'd' },
    { kind: 'text', text: ' ' },
    { kind: 'link', text: 'e f', address: 'g.md' },
    { kind: 'text', text: ' h' },
  ]);
});

test('an item of a list holds what is indented below it, code and tables too', () => {
  const text = '1. one\n\n   ```sh\n   ls\n   ```\n\n2. | a | b |\n   |---|---|\n   | c | d |\n\nafter\n';
  expect(blocksOf(text)).toEqual([
    {
      kind: 'list',
      isOrdered: true,
      items: [
        [paragraph('one'), { kind: 'code', language: 'sh', lines: ['ls'] }],
        [{ kind: 'table', head: ['a', 'b'], rows: [['c', 'd']] }],
      ],
    },
    paragraph('after'),
  ]);
});
