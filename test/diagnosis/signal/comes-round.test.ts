/** A library's own code may wake up again and again within one call: that is no round of the loop around it. */
import { expect, test } from '@jest/globals';
import { comesRound } from '../../../src/diagnosis/signal/comes-round.ts';
import { situationOf } from '../../../src/diagnosis/situation-of.ts';
import type { ThreadWait } from '../../../src/python/model/wait.ts';
import { captureOf, placeOf, processOf, threadOf } from '../../support/captures.ts';

const FILE = '/srv/app.py';
const NATIVE: ThreadWait = { kind: 'native', library: 'librdkafka.so.1', symbol: null };

/** A main thread in `while not stop: CALL`, which wakes up ten times between two looks. */
function comes(call: string, waitsFor: ThreadWait, instructions = [10, 10, 10]): boolean {
  const looks = [-0.1, 1, 2].map((seconds, index) => {
    const facts = {
      tid: 17,
      name: 'python',
      state: 'S' as const,
      waitChannel: null,
      syscall: null,
      cpuMs: 0,
      voluntarySwitches: 10 * index,
      signals: processOf().signals,
    };
    const place = placeOf('<module>', 2, { kind: 'function', instruction: instructions[index] ?? 10 });
    return {
      seconds,
      capture: captureOf({
        target: processOf({ threads: [facts] }),
        threads: [threadOf({ loopId: null, stack: [{ ...place, codeId: 7 }], waitsFor })],
        sources: new Map([[FILE, { file: FILE, text: `while not stop:\n    ${call}\n` }]]),
      }),
    };
  });
  const signal = { number: 15, name: 'SIGTERM', sentBy: 'straggler', sentToPid: 17 } as const;
  const situation = situationOf({ captures: looks, signal, graceSeconds: 5, ended: false });
  const stack = situation.mainThread?.stack ?? [];
  const [place] = stack;
  if (place === undefined) throw new Error('no place');
  return comesRound(situation, {
    place,
    parked: place,
    owner: { kind: 'thread', id: 17, name: 'MainThread' },
    stack,
  });
}

test('a sleep that ends again and again comes round', () => {
  expect(comes('time.sleep(0.3)', { kind: 'sleep' })).toBe(true);
});

test('a call of a library that wakes up within is not said to come round', () => {
  expect(comes('consumer.poll()', NATIVE)).toBe(false);
  expect(comes('consumer.poll(60)', NATIVE)).toBe(false);
  expect(comes("connection.execute('select pg_sleep(2)')", NATIVE)).toBe(false);
});

test('unless it has a short limit, or was met at another instruction', () => {
  expect(comes('consumer.poll(0.5)', NATIVE)).toBe(true);
  expect(comes('consumer.poll(timeout=1.0)', NATIVE)).toBe(true);
  expect(comes('consumer.poll()', NATIVE, [10, 10, 24])).toBe(true);
});
