import { expect, test } from '@jest/globals';
import { isTorn } from '../../../src/diagnosis/looks/torn.ts';
import { captureOf, loopOf, placeOf, threadOf } from '../../support/captures.ts';

const machinery = placeOf('BaseEventLoop._run_once', 1980, { origin: 'python', package: 'asyncio' });
const step = placeOf('Feed.read', 17);

test('a running loop without a frame of its machinery was read while it moved', () => {
  const threads = [threadOf({ stack: [step] })];
  expect(isTorn(captureOf({ loops: [loopOf({ state: 'running' })], threads }))).toBe(true);
  expect(isTorn(captureOf({ loops: [loopOf({ state: 'waiting' })], threads }))).toBe(false);
});

test('a running loop whose step lies on its machinery is whole', () => {
  const threads = [threadOf({ stack: [machinery, step] })];
  expect(isTorn(captureOf({ loops: [loopOf({ state: 'running' })], threads }))).toBe(false);
});
