/** Schedulers other than asyncio's, recognised by the frames of a thread and by modules. */
import { expect, test } from '@jest/globals';
import type { CodePlace } from '../../../src/python/model/frame.ts';
import { SCHEDULER_RULES } from '../../../src/python/model/schedulers.ts';
import type { Pass } from '../../../src/python/pass.ts';
import { readSchedulers } from '../../../src/python/schedulers/read-schedulers.ts';
import { placeOf, threadOf } from '../../support/captures.ts';

function libraryPlace(name: string, path: string): CodePlace {
  const [library = ''] = path.split('/');
  return placeOf(name, 20, {
    file: `/venv/lib/python3.12/site-packages/${path}`,
    origin: 'library',
    package: library,
  });
}

const module = placeOf('<module>', 71, { kind: 'function' });
const runTrio = libraryPlace('unrolled_run', 'trio/_core/_run.py');
const pollTrio = libraryPlace('EpollIOManager.get_events', 'trio/_core/_io_epoll.py');
const runHub = libraryPlace('Hub.run', 'gevent/hub.py');

/** A process in which these modules are imported, and threading says whether Python leaves. */
function passWith(modules: readonly string[], isLeaving = false): Pass {
  const objects = {
    module: (name: string) => (modules.includes(name) ? 1 : 0),
    attribute: (_: number, name: string) => (name === '__version__' ? 2 : 0),
    str: (address: number) => (address === 2 ? '1.2.3' : null),
    global: () => 3,
    bool: () => isLeaving,
  };
  return { objects, process: { pid: 17 }, system: {} } as unknown as Pass;
}

test.each(
  SCHEDULER_RULES.flatMap(({ library, machinery }) =>
    machinery.flatMap(({ file, functions }) => functions.map((name) => [library, name, file] as const)),
  ),
)('%s is recognised by its function %s of %s on the stack of a thread', (library, name, file) => {
  const stack = [module, libraryPlace(name, file), placeOf('work', 10)];
  expect(readSchedulers([threadOf({ stack })], null)).toMatchObject([
    { library, threadId: 17, state: 'running', version: null },
  ]);
});

test('a scheduler waits while its thread stands in its own code, and its version is read', () => {
  const threads = [threadOf({ stack: [module, runTrio, pollTrio] })];
  expect(readSchedulers(threads, passWith(['trio']))).toEqual([
    { library: 'trio', version: '1.2.3', threadId: 17, state: 'waiting', onAsyncio: false },
  ]);
});

test("a function of the same name in the service's own code is no scheduler", () => {
  const threads = [threadOf({ stack: [module, placeOf('unrolled_run', 5), placeOf('run', 9)] })];
  expect(readSchedulers(threads, passWith(['trio', 'gevent']))).toEqual([]);
});

test('a stack that begins with the function of a greenlet is one, where gevent is used', () => {
  const threads = [threadOf({ stack: [placeOf('work', 8)] })];
  expect(readSchedulers(threads, passWith(['gevent.libev.corecext']))).toMatchObject([
    { library: 'gevent', threadId: 17, state: 'running' },
  ]);
  expect(readSchedulers(threads, passWith(['gevent']))).toEqual([]);
});

test('the callback of an atexit begins such a stack too, once Python leaves', () => {
  const threads = [threadOf({ stack: [placeOf('flush', 8)] })];
  expect(readSchedulers(threads, passWith(['gevent.libev.corecext'], true))).toEqual([]);
});

test('a library that was imported and not used runs nothing', () => {
  const threads = [threadOf({ stack: [module] })];
  expect(readSchedulers(threads, passWith(['gevent.libuv.loop', 'eventlet.hubs.hub', 'trio']))).toEqual([]);
});

test('the hub of gevent waits where no greenlet runs', () => {
  expect(readSchedulers([threadOf({ stack: [runHub] })], passWith(['gevent.libuv.loop']))).toMatchObject([
    { library: 'gevent', threadId: 17, state: 'waiting' },
  ]);
});

test("Twisted's reactor on a loop of asyncio's says so", () => {
  const stack = [module, libraryPlace('run', 'twisted/internet/asyncioreactor.py')];
  expect(readSchedulers([threadOf({ stack })], null)).toMatchObject([
    { library: 'twisted', onAsyncio: true },
  ]);
});
