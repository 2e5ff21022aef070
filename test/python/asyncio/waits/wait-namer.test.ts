import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { TaskState } from '../../../../src/python/model/capture.ts';
import type { Primitive, Wait, WaitTarget } from '../../../../src/python/model/wait.ts';
import { lookAt, ready } from '../../../support/live-python.ts';
import { endAll } from '../../../support/processes.ts';
import { installedPythons, lacksModules } from '../../../support/pythons.ts';

const START_TIMEOUT_MS = 90_000;

afterAll(endAll);

describe.each(installedPythons())('Python $name', (python) => {
  const { minor } = python;
  const isUvloop = python.name.endsWith('uvloop');
  /** Tests of what this version, or loop, does not have are not there. */
  const from = (first: number) => (minor >= first ? test : () => undefined);
  const onAsyncio = isUvloop ? () => undefined : test;
  let tasks: Map<string, TaskState>;
  let primitives: Map<string, Primitive>;

  beforeAll(async () => {
    const look = lookAt(await ready(python, 'waits/tasks.py'));
    tasks = new Map(look.reading.tasks.map((task) => [task.name, task]));
    primitives = new Map(look.primitives.map((primitive) => [primitive.id, primitive]));
  }, START_TIMEOUT_MS);

  const idOf = (name: string): string => tasks.get(name)!.id;
  const waitOf = (name: string): Wait => tasks.get(name)!.wait!;
  const on = (name: string): WaitTarget => waitOf(name).on;
  const words = (name: string): string => waitOf(name).description;
  const primitiveOf = (name: string): Primitive => {
    const target = on(name);
    if (target.kind !== 'primitive') throw new Error(`${name} waits for ${target.kind}`);
    return primitives.get(target.primitiveId)!;
  };
  const holdersOf = (name: string) => primitiveOf(name).holders.map(({ taskId, how }) => [taskId, how]);

  test('a lock names the task inside its `async with` and those who wait', () => {
    expect(on('lock-waiter')).toMatchObject({ kind: 'primitive', role: 'acquire' });
    expect(primitiveOf('lock-waiter')).toMatchObject({
      kind: 'lock',
      type: 'Lock',
      engaged: true,
      waiters: [idOf('lock-waiter')],
    });
    expect(holdersOf('lock-waiter')).toEqual([[idOf('lock-holder'), 'acquired']]);
    expect(words('lock-waiter')).toBe("asyncio.Lock held by task 'lock-holder'");
  });

  test('a lock that was taken by acquire() is held until release()', () => {
    expect(holdersOf('acquire-waiter')).toEqual([[idOf('acquire-holder'), 'acquired']]);
  });

  test('a task that takes its own lock again holds what it waits for', () => {
    expect(holdersOf('lock-twice')).toEqual([[idOf('lock-twice'), 'acquired']]);
  });

  test('a semaphore names its holders', () => {
    expect(primitiveOf('semaphore-waiter')).toMatchObject({ kind: 'semaphore', value: 0, limit: 1 });
    expect(holdersOf('semaphore-waiter')).toEqual([[idOf('semaphore-holder'), 'acquired']]);
    expect(words('semaphore-waiter')).toBe("asyncio.BoundedSemaphore held by task 'semaphore-holder'");
  });

  test('a condition is told from its lock', () => {
    expect(on('condition')).toMatchObject({ kind: 'primitive', role: 'wait' });
    expect(primitiveOf('condition')).toMatchObject({ kind: 'condition', holders: [] });
    expect(primitiveOf('condition-lock')).toMatchObject({ kind: 'lock' });
    expect(holdersOf('condition-lock')).toEqual([[idOf('condition-holder'), 'acquired']]);
  });

  test('an event says who has it in sight', () => {
    expect(primitiveOf('event')).toMatchObject({ kind: 'event', engaged: false, waiters: [idOf('event')] });
    expect(holdersOf('event')).toEqual([[idOf('event-setter'), 'refers']]);
    expect(words('event')).toBe("asyncio.Event, not set, in sight of task 'event-setter'");
    expect(words('event-lonely')).toBe('asyncio.Event that nobody is seen to set');
  });

  from(11)('a barrier says how many have arrived', () => {
    expect(primitiveOf('barrier')).toMatchObject({ kind: 'barrier', value: 1, limit: 3 });
    expect(words('barrier')).toBe('asyncio.Barrier, 1 of 3 arrived');
  });

  test('a queue says its size, its limit and who waits on which side', () => {
    expect(primitiveOf('queue-get')).toMatchObject({
      kind: 'queue',
      value: 0,
      limit: 100,
      getters: [idOf('queue-get')],
      putters: [],
    });
    expect(words('queue-get')).toBe('asyncio.Queue, empty (0 of 100), nobody is seen to put');
    expect(primitiveOf('queue-put')).toMatchObject({ value: 1, limit: 1, putters: [idOf('queue-put')] });
    expect(words('queue-put')).toBe('asyncio.Queue, full (1 of 1), nobody is seen to get');
    expect(on('queue-join')).toMatchObject({ role: 'join' });
    expect(primitiveOf('queue-join')).toMatchObject({
      type: 'PriorityQueue',
      unfinished: 1,
      joiners: [idOf('queue-join')],
    });
  });

  test('a future that is written in Python hides nothing', () => {
    expect(words('python-future')).toBe('asyncio.Queue, empty (0 of 5), nobody is seen to put');
    expect(primitiveOf('python-future')).toMatchObject({ getters: [idOf('python-future')] });
  });

  test('a sleep says how long it has to go, and whose it is', () => {
    const { on: target, bound, description } = waitOf('lock-holder');
    expect(target.kind === 'timer' && target.secondsLeft).toBeGreaterThan(900);
    expect(target.kind === 'timer' && target.secondsLeft).toBeLessThan(1000);
    expect(bound).toMatchObject({ frameIndex: 0 });
    expect(description).toMatch(/^asyncio\.sleep, \d+ s left$/);
  });

  test('an awaited task is an edge', () => {
    expect(on('task')).toEqual({ kind: 'task', taskId: idOf('inner') });
  });

  test('gather names the children that are not done and how it treats exceptions', () => {
    const both = [idOf('inner'), idOf('other')];
    expect(on('gather')).toEqual({
      kind: 'tasks',
      group: 'gather',
      pending: both,
      total: 2,
      returnExceptions: true,
      cancelRequested: false,
      any: false,
    });
    expect(on('gather-nested')).toMatchObject({ group: 'gather', pending: both, returnExceptions: false });
    expect(words('gather')).toBe("asyncio.gather, 2 of 2 not done: 'inner' and 'other'");
  });

  test('asyncio.wait shows the edges that its waiter hides', () => {
    expect(on('wait')).toMatchObject({ kind: 'tasks', group: 'wait', total: 2 });
    const target = on('wait');
    expect(target.kind === 'tasks' && target.pending.toSorted()).toEqual(
      [idOf('inner'), idOf('other')].toSorted(),
    );
    const { bound } = waitOf('wait-bounded');
    expect(bound?.frameIndex).toBe(0);
    expect(bound?.secondsLeft).toBeGreaterThan(300);
    expect(bound?.secondsLeft).toBeLessThan(400);
  });

  test('as_completed names what is still to come', () => {
    expect(on('as-completed')).toMatchObject({ kind: 'tasks', group: 'as_completed', total: 2 });
  });

  test('wait_for leads to the inner task or job, with its limit', () => {
    const target = on('wait-for');
    const inner = target.kind === 'tasks' ? target.pending[0] : target.kind === 'task' && target.taskId;
    expect(inner).toBe(idOf('inner'));
    for (const name of ['wait-for', 'wait-for-job']) {
      expect(waitOf(name).bound?.secondsLeft).toBeGreaterThan(100);
      expect(waitOf(name).bound?.secondsLeft).toBeLessThan(200);
    }
    expect(on('wait-for-job')).toMatchObject({ kind: 'thread-job', function: 'block_pool' });
  });

  test('shield leads to what it shields', () => {
    expect(on('shield')).toEqual({ kind: 'shield', innerTaskIds: [idOf('inner')] });
  });

  from(11)('asyncio.timeout bounds the wait inside it', () => {
    expect(on('timeout')).toMatchObject({ kind: 'primitive' });
    expect(waitOf('timeout').bound).toMatchObject({ frameIndex: 0 });
    expect(waitOf('timeout').bound?.secondsLeft).toBeGreaterThan(200);
  });

  from(11)('a task group names its members', () => {
    const target = on('group');
    expect(target).toMatchObject({ kind: 'tasks', group: 'task-group', total: 2, cancelRequested: false });
    expect(target.kind === 'tasks' && target.pending.toSorted()).toEqual(
      [idOf('member-0'), idOf('member-1')].toSorted(),
    );
  });

  test('a job of a thread pool leads to the thread that runs it', () => {
    expect(on('executor-running')).toMatchObject({
      kind: 'thread-job',
      state: 'running',
      function: 'block_pool',
      processPool: false,
    });
    expect(words('executor-running')).toBe('thread pool job block_pool in thread pool_0');
    expect(on('executor-queued')).toMatchObject({ kind: 'thread-job', state: 'queued', threadId: null });
  });

  from(9)('asyncio.to_thread names the function inside', () => {
    expect(on('to-thread')).toMatchObject({ kind: 'thread-job', function: 'time.sleep', state: 'running' });
  });

  test('a job of a process pool is told from one of threads', () => {
    expect(on('process-pool')).toMatchObject({ kind: 'thread-job', processPool: true, threadId: null });
  });

  test('a result of another event loop leads to its task', () => {
    expect(on('other-loop')).toMatchObject({ kind: 'task' });
    expect(words('other-loop')).toMatch(/^task 'Task-\d+' in another event loop$/);
  });

  test('waits for a child say which one, and for what of it', () => {
    for (const [name, what] of [
      ['child-wait', 'exit'],
      ['child-communicate', 'communicate'],
      ['child-read', 'pipes'],
    ] as const) {
      expect(on(name)).toMatchObject({ kind: 'child', what, childPid: expect.any(Number) });
    }
  });

  test('streams and sockets show the peer and the state that the kernel has', () => {
    expect(on('stream-read')).toMatchObject({
      kind: 'socket',
      operation: 'read',
      peer: expect.stringMatching(/^127\.0\.0\.1:\d+$/),
      socketState: 'ESTABLISHED',
      tls: false,
    });
    expect(words('stream-read')).toMatch(/^socket 127\.0\.0\.1:\d+ \(ESTABLISHED\), nothing received$/);
    expect(on('stream-drain')).toMatchObject({ kind: 'socket', operation: 'drain' });
    expect(words('stream-drain')).toMatch(/\d+ bytes sent and not taken$/);
    expect(on('sock-recv')).toMatchObject({ kind: 'socket', operation: 'read', fd: expect.any(Number) });
    expect(on('sock-accept')).toMatchObject({ kind: 'socket', socketState: 'LISTEN' });
  });

  (lacksModules(python) ? test.skip : test)('a TLS handshake that does not end shows its socket', () => {
    expect(on('tls-handshake')).toMatchObject({
      kind: 'socket',
      operation: 'connect',
      tls: true,
      socketState: 'ESTABLISHED',
    });
    expect(words('tls-handshake')).toMatch(/^TLS socket 127\.0\.0\.1:\d+ .* in the TLS handshake$/);
  });

  onAsyncio('a server that serves is told from one that closes', () => {
    expect(on('serve-forever')).toMatchObject({ kind: 'future', heldBy: ['Server._serving_forever_fut'] });
    if (minor < 12) return;
    expect(on('server-closed')).toMatchObject({ kind: 'server-close', connections: 1 });
    expect(words('server-closed')).toBe('asyncio.Server.wait_closed, 1 open connection');
  });

  test('the wait of an async generator is that of its finally', () => {
    expect(primitiveOf('generator')).toMatchObject({ kind: 'event' });
  });

  test('a plain future says by whom it is held, and by whom it is not', () => {
    expect(on('future')).toMatchObject({ kind: 'future', state: 'pending', heldBy: ['Client._reply'] });
    expect(words('future')).toBe('asyncio.Future that nobody is seen to complete, held by Client._reply');
    expect(on('future-bare')).toMatchObject({ kind: 'future', heldBy: [] });
  });

  test('a future that a timer will complete is a timer', () => {
    const target = on('future-timer');
    expect(target.kind === 'timer' && target.secondsLeft).toBeGreaterThan(400);
  });

  test('tasks that wait for the same thing share one wait', () => {
    expect(on('inner')).toBe(on('other'));
    expect(waitOf('inner')).toBe(waitOf('other'));
  });

  test('descriptions are one short clause', () => {
    for (const task of tasks.values()) {
      expect((task.wait?.description ?? 'x').length).toBeLessThanOrEqual(200);
      expect(task.wait?.description ?? 'x').not.toMatch(/^$|\.$|\n/);
    }
  });
});
