/** What is said, and what is not, of a program whose tasks are not read. */
import { expect, test } from '@jest/globals';
import type { Evidence } from '../../../src/diagnosis/context.ts';
import { diagnose } from '../../../src/diagnosis/diagnose.ts';
import type { Capture, SignalHandler } from '../../../src/python/model/capture.ts';
import { captureOf, placeOf, threadOf } from '../../support/captures.ts';

const trio = {
  library: 'trio',
  version: '0.35.0',
  threadId: 17,
  state: 'waiting' as const,
  onAsyncio: false,
};
const machinery = placeOf('unrolled_run', 20, {
  file: '/venv/lib/python3.12/site-packages/trio/_core/_run.py',
  origin: 'library',
  package: 'trio',
});
const module = placeOf('<module>', 71);

function handler(part: Partial<SignalHandler> = {}): SignalHandler {
  return {
    signal: 15,
    registeredBy: 'python',
    function: 'on_term',
    place: placeOf('on_term', 5),
    stores: [],
    calls: [],
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
    ...part,
  };
}

/** Two looks, before and after the signal. */
function watched(capture: Partial<Capture>, before: Partial<Capture> = capture): Evidence {
  const look = (part: Partial<Capture>, seconds: number) => ({
    seconds,
    capture: captureOf({ loops: [], ...part }),
  });
  return {
    captures: [look(before, -0.1), look(capture, 0.5), look(capture, 1)],
    signal: { number: 15, name: 'SIGTERM', sentBy: 'straggler', sentToPid: 17 },
    graceSeconds: 2,
    ended: false,
  };
}

const idle = { schedulers: [trio], threads: [threadOf({ stack: [module, machinery], loopId: null })] };

test.each([
  ['stores a flag', { stores: ['stopping'] }],
  ['wakes the loop', { calls: ['token.run_sync_soon'] }],
  ['calls what is not known', { calls: ['app.wind_up'] }],
])('a handler that %s is not accused where tasks are not read', (_, part) => {
  const [finding, ...others] = diagnose(watched({ ...idle, signalHandlers: [handler(part)] })).findings;
  expect(others).toEqual([]);
  expect(finding).toMatchObject({ cause: 'unknown', certainty: 'possible' });
  expect(finding?.sentence).toContain('the tasks of trio are not read');
  expect(finding?.evidence).toContain(
    'SIGTERM has the handler on_term (app.py:5); whether it has run cannot be seen',
  );
});

test('a handler that only logs stops nothing, whoever schedules the tasks', () => {
  const signalHandlers = [handler({ calls: ['logger.info', 'print'] })];
  expect(diagnose(watched({ ...idle, signalHandlers })).findings).toMatchObject([
    { cause: 'signal-handler-replaced' },
  ]);
});

test("a call that sleeps above the scheduler's frames holds its loop", () => {
  const stack = [module, machinery, placeOf('work', 10)];
  const threads = [threadOf({ stack, loopId: null, waitsFor: { kind: 'sleep' } })];
  expect(diagnose(watched({ schedulers: [trio], threads })).findings).toMatchObject([
    { cause: 'loop-blocked', certainty: 'certain', culprit: { frame: { function: 'work', line: 10 } } },
  ]);
});

test('a task that is met at another line at one of the looks does not hold the loop', () => {
  const at = (line: number) => ({
    schedulers: [trio],
    threads: [
      threadOf({
        stack: [module, machinery, placeOf('work', line, { codeId: 7 })],
        loopId: null,
        waitsFor: { kind: 'sleep' as const },
      }),
    ],
  });
  const evidence = watched(at(10));
  const [, second] = evidence.captures;
  if (second !== undefined) second.capture = captureOf({ loops: [], ...at(12) });
  expect(diagnose(evidence).findings).toMatchObject([{ cause: 'unknown' }]);
});

test('a greenlet that sleeps is no callback of atexit', () => {
  const threads = [threadOf({ stack: [placeOf('work', 8)], loopId: null, waitsFor: { kind: 'sleep' } })];
  const schedulers = [{ ...trio, library: 'gevent' }];
  expect(diagnose(watched({ schedulers, threads }))).toMatchObject({
    phase: 'draining',
    findings: [{ cause: 'loop-blocked' }],
  });
});

test('a job of its threads may hold the shutdown, and no more is said', () => {
  const worker = placeOf('_handle_job', 20, { origin: 'library', package: 'trio' });
  const job = threadOf({
    id: 18,
    pthreadId: 2,
    name: 'job',
    isMain: false,
    loopId: null,
    stack: [worker, placeOf('resize', 4)],
    waitsFor: { kind: 'sleep' },
  });
  const threads = [...idle.threads, job];
  expect(diagnose(watched({ ...idle, threads })).findings).toMatchObject([
    { cause: 'executor-job-running', certainty: 'possible', culprit: { frame: { function: 'resize' } } },
  ]);
});
