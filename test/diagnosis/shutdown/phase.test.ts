import { expect, test } from '@jest/globals';
import type { CaptureAt } from '../../../src/diagnosis/context.ts';
import { phaseOf } from '../../../src/diagnosis/shutdown/phase.ts';
import { captureOf, placeOf, threadOf } from '../../support/captures.ts';

const callback = placeOf('Exporter.flush', 12, { kind: 'function' });
const serving = placeOf('<module>', 1, { kind: 'function' });

function lookAt(seconds: number, outermost: typeof callback): CaptureAt {
  return { seconds, capture: captureOf({ threads: [threadOf({ stack: [outermost] })] }) };
}

function phaseAfter(before: typeof callback, now: typeof callback) {
  const captures = [lookAt(-0.1, before), lookAt(2, now)];
  const signal = { number: 15, name: 'SIGTERM', sentBy: 'straggler' as const, sentToPid: 17 };
  const evidence = { captures, signal, graceSeconds: 2, ended: false };
  return phaseOf(evidence, captures[1]?.capture ?? captureOf());
}

test('a function that Python calls at exit is the outermost frame of the main thread', () => {
  expect(phaseAfter(serving, callback)).toBe('running-atexit');
});

test('a program that carries Python inside calls functions so before the signal too, and is not at its exit', () => {
  expect(phaseAfter(callback, callback)).toBe('draining');
});

test('a stack without its outermost frames, read before the signal of a thread that ran, says nothing of the program', () => {
  const torn = lookAt(-0.1, callback);
  const running = torn.capture.threads.map((one) => ({ ...one, state: 'R' }));
  const captures = [{ ...torn, capture: { ...torn.capture, threads: running } }, lookAt(2, callback)];
  const signal = { number: 15, name: 'SIGTERM', sentBy: 'straggler' as const, sentToPid: 17 };
  const evidence = { captures, signal, graceSeconds: 2, ended: false };
  expect(phaseOf(evidence, captures[1]?.capture ?? captureOf())).toBe('running-atexit');
});
