import { expect, test } from '@jest/globals';
import type { SignalHandler } from '../../../src/python/model/capture.ts';
import { sigtermOf } from '../../../src/report/build/sigterm.ts';
import type { SignalMasks } from '../../../src/target/facts.ts';
import { captureOf, loopOf, masksOf, placeOf, processOf } from '../../support/captures.ts';

const SIGTERM_BIT = 1n << 14n;

function handler(name: string | null, part: Partial<SignalHandler> = {}): SignalHandler {
  return {
    signal: 15,
    registeredBy: 'python',
    function: name,
    place: name === null ? null : placeOf(name, 7),
    stores: [],
    calls: [],
    callees: [],
    coroutines: [],
    mentions: [],
    loopId: null,
    boundTo: null,
    flags: [],
    mostArguments: null,
    leastArguments: null,
    calledWith: null,
    tripped: false,
    wakesUp: null,
    ...part,
  };
}

const withMasks = (masks: Partial<SignalMasks>) =>
  captureOf({ target: processOf({ signals: masksOf(masks) }) });

test.each([
  { masks: { caught: 0n }, taken: 'default' },
  { masks: { caught: 0n, ignored: SIGTERM_BIT }, taken: 'ignored' },
  { masks: { blocked: SIGTERM_BIT }, taken: 'blocked' },
  { masks: { caught: SIGTERM_BIT }, taken: 'handled' },
])('by the masks alone a SIGTERM is $taken', ({ masks, taken }) => {
  expect(sigtermOf(withMasks(masks))).toEqual({ taken, handler: null, place: null });
});

test('the loop’s callback is named where there is one, and asyncio’s own stand-in never', () => {
  const noop = handler('_sighandler_noop');
  const stop = handler('Service.stop', { registeredBy: 'asyncio' });
  const place = { file: '/srv/app.py', line: 7 };
  const loops = [loopOf({ signalHandlers: [stop] })];
  expect(sigtermOf(captureOf({ loops, signalHandlers: [noop] }))).toEqual({
    taken: 'handled',
    handler: 'Service.stop',
    place,
  });
  expect(sigtermOf(captureOf({ signalHandlers: [noop] }))).toMatchObject({ handler: null });
  const closed = [loopOf({ state: 'closed', signalHandlers: [stop] })];
  expect(sigtermOf(captureOf({ loops: closed, signalHandlers: [handler('on_term')] }))).toMatchObject({
    handler: 'on_term',
    place,
  });
});

test('compiled code has a name and no place, and no process is no answer', () => {
  const cancel = handler('Task.cancel', { place: null });
  expect(sigtermOf(captureOf({ signalHandlers: [cancel] }))).toEqual({
    taken: 'handled',
    handler: 'Task.cancel',
    place: null,
  });
  expect(sigtermOf(null)).toBeNull();
});
