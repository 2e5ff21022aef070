import { expect, test } from '@jest/globals';
import { peakWords, sparkline } from '../../../src/collector/web/pages/sparkline.ts';
import { ago, when } from '../../../src/collector/web/pages/when.ts';
import { imageList, imageName, longImageName } from '../../../src/collector/web/pages/words.ts';
import { NOW_MS } from './support/cluster-scene.ts';

test.each([
  [0, 'just now'],
  [-5_000, 'just now'],
  [59_999, 'just now'],
  [60_000, '1 min ago'],
  [119 * 60_000, '119 min ago'],
  [2 * 3_600_000, '2 h ago'],
  [47 * 3_600_000, '47 h ago'],
  [48 * 3_600_000, '2 d ago'],
])('%d ms are "%s"', (ms, words) => {
  expect(ago(NOW_MS - ms, NOW_MS)).toBe(words);
});

test.each([Number.NaN, Number.POSITIVE_INFINITY, -1e300])('%d is no moment, and breaks no page', (atMs) => {
  expect(when(atMs, NOW_MS).text).toContain('unknown');
});

test('the last bar is today, and the words say what the bars show', () => {
  const { text } = sparkline([0, 4, 2], NOW_MS);
  expect(text).toContain('aria-label="Last 3 days: 4 on 2026-11-27, 2 on 2026-11-28"');
  expect(text.match(/class="day"/g)).toHaveLength(1);
  expect(text.match(/class="today"/g)).toHaveLength(1);
  expect(peakWords([0, 4, 2])).toBe('up to 4 a day');
  expect(peakWords([0, 0])).toBe('none in these days');
});

test('one of many is still to be seen', () => {
  expect(sparkline([1, 100_000], NOW_MS).text).toContain('height="3"');
});

test('an image is named without its registry, and a digest by its beginning', () => {
  const digest = `registry.example:5000/a/b@sha256:${'0123456789abcdef'.repeat(4)}`;
  expect(imageName('registry.example:5000/a/b:1.2')).toBe('b:1.2');
  expect(imageName(digest)).toBe('b@0123456789ab');
  expect(longImageName(digest)).toBe('registry.example:5000/a/b@0123456789ab');
  expect(imageName(null)).toBe('image unknown');
});

test('of many images the first and the last ones are named', () => {
  const images = ['a:1', 'a:2', 'a:3', 'a:4'].map((image) => ({
    image,
    firstSeenMs: 0,
    lastSeenMs: 0,
    occurrences: 1,
  }));
  expect(imageList(images, 3).text.replace(/<[^>]+>/g, '')).toMatch(/^a:1\s+…\s+a:3\s+a:4$/);
});
