import { expect, test } from '@jest/globals';
import { cut, cutBytes, jsonString, markup, tidyName, tidyPath, visible } from '../../src/report/sanitise.ts';

test('a cut never splits a character', () => {
  for (let limit = 0; limit < 12; limit++) {
    const short = cut('ab🐍🐍🐍cdef', limit);
    expect(short.isWellFormed()).toBe(true);
    expect(short.length).toBeLessThanOrEqual(Math.max(limit, 1));
  }
  expect(cut('short', 5)).toBe('short');
});

test('a cut by bytes ends at a character and uses the room it has', () => {
  const text = 'aé漢🐍'.repeat(10);
  for (let limit = 3; limit < Buffer.byteLength(text); limit++) {
    const bytes = Buffer.byteLength(cutBytes(text, limit));
    expect(bytes).toBeLessThanOrEqual(limit);
    expect(bytes).toBeGreaterThan(limit - 4);
    expect(text.startsWith(cutBytes(text, limit).slice(0, -1))).toBe(true);
  }
  expect(cutBytes(text, 100)).toBe(text);
});

test('names are bounded, and lone surrogates replaced', () => {
  expect(tidyName('x'.repeat(201))).toBe(`${'x'.repeat(199)}…`);
  expect(tidyName('\ud800')).toBe('\ufffd');
  expect(tidyPath(`/${'d/'.repeat(2_000)}app.py`)).toMatch(/^….*\/app\.py$/);
});

test.each([
  ['\x1b[31m', '\\x1b[31m'],
  ['a\nb\tc\r', 'a\\nb\\tc\\r'],
  ['\u009b2J', '\\x9b2J'],
  ['\u202egpj.exe', '\\u202egpj.exe'],
  ['zero\u200bwidth', 'zero\\u200bwidth'],
  ['\ud800', '\\ud800'],
  ['\u{e0041}', '\\u{e0041}'],
  ['\ufffe', '\\ufffe'],
  ['漢字 é 👩‍🚀 — fine', '漢字 é 👩‍🚀 — fine'],
])('%j is shown as %j', (text, shown) => {
  expect(visible(text)).toBe(shown);
});

test('markup means nothing any more', () => {
  expect(markup(`<a href="x" title='y'>&amp;</a>\0`)).toBe(
    '&lt;a href=&quot;x&quot; title=&#39;y&#39;&gt;&amp;amp;&lt;/a&gt;\\x00',
  );
});

test('JSON strings read back as they were', () => {
  for (const text of ['plain', '"quoted"\\', '\x1b\u202e\u2028', '漢🐍', '\u{e0041}', '']) {
    expect(JSON.parse(jsonString(text))).toBe(text);
  }
});
