import { expect, test } from '@jest/globals';
import { blocksOf, spansOf } from '../../src/explain/markdown.ts';

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
    { kind: 'list', items: ['three four', 'five'] },
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
