import { expect, test } from '@jest/globals';
import { unawaitedBy } from '../../../src/diagnosis/signal/unawaited.ts';
import { situationOf } from '../../../src/diagnosis/situation-of.ts';
import type { SignalHandler } from '../../../src/python/model/capture.ts';
import { captureOf, placeOf } from '../../support/captures.ts';

const source = `
class App:
    async def close(self):
        pass

    def on_sigterm(self):
        pass


async def drain():
    pass
`;

const situation = situationOf({
  captures: [
    {
      seconds: 1,
      capture: captureOf({ sources: new Map([['/srv/app.py', { file: '/srv/app.py', text: source }]]) }),
    },
  ],
  signal: { number: 15, name: 'SIGTERM', sentBy: 'straggler', sentToPid: 17 },
  graceSeconds: 2,
  ended: false,
});

/** What a handler hands to nobody that makes these calls (`self.` is left out of them). */
function unawaited(...calls: string[]): string | null {
  const handler: SignalHandler = {
    signal: 15,
    registeredBy: 'asyncio',
    function: 'App.on_sigterm',
    place: placeOf('App.on_sigterm', 6),
    stores: [],
    calls,
    callees: [],
    mentions: [],
    flags: [],
    mostArguments: null,
    leastArguments: null,
    calledWith: null,
    coroutines: [],
    wakesUp: null,
    loopId: null,
    boundTo: null,
    tripped: false,
  };
  return unawaitedBy(situation, handler);
}

test('a coroutine function that a handler calls, and gives to nobody, is named', () => {
  expect(unawaited('close')).toBe('close');
  expect(unawaited('print', 'drain')).toBe('drain');
});

test("what becomes a task, and what is another object's method, is not", () => {
  expect(unawaited('asyncio.create_task', 'drain')).toBeNull();
  expect(unawaited('server.close')).toBeNull();
  expect(unawaited('print')).toBeNull();
});
