import { expect, test } from '@jest/globals';
import { cleanupDefect } from '../../../src/diagnosis/libraries/cleanup-defects.ts';
import { drainDefect } from '../../../src/diagnosis/libraries/drain-defects.ts';
import { runsLifespan } from '../../../src/diagnosis/libraries/drains.ts';
import { redeliversCancellation } from '../../../src/diagnosis/libraries/redeliveries.ts';
import { isRelay } from '../../../src/diagnosis/libraries/relays.ts';
import { awaitedPool, runsJobOf } from '../../../src/diagnosis/libraries/thread-pools.ts';
import { placeOf, threadOf } from '../../support/captures.ts';

const library = (name: string, file: string) =>
  placeOf(name, 1, {
    origin: 'library',
    file: `/usr/lib/python3/site-packages/${file}`,
    package: file.split('/')[0] ?? null,
  });
const ANYIO = 'anyio/_backends/_asyncio.py';

test('a task that waits for a job of anyio is known by its innermost frame', () => {
  const waiter = library('run_sync_in_worker_thread', ANYIO);
  expect(awaitedPool([placeOf('main', 3), waiter])?.package).toBe('anyio');
  expect(awaitedPool([waiter, placeOf('callback', 3)])).toBeNull();
});

test('a worker of anyio is busy only with code below its loop, and the main thread is none', () => {
  const pool = awaitedPool([library('run_sync_in_worker_thread', ANYIO)]);
  if (pool === null) throw new Error('no pool');
  const loop = library('run', ANYIO);
  const worker = { isMain: false, loopId: null };
  expect(runsJobOf(pool, threadOf({ ...worker, stack: [loop, placeOf('export', 7)] }))).toBe(true);
  expect(runsJobOf(pool, threadOf({ ...worker, stack: [loop] }))).toBe(false);
  expect(runsJobOf(pool, threadOf({ isMain: true, stack: [loop, placeOf('main', 7)] }))).toBe(false);
});

test('a relay is known only where it stands innermost, streams of anyio apart', () => {
  const relay = library('call_next', 'starlette/middleware/base.py');
  expect(isRelay([relay, library('receive', 'anyio/streams/memory.py')])).toBe(true);
  expect(isRelay([relay, placeOf('index', 4)])).toBe(false);
});

test('the tasks and callbacks of libraries are known by function and file', () => {
  expect(runsLifespan(library('main', 'uvicorn/lifespan/on.py'))).toBe(true);
  expect(runsLifespan(library('main', 'uvicorn/main.py'))).toBe(false);
  expect(redeliversCancellation(library('_deliver_cancellation', ANYIO))).toBe(true);
  expect(redeliversCancellation(null)).toBe(false);
});

test('psycopg up to 3.3.5 is known not to end the wait for a cancelled query', () => {
  const wait = library('wait', 'psycopg/connection_async.py');
  expect(cleanupDefect(wait, { psycopg: '3.3.5' })?.fix).toMatch(/psycopg 3\.3\.6/);
  expect(cleanupDefect(wait, { psycopg: '3.3.6' })).toBeNull();
  expect(cleanupDefect(wait, {})).toBeNull();
});

test('the drain of websockets 11 is known not to end from Python 3.12 on', () => {
  const close = library('_close', 'websockets/legacy/server.py');
  expect(drainDefect(close, { websockets: '11.0.3' }, '3.12.1')?.fix).toMatch(/websockets 12/);
  expect(drainDefect(close, { websockets: '12.0' }, '3.12.1')).toBeNull();
  expect(drainDefect(close, { websockets: '11.0.3' }, '3.11.7')).toBeNull();
});
