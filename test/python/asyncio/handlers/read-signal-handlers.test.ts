import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readSignalHandlers } from '../../../../src/python/asyncio/handlers/read-signal-handlers.ts';
import type { SignalHandler } from '../../../../src/python/model/capture.ts';
import { lookAt, ready } from '../../../support/live-python.ts';
import { endAll } from '../../../support/processes.ts';
import { installedPythons } from '../../../support/pythons.ts';

const START_TIMEOUT_MS = 90_000;

afterAll(endAll);

describe.each(installedPythons())('Python $name', (python) => {
  const isUvloop = python.name.endsWith('uvloop');
  let handlers: SignalHandler[];
  let again: SignalHandler[];

  beforeAll(async () => {
    const { pass } = lookAt(await ready(python, 'waits/loops.py'));
    handlers = readSignalHandlers(pass)!;
    again = readSignalHandlers(pass)!;
  }, START_TIMEOUT_MS);

  const handlerOf = (signal: number) => handlers.find((one) => one.signal === signal);

  test("finds the interpreter's own table, and finds it again", () => {
    expect(handlers.length).toBeGreaterThan(3);
    expect(again).toEqual(handlers);
  });

  test('a method given to signal.signal is told with what it stores and calls', () => {
    expect(handlerOf(10)).toMatchObject({
      registeredBy: 'python',
      function: 'App.on_usr1',
      place: { name: 'on_usr1', origin: 'user' },
      stores: [],
      calls: ['asyncio.all_tasks', 'task.cancel', 'sys.exit'],
      loopId: null,
    });
  });

  test('a loop has the signals written to a descriptor, as far as the version tells', () => {
    expect(handlerOf(10)?.wakesUp).toBe(python.minor >= 12 ? true : null);
  });

  test('what a handler hands to another is among its names', () => {
    const { calls = [], mentions = [] } = handlerOf(28) ?? {};
    expect(calls).toContain('asyncio.get_event_loop.call_soon_threadsafe');
    // Up to 3.10 a global that is called is not told from one that is handed on.
    expect(python.minor >= 11 ? mentions : calls).toContain('tick');
  });

  test('of a partial it tells the function inside', () => {
    expect(handlerOf(1)).toMatchObject({ registeredBy: 'python', function: 'on_hup' });
    expect(handlerOf(1)?.calls).toContain('asyncio.get_running_loop.stop');
  });

  test('tells what is ignored, and leaves out what is as the kernel has it', () => {
    expect(handlerOf(12)).toMatchObject({ registeredBy: 'ignore', function: null, place: null });
    expect(handlerOf(6)).toBeUndefined();
    expect(handlerOf(32)).toBeUndefined();
  });

  test("shows a loop's stand-in as what it is", () => {
    const function_ = isUvloop ? 'Loop._Loop__sighandler' : '_sighandler_noop';
    const registeredBy = isUvloop ? 'c' : 'python';
    expect(handlerOf(15)).toMatchObject({ function: function_, registeredBy });
  });
});
