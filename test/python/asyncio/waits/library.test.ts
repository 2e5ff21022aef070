import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { TaskState } from '../../../../src/python/model/capture.ts';
import { createThreadWaits } from '../../../../src/python/threads/waits/thread-waits.ts';
import type { Look } from '../../../support/live-python.ts';
import { lookAt, ready } from '../../../support/live-python.ts';
import { endAll } from '../../../support/processes.ts';
import { installedPythons } from '../../../support/pythons.ts';

const START_TIMEOUT_MS = 90_000;

afterAll(endAll);

/** One of each way in which versions differ. */
const pythons = installedPythons().filter(({ name }) => /^3\.(8|11|12|13|15)$/.test(name));

describe.each(pythons)('anyio on Python $name', (python) => {
  let look: Look;
  let tasks: Map<string, TaskState>;

  beforeAll(async () => {
    look = lookAt(await ready(python, 'waits/library.py'));
    tasks = new Map(look.reading.tasks.map((task) => [task.name, task]));
  }, START_TIMEOUT_MS);

  const holdersOf = (name: string) => {
    const on = tasks.get(name)!.wait!.on;
    const id = on.kind === 'primitive' ? on.primitiveId : '';
    return look.primitives.find((one) => one.id === id)!;
  };

  test('a lock that keeps its owner names it', () => {
    expect(tasks.get('lock-waiter')?.wait?.description).toBe("anyio.Lock held by task 'lock-holder'");
    expect(holdersOf('lock-waiter')).toMatchObject({
      kind: 'lock',
      engaged: true,
      waiters: [tasks.get('lock-waiter')!.id],
      holders: [{ taskId: tasks.get('lock-holder')!.id, how: 'acquired' }],
    });
  });

  test('a limiter names its borrowers', () => {
    expect(holdersOf('limiter-waiter')).toMatchObject({
      kind: 'semaphore',
      type: 'CapacityLimiter',
      value: 0,
      limit: 1,
      holders: [{ taskId: tasks.get('limiter-holder')!.id, how: 'acquired' }],
    });
  });

  test('a job leads to its worker thread, and an idle worker is one', () => {
    const on = tasks.get('thread-job')!.wait!.on;
    expect(on).toMatchObject({ kind: 'thread-job', state: 'running', function: 'work' });
    const { pass, threads, reading } = look;
    const waits = createThreadWaits(pass, threads, { loops: [], tasks: () => reading.walkAgain() });
    const [busy, idle] = ['AnyIO worker thread', 'idle'].map(
      (name) => threads.find((one) => one.name === name)!,
    );
    expect(on).toMatchObject({ threadId: busy!.id });
    expect([waits.waitOf(busy!), waits.poolOf(busy!)]).toMatchObject([{ kind: 'sleep' }, { idle: false }]);
    expect([waits.waitOf(idle!), waits.poolOf(idle!)]).toMatchObject([{ kind: 'pool-idle' }, { idle: true }]);
  });
});
