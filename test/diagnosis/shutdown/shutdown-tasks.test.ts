import { expect, test } from '@jest/globals';
import { shutdownTasks } from '../../../src/diagnosis/shutdown/shutdown-tasks.ts';
import { situationOf } from '../../../src/diagnosis/situation-of.ts';
import { captureOf, loopOf, placeOf, taskOf } from '../../support/captures.ts';

const signal = { number: 15, name: 'SIGTERM', sentBy: 'straggler', sentToPid: 17 } as const;
const FILE = '/srv/app.py';

const handler = {
  signal: 15,
  registeredBy: 'asyncio',
  function: 'App.on_term',
  place: placeOf('App.on_term', 1, { kind: 'function' }),
  stores: [],
  calls: ['create_task', 'shutdown'],
  mentions: [],
  loopId: '0xl',
  boundTo: null,
  tripped: false,
} as const;

/** Lines that the shutdown's coroutine has not come to, where it waits at the line with the word `HERE`. */
function ahead(body: string[], { isOld = false, coroutine = 'shutdown' } = {}) {
  const lines = [`async def ${coroutine}(tasks, stop):`, ...body.map((one) => `    ${one}`)];
  const line = lines.findIndex((one) => one.includes('HERE')) + 1;
  const sources = new Map([[FILE, { file: FILE, text: lines.join('\n') }]]);
  const task = taskOf('a', { coroutine, stack: [placeOf(coroutine, line, { file: FILE })] });
  const common = { loops: [loopOf({ signalHandlers: [handler as never] })], sources };
  const captures = [
    { seconds: -0.1, capture: captureOf({ ...common, tasks: isOld ? [task] : [] }) },
    { seconds: 1, capture: captureOf({ ...common, tasks: [task] }) },
  ];
  const situation = situationOf({ captures, signal, graceSeconds: 2, ended: false });
  return shutdownTasks(situation).map((one) => one.ahead.line);
}

test('a shutdown that waits before it cancels has told nobody', () => {
  expect(ahead(['await goodbye()  # HERE', 'for one in tasks:', '    one.cancel()'])).toEqual([4]);
  expect(ahead(['await goodbye()  # HERE', '[one.cancel() for one in tasks]'])).toEqual([3]);
  expect(ahead(['await goodbye()  # HERE', 'stop.set()'])).toEqual([3]);
});

test('a shutdown that has told all waits for them', () => {
  expect(ahead(['for one in tasks:', '    one.cancel()', 'await gather(tasks)  # HERE'])).toEqual([]);
  expect(ahead(['await gather(tasks)  # HERE', 'print(tasks)  # and then stop.set()'])).toEqual([]);
});

test('a loop comes back to what stands above the place', () => {
  expect(ahead(['for one in tasks:', '    one.cancel()', '    await one  # HERE'])).toEqual([3]);
});

test('a task of another coroutine, or one that was there before the signal, is not started by the handler', () => {
  const body = ['await goodbye()  # HERE', 'stop.set()'];
  expect(ahead(body, { coroutine: 'poll' })).toEqual([]);
  expect(ahead(body, { isOld: true })).toEqual([]);
});
