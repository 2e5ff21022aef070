import { expect, test } from '@jest/globals';
import { situationOf } from '../../../src/diagnosis/situation-of.ts';
import { atRest } from '../../../src/diagnosis/threads/at-rest.ts';
import type { ThreadState } from '../../../src/python/model/capture.ts';
import { captureOf, placeOf, threadOf } from '../../support/captures.ts';

function situationWith(...looks: Partial<ThreadState>[]) {
  const captures = looks.map((one, index) => ({
    seconds: index + 1,
    capture: captureOf({ threads: [threadOf({ isMain: true, ...one })] }),
  }));
  return situationOf({ captures, signal: null, graceSeconds: null, ended: false });
}

const asleep = (line: number) => ({
  waitsFor: { kind: 'sleep' as const },
  stack: [placeOf('poll', line, { codeId: 1 })],
});
const onItsWay = (line: number) => ({
  waitsFor: { kind: 'computing' as const },
  stack: [placeOf('poll', line, { codeId: 1 })],
});

test('who polls stands where it sleeps, wherever in its round the last look met it', () => {
  const situation = situationWith(asleep(7), onItsWay(5));
  expect(atRest(situation, situation.mainThread!).stack[0]!.line).toBe(7);
});

test('who computes in another function than it slept in stands where it is', () => {
  const elsewhere = { ...onItsWay(5), stack: [placeOf('other', 5, { codeId: 99 })] };
  const situation = situationWith(asleep(7), elsewhere);
  expect(atRest(situation, situation.mainThread!).stack[0]!.line).toBe(5);
});
