import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { ThreadState } from '../../../../src/python/model/capture.ts';
import type { ThreadWait } from '../../../../src/python/model/wait.ts';
import { createThreadWaits } from '../../../../src/python/threads/waits/thread-waits.ts';
import { lookAt, ready } from '../../../support/live-python.ts';
import { endAll } from '../../../support/processes.ts';
import { installedPythons, lacksModules } from '../../../support/pythons.ts';

const START_TIMEOUT_MS = 90_000;
const MOST_TRIES = 50;
const BETWEEN_TRIES_MS = 200;

afterAll(endAll);

interface Named {
  id: number;
  wait: ThreadWait;
  pool: ThreadState['pool'];
}

/** Threads by name, with what they wait for. */
function threadsOf(pid: number): Map<string, Named> {
  const { pass, threads, reading } = lookAt(pid);
  const { loops } = reading;
  const waits = createThreadWaits(pass, threads, { loops, tasks: () => reading.walkAgain() });
  return new Map(
    threads.map((thread) => [
      thread.name,
      { id: thread.id, wait: waits.waitOf(thread), pool: waits.poolOf(thread) },
    ]),
  );
}

/** uvloop changes nothing for threads. */
const pythons = installedPythons().filter(({ name }) => !name.endsWith('uvloop'));

describe.each(pythons)('Python $name', (python) => {
  let threads: Map<string, Named>;

  beforeAll(async () => {
    const pid = await ready(python, 'waits/threads.py');
    threads = threadsOf(pid);
    // On a busy machine it may still be on the way into its call.
    for (let tries = 0; tries < MOST_TRIES && threads.get('native')?.wait.kind === 'computing'; tries += 1) {
      await sleep(BETWEEN_TRIES_MS);
      threads = threadsOf(pid);
    }
  }, START_TIMEOUT_MS);

  const waitOf = (name: string): ThreadWait => threads.get(name)!.wait;
  const idOf = (name: string): number => threads.get(name)!.id;

  test('a join names the thread, and its limit', () => {
    const join = { kind: 'thread-join', threadId: idOf('sleeper'), threadName: 'sleeper' };
    expect(waitOf('joiner')).toEqual({ ...join, timeoutSeconds: null });
    expect(waitOf('joiner-bounded')).toEqual({ ...join, timeoutSeconds: 500 });
  });

  test('a sleep says when it ends or how long it is, and after whom its loop asks', () => {
    const wait = waitOf('sleeper');
    // Up to 3.10 the kernel is told a length, and from 3.11 on a moment.
    const seconds = wait.kind === 'sleep' ? (wait.secondsLeft ?? wait.seconds) : undefined;
    expect(seconds).toBeGreaterThan(900);
    expect(seconds).toBeLessThanOrEqual(1000);
    expect(wait).not.toHaveProperty('polledThreadId');
    expect(waitOf('poller')).toMatchObject({ kind: 'sleep', polledThreadId: idOf('sleeper') });
  });

  test.each([
    ['lock-waiter', 'lock-holder'],
    ['acquire-waiter', 'acquire-holder'],
    ['guarded-waiter', 'guarded-holder'],
    ['global-waiter', 'global-holder'],
    ['await-waiter', 'await-holder'],
    ['crowd-0', 'guarded-holder'],
    ['crowd-2', 'guarded-holder'],
    ['lock-waiter-2', 'lock-holder'],
    ['lock-twice', 'lock-twice'],
  ])('the owner of a plain lock is guessed by who stands inside it: %s', (waiter, holder) => {
    expect(waitOf(waiter)).toMatchObject({
      kind: 'lock',
      type: 'Lock',
      ownerThreadId: idOf(holder),
      ownerKnown: 'guess',
    });
  });

  test('a lock around what a thread waits for is not what it waits for', () => {
    expect(waitOf('queue-in-lock-0')).toMatchObject({ kind: 'queue', operation: 'get' });
  });

  test('the owner of an RLock is read', () => {
    expect(waitOf('rlock-waiter')).toMatchObject({
      kind: 'lock',
      type: 'RLock',
      ownerThreadId: idOf('rlock-holder'),
      ownerKnown: 'field',
    });
  });

  test('conditions and what is built on them are told apart', () => {
    for (const kind of ['event', 'condition', 'barrier'] as const)
      expect(waitOf(kind)).toEqual({
        kind,
        objectId: expect.stringMatching(/^0x/),
        timeoutSeconds: null,
        counterpartThreadId: null,
      });
    expect(waitOf('semaphore')).toMatchObject({ kind: 'lock', type: 'Semaphore' });
  });

  test('a wait leads to the thread whose code would end it', () => {
    expect(waitOf('event-owed')).toMatchObject({
      kind: 'event',
      counterpartThreadId: idOf('event-setter'),
    });
    expect(waitOf('server-shutdown')).toMatchObject({ kind: 'event', counterpartThreadId: idOf('server') });
  });

  test('queues say their size and limit', () => {
    expect(waitOf('queue-get')).toMatchObject({ kind: 'queue', operation: 'get', size: 0, limit: 10 });
    expect(waitOf('queue-get-bounded')).toMatchObject({ kind: 'queue', timeoutSeconds: 500 });
    expect(waitOf('queue-put')).toMatchObject({ kind: 'queue', operation: 'put', size: 1, limit: 1 });
    expect(waitOf('queue-join')).toMatchObject({ kind: 'queue', operation: 'join', size: 1 });
    expect(waitOf('simple-queue')).toMatchObject({ kind: 'queue', operation: 'get' });
  });

  test('a result of a pool leads to the thread that works for it', () => {
    const expected = { kind: 'concurrent-future', taskId: null, runByThreadId: idOf('pool_0') };
    expect(waitOf('result')).toMatchObject(expected);
    expect(waitOf('wait-futures')).toMatchObject(expected);
  });

  test("a result of a coroutine leads to the loop's task, or to the loop that has not begun it", () => {
    expect(waitOf('task-result')).toMatchObject({
      kind: 'concurrent-future',
      taskId: expect.stringMatching(/^0x/),
      loopId: expect.stringMatching(/^0x/),
    });
    expect(waitOf('loop-self-wait')).toMatchObject({
      kind: 'concurrent-future',
      taskId: null,
      loopId: expect.stringMatching(/^0x/),
    });
  });

  test('workers of a pool are idle or not, and shutdown waits for them', () => {
    expect(threads.get('pool_1')).toMatchObject({ wait: { kind: 'pool-idle' }, pool: { idle: true } });
    expect(threads.get('pool_0')).toMatchObject({ wait: { kind: 'sleep' }, pool: { idle: false } });
    expect(threads.get('pool_0')?.pool?.executorId).toBe(threads.get('pool_1')?.pool?.executorId);
    expect(threads.get('sleeper')?.pool).toBeNull();
    expect(waitOf('shutdown')).toEqual({ kind: 'executor-shutdown', threadIds: [idOf('closing_0')] });
  });

  test('loops and selectors wait for events', () => {
    expect(waitOf('loop')).toEqual({ kind: 'selector' });
    expect(waitOf('selector')).toEqual({ kind: 'selector' });
  });

  test('calls of C on sockets are told by the kernel', () => {
    expect(waitOf('recv')).toMatchObject({ kind: 'socket', operation: 'read', fd: expect.any(Number) });
    expect(waitOf('accept')).toMatchObject({ kind: 'socket', operation: 'accept' });
    expect(waitOf('recv-timeout')).toMatchObject({
      kind: 'socket',
      peer: expect.stringMatching(/^127\.0\.0\.1:\d+$/),
    });
  });

  test('waits for children say which, and of multiprocessing’s whether it is a daemon', () => {
    const child = { kind: 'child', childPid: expect.any(Number) };
    for (const name of ['child', 'child-communicate', 'waitpid']) expect(waitOf(name)).toEqual(child);
    expect(waitOf('child-multiprocessing')).toEqual({ ...child, isDaemon: true });
  });

  test('a result of a process pool leads to the thread that watches the process', () => {
    const wait = waitOf('process-result');
    const manager = wait.kind === 'concurrent-future' ? wait.runByThreadId : null;
    const named = [...threads.values()].find(({ id }) => id === manager);
    expect(named?.wait).toEqual({ kind: 'child', childPid: expect.any(Number) });
  });

  test('a thread that computes waits for nothing', () => {
    expect(waitOf('compute').kind).toMatch(/^(computing|unknown)$/);
  });

  (lacksModules(python) ? test.skip : test)('a library of C is named by the code on the stack', () => {
    expect(waitOf('native')).toMatchObject({ kind: 'native', library: expect.stringMatching(/^libffi/) });
  });
});

describe.each(pythons)('the main thread of Python $name', (python) => {
  const mainOf = async (what: string) => {
    const threads = threadsOf(await ready(python, 'waits/main-thread.py', [what]));
    return { threads, wait: threads.get('MainThread')!.wait };
  };

  test(
    'joins every thread that is not a daemon at the end',
    async () => {
      const { threads, wait } = await mainOf('threads');
      expect(wait).toEqual({ kind: 'threads-join-all', threadIds: [threads.get('stays')!.id] });
    },
    START_TIMEOUT_MS,
  );

  test(
    'joins the workers of executors before that',
    async () => {
      const { threads, wait } = await mainOf('executor');
      expect(wait).toEqual({ kind: 'executor-shutdown', threadIds: [threads.get('pool_0')!.id] });
    },
    START_TIMEOUT_MS,
  );

  test(
    'waits in a signal handler for a lock that it holds itself',
    async () => {
      const { threads, wait } = await mainOf('handler');
      expect(wait).toMatchObject({ kind: 'lock', ownerThreadId: threads.get('MainThread')!.id });
    },
    START_TIMEOUT_MS,
  );
});
