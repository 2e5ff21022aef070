import { expect, test } from '@jest/globals';
import { flagState, hasRun, hasTold, isDue } from '../../../src/diagnosis/signal/flag-state.ts';
import type { Capture, HandlerFlag, SignalHandler } from '../../../src/python/model/capture.ts';

const SIGTERM = 15;

function handler(flags: HandlerFlag[], tripped = false): SignalHandler {
  return {
    signal: SIGTERM,
    registeredBy: 'python',
    function: 'stop',
    place: null,
    stores: [],
    calls: [],
    callees: [],
    mentions: [],
    flags,
    mostArguments: null,
    leastArguments: null,
    calledWith: null,
    coroutines: [],
    wakesUp: null,
    loopId: null,
    boundTo: null,
    tripped,
  };
}

function value(one: string, kind: HandlerFlag['kind'] = 'word'): HandlerFlag {
  return { name: 'running', isSet: null, value: one, kind, inClass: false };
}

function event(isSet: boolean): HandlerFlag {
  return { name: 'stop', isSet, value: null, kind: 'event', inClass: false };
}

function looks(before: SignalHandler | null, now: SignalHandler) {
  const capture = (one: SignalHandler) => ({ loops: [], signalHandlers: [one] }) as unknown as Capture;
  return {
    before: before === null ? null : capture(before),
    last: capture(now),
    evidence: {
      captures: [],
      signal: { number: SIGTERM, name: 'SIGTERM', sentBy: 'straggler' as const, sentToPid: 1 },
      graceSeconds: 4,
      ended: false,
    },
  };
}

test('a value that is another object than before the signal was set, and the same one was not', () => {
  const before = handler([value('0x10')]);
  expect(flagState(looks(before, handler([value('0x20')])), before, 'running')).toBe('set');
  expect(flagState(looks(before, before), before, 'running')).toBe('unset');
});

test('without a look from before the signal a value tells nothing, and an event tells that it is not set', () => {
  const now = handler([value('0x10'), event(false)]);
  expect(flagState(looks(null, now), now, 'running')).toBe('unknown');
  expect(flagState(looks(null, now), now, 'stop')).toBe('unset');
});

test('an event that was set already tells nothing', () => {
  const before = handler([event(true)]);
  expect(flagState(looks(before, before), before, 'stop')).toBe('unknown');
});

test('a handler has run where one of its flags has changed, and not where none has', () => {
  const before = handler([value('0x10'), event(false)]);
  expect(hasRun(looks(before, handler([value('0x10'), event(true)])), before)).toBe(true);
  expect(hasRun(looks(before, before), before)).toBe(false);
  expect(hasRun(looks(handler([]), handler([])), handler([]))).toBeNull();
});

test('a signal that the interpreter has marked and not handled has not run its handler', () => {
  const before = handler([value('0x10')]);
  const now = looks(before, handler([value('0x10')], true));
  expect(isDue(now)).toBe(true);
  expect(hasRun(now, before)).toBe(false);
});

test('a count that has changed is no word to anybody', () => {
  const before = handler([value('0x10', 'value')]);
  expect(hasTold(looks(before, handler([value('0x20', 'value')])), before)).toBe(false);
});
