import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readLoops } from '../../../../src/python/asyncio/loops/read-loops.ts';
import type { LoopState, SignalHandler } from '../../../../src/python/model/capture.ts';
import { lookAt, ready } from '../../../support/live-python.ts';
import { endAll, until } from '../../../support/processes.ts';
import { installedPythons } from '../../../support/pythons.ts';

const START_TIMEOUT_MS = 90_000;

afterAll(endAll);

describe.each(installedPythons())('Python $name', (python) => {
  const isUvloop = python.name.endsWith('uvloop');
  let loops: LoopState[];
  let main: LoopState;
  let second: LoopState;
  let pid: number;

  beforeAll(async () => {
    pid = await ready(python, 'waits/loops.py');
    const { pass, reading, threads } = lookAt(pid);
    loops = readLoops(pass, reading.loops, threads);
    main = loops.find((loop) => loop.threadId === pid)!;
    second = loops.find((loop) => loop.threadId !== pid)!;
  }, START_TIMEOUT_MS);

  test('finds each loop once, with its kind and the thread that runs it', () => {
    expect(loops).toHaveLength(2);
    for (const loop of loops) {
      expect(loop).toMatchObject({
        kind: isUvloop ? 'uvloop' : 'asyncio',
        stopping: false,
        threadId: expect.any(Number),
      });
    }
    expect(second.threadId).not.toBe(main.threadId);
  });

  test('an idle loop waits, and shows its timers, soonest first', () => {
    expect(main).toMatchObject({ state: 'waiting', runningTaskId: null, readyCount: 0, ready: [] });
    expect(main.timerCount).toBe(3);
    expect(main.timers.map((one) => one.function)).toEqual([
      'Event.set',
      'App.on_term',
      expect.stringContaining('_set_result_unless_cancelled'),
    ]);
    const [soonest] = main.timers;
    expect(soonest?.secondsLeft).toBeGreaterThan(100);
    expect(soonest?.secondsLeft).toBeLessThan(200);
    expect(main.timers[1]?.place).toMatchObject({ name: 'on_term', origin: 'user' });
  });

  test('a loop that spins takes ever more off its ready queue, and an idle one nothing', async () => {
    const takenBy = (id: string): number => {
      const { pass, reading, threads } = lookAt(pid);
      const loop = readLoops(pass, reading.loops, threads).find((one) => one.id === id);
      expect(loop?.callbacksTaken).toEqual(expect.any(Number));
      return loop?.callbacksTaken ?? 0;
    };
    const [idle, spinning] = [takenBy(main.id), takenBy(second.id)];
    expect(idle).toBeGreaterThan(0);
    await until(() => takenBy(second.id) > spinning, 'a turn of the loop that spins');
    expect(takenBy(main.id)).toBe(idle);
  });

  test('a loop that spins shows what is ready again and again', () => {
    const seen = new Set<string>();
    for (let look = 0; look < 50 && !seen.has('spin'); look += 1) {
      const { pass, reading, threads } = lookAt(pid);
      const ready =
        readLoops(pass, reading.loops, threads).find((loop) => loop.id === second.id)?.ready ?? [];
      for (const callback of ready) seen.add(callback.function);
    }
    expect([...seen]).toEqual(['spin']);
  });

  test('names the default executor where there is one', () => {
    expect(main.defaultExecutor).toMatch(/^0x/);
    expect(second.defaultExecutor).toBeNull();
  });

  const handlerOf = (signal: number): SignalHandler =>
    main.signalHandlers.find((one) => one.signal === signal)!;

  test('tells what add_signal_handler was given, and what its code stores and calls', () => {
    expect(handlerOf(15)).toMatchObject({
      registeredBy: 'asyncio',
      function: 'App.on_term',
      place: { name: 'on_term', origin: 'user' },
      stores: ['stopping', 'closed'],
      calls: ['stop_event.set'],
      loopId: main.id,
    });
    expect(handlerOf(2)).toMatchObject({ function: 'main.<locals>.nested', stores: [], calls: ['stop.set'] });
    expect(handlerOf(14)).toMatchObject({ calls: ['asyncio.ensure_future', 'tick'] });
  });

  test('a handler that is a method of Python itself is told by its name', () => {
    expect(handlerOf(26)).toMatchObject({ function: 'Event.set', calls: ['Event.set'], stores: [] });
    expect(handlerOf(27).function).toMatch(/Loop\.stop$/);
  });
});
