import { expect, test } from '@jest/globals';
import { blockingCallRule } from '../../../src/diagnosis/libraries/blocking-calls.ts';
import { drainRule } from '../../../src/diagnosis/libraries/drains.ts';
import { launcherRule } from '../../../src/diagnosis/libraries/launchers.ts';
import { libraryRule, managerRule } from '../../../src/diagnosis/libraries/rules.ts';
import { inRange } from '../../../src/diagnosis/libraries/versions.ts';
import { placeOf } from '../../support/captures.ts';

const python = (name: string, file: string) =>
  placeOf(name, 1, { origin: 'python', file: `/usr/lib/python3/${file}`, package: 'asyncio' });

const RANGES: [string, string, string | null, boolean][] = [
  ['3.11.7', '3.11', '3.13', true],
  ['3.12.12', '3.11', '3.13', true],
  ['3.13.0', '3.11', '3.13', false],
  ['3.10.13', '3.11', null, false],
  ['3.8.5', '3.8.6', '3.12', false],
  ['3.8.18', '3.8.6', '3.12', true],
  // A patch that memory does not tell is most likely a late one.
  ['3.8.?', '3.8.6', '3.12', true],
  ['3.11.?', '3.8.6', '3.12', true],
  ['4.5.4', '4.5.3', '4.5.5', true],
  ['4.5.5', '4.5.3', '4.5.5', false],
  ['3.10.8rc1', '0', '3.10.8', false],
];
test.each(RANGES)('%s in %s up to %s: %p is %p', (version, from, before, expected) => {
  expect(inRange(version, { from, before })).toBe(expected);
});

test('an unknown version is in no range', () => {
  expect(inRange(null, { from: '0', before: null })).toBe(false);
});

test("a rule needs its function, its file and its library's version", () => {
  const waitFor = python('wait_for', 'asyncio/tasks.py');
  expect(libraryRule(waitFor, {}, '3.11.7')?.sentence).toMatch(/wait_for drops a cancellation/);
  expect(libraryRule(waitFor, {}, '3.12.1')).toBeNull();
  expect(libraryRule(waitFor, {}, null)).toBeNull();
  expect(libraryRule(python('wait', 'asyncio/tasks.py'), {}, '3.11.7')).toBeNull();
  const group = python('__aexit__', 'asyncio/taskgroups.py');
  expect(libraryRule(group, {}, '3.12.9')?.source).toMatch(/116720/);
  expect(libraryRule(group, {}, '3.13.0')).toBeNull();
  const redis = placeOf('execute_command', 1, {
    origin: 'library',
    file: '/venv/redis/asyncio/client.py',
    package: 'redis',
  });
  expect(libraryRule(redis, { redis: '4.5.4' }, '3.10.13')?.fix).toMatch(/3\.11\.3/);
  expect(libraryRule(redis, { redis: '4.5.4' }, '3.11.7')).toBeNull();
  expect(libraryRule(redis, { redis: '4.1.0' }, '3.10.13')).toBeNull();
});

test('a context manager leaves no frame: its rule is found by the name it is called with', () => {
  expect(managerRule('async_timeout.timeout', { async_timeout: '4.0.2' }, '3.10.1')?.package).toBe(
    'async_timeout',
  );
  expect(managerRule('asyncio.timeout', {}, '3.14.0')?.sentence).toMatch(/already over/);
  expect(managerRule('asyncio.timeout', {}, '3.10.0')).toBeNull();
  expect(managerRule('asyncio.Lock', {}, '3.12.0')).toBeNull();
});

test('servers are known by the functions in which they drain', () => {
  const at = (name: string, file: string) =>
    drainRule(placeOf(name, 1, { origin: 'library', file: `/venv/${file}` }));
  expect(at('shutdown', 'uvicorn/server.py')).toMatchObject({
    server: 'uvicorn',
    limit: expect.stringMatching(/no limit/),
  });
  expect(at('worker_serve', 'hypercorn/asyncio/run.py')).toMatchObject({ server: 'hypercorn' });
  expect(at('shutdown', 'uvicorn/config.py')).toBeNull();
});

test('a blocking call is known by its text, or by a file of the stack', () => {
  const own = placeOf('work', 3);
  expect(blockingCallRule([own], 'time.sleep(5)')?.fix).toMatch(/asyncio\.sleep/);
  expect(blockingCallRule([own], 'client = boto3.client("s3")')?.fix).toMatch(/aioboto3/);
  expect(blockingCallRule([own], 'data = fetch()')).toBeNull();
  const below = placeOf('send', 9, { origin: 'library', file: '/venv/requests/sessions.py' });
  expect(blockingCallRule([own, below], 'data = fetch()')?.fix).toMatch(/httpx\.AsyncClient/);
  // A common method name is one only with the file that makes it blocking.
  expect(blockingCallRule([own], 'job = queue.get()')).toBeNull();
  const queue = placeOf('get', 9, { origin: 'python', file: '/usr/lib/python3/queue.py' });
  expect(blockingCallRule([own, queue], 'job = queue.get()')?.fix).toMatch(/asyncio\.Queue/);
});

test('what a library waits with inside says nothing of what to use instead', () => {
  const own = placeOf('work', 3);
  const client = placeOf('create', 9, { origin: 'library', file: '/venv/some_client/client.py' });
  const event = placeOf('wait', 9, { origin: 'python', file: '/usr/lib/python3/threading.py' });
  expect(blockingCallRule([own, event], 'ready()')?.fix).toMatch(/asyncio\.Event/);
  const term = placeOf('term', 9, { origin: 'library', file: '/venv/zmq/sugar/context.py' });
  expect(blockingCallRule([own, term], 'context.term()')?.fix).toMatch(/linger=0/);
  const join = placeOf('join', 9, { origin: 'python', file: '/usr/lib/python3/threading.py' });
  expect(blockingCallRule([own, join], 'listener.stop()')?.fix).toMatch(/Join in a thread/);
  expect(blockingCallRule([own, client, event], 'client.create("/x")')).toBeNull();
  const topology = placeOf('select', 9, {
    origin: 'library',
    file: '/venv/pymongo/synchronous/topology.py',
  });
  expect(blockingCallRule([own, topology, event], 'orders.count()')?.fix).toMatch(/AsyncMongoClient/);
});

test('launchers are told apart by what they do with a signal', () => {
  expect(launcherRule({ comm: 'dash', command: [] })).toMatchObject({
    forwards: false,
    fix: expect.stringMatching(/exec/),
  });
  expect(launcherRule({ comm: 'tini', command: [] })).toMatchObject({ forwards: true });
  expect(launcherRule({ comm: 'sudo', command: [] })).toMatchObject({
    forwards: false,
    fix: expect.stringMatching(/gosu/),
  });
  expect(launcherRule({ comm: 'python3', command: [] })).toBeNull();
  const script = { comm: 'entrypoint.sh', command: ['/bin/bash', './entrypoint.sh'] };
  expect(launcherRule(script)).toMatchObject({ isShell: true });
});
