import { expect, test } from '@jest/globals';
import type { SignalQuestion } from '../../../src/shutdown/pod/signal-policy.ts';
import { decideSignal } from '../../../src/shutdown/pod/signal-policy.ts';

const kept = { cause: 'signal-not-forwarded', certainty: 'certain' } as const;
const wrapped: SignalQuestion = {
  policy: 'auto',
  elapsedMs: 1500,
  patienceMs: 1000,
  isFirstProcess: false,
  findings: [kept],
};
const codeOf = (part: Partial<SignalQuestion>) => decideSignal({ ...wrapped, ...part }).code;

test('a Python below a launcher that kept the signal is signalled once the kubelet had its time', () => {
  expect(codeOf({})).toBe('send');
  expect(codeOf({ elapsedMs: 999 })).toBe('wait');
});

test("the container's first process is the kubelet's to signal: never a second time", () => {
  expect(codeOf({ isFirstProcess: true })).toBe('never');
  expect(codeOf({ isFirstProcess: true, elapsedMs: 29_000 })).toBe('never');
});

test('a preStop hook that still runs, a guess, and a Python that drains are no reason to signal', () => {
  expect(codeOf({ findings: [{ cause: 'signal-not-sent', certainty: 'certain' }] })).toBe('wait');
  expect(codeOf({ findings: [{ ...kept, certainty: 'possible' }] })).toBe('wait');
  expect(codeOf({ findings: [] })).toBe('wait');
});

test('the settings have the last word, and every decision comes with its reason', () => {
  expect(codeOf({ policy: 'never' })).toBe('never');
  expect(codeOf({ policy: 'always', isFirstProcess: true, findings: [] })).toBe('send');
  expect(codeOf({ policy: 'always', elapsedMs: 10 })).toBe('wait');
  expect(decideSignal(wrapped).sentence).toBe("the container's first process did not pass the signal on");
});
