import { expect, test } from '@jest/globals';
import { bounded } from '../../../src/collector/web/bounded.ts';

test('what does not answer in time is a problem that can be tried again', async () => {
  const silence = new Promise<never>(() => undefined);
  await expect(bounded(silence, 'The store', 5)).rejects.toMatchObject({ code: 'too-slow', status: 503 });
});

test('what answers in time is passed on, and so is what fails', async () => {
  expect(await bounded(Promise.resolve(3), 'The store', 1_000)).toBe(3);
  await expect(bounded(Promise.reject(new Error('no')), 'The store', 1_000)).rejects.toThrow('no');
});
