import { expect, test } from '@jest/globals';
import { ChunkBytes } from '../../src/delivery/chunk-bytes.ts';

test('gives the UTF-8 of each chunk, small or large, one after the other', () => {
  const bytes = new ChunkBytes();
  for (const chunk of ['', 'plain', 'Grüße, 例 🙂', 'ß'.repeat(100_000), 'x'.repeat(1_000_000), 'last'])
    expect(bytes.of(chunk).toString('utf8')).toBe(chunk);
});
