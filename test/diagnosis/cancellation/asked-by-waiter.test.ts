import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test } from '@jest/globals';
import { diagnose } from '../../../src/diagnosis/diagnose.ts';
import { createObserver } from '../../../src/python/process-observer.ts';
import { LiveSystem } from '../../../src/target/live-system.ts';
import { ready } from '../../support/live-python.ts';
import { endAll } from '../../support/processes.ts';
import { pythonNamed } from '../../support/pythons.ts';

const system = new LiveSystem();
const python = pythonNamed('3.9');
const onPython39 = python === null ? test.skip : test;
const TIMEOUT_MS = 60_000;
afterEach(endAll);

/** As a sidecar that joined after the signal sees it, on a Python that does not count cancellations. */
async function join(program: string) {
  const pid = await ready(python!, program);
  process.kill(pid, 'SIGTERM');
  await sleep(400);
  const observer = createObserver({ system, pid, pySpy: null, readSource: true });
  const capture = await observer.capture(5000);
  observer.close();
  const signal = { number: 15, name: 'SIGTERM', sentBy: 'kubelet', sentToPid: pid } as const;
  const { findings } = diagnose({
    captures: [{ seconds: 0.4, capture }],
    signal,
    graceSeconds: 8,
    ended: false,
  });
  return findings[0];
}

onPython39(
  'who waits for a task and has called cancel() on the way there has asked it to stop',
  async () => {
    expect(await join('cancel-swallowed-connect-retry.py')).toMatchObject({ cause: 'cancel-swallowed' });
  },
  TIMEOUT_MS,
);

onPython39(
  'a task that its waiter only waits for was not asked, as far as can be told',
  async () => {
    expect(await join('cancel-never-requested-wait-all.py')).toMatchObject({
      cause: 'cancel-never-requested',
      certainty: 'likely',
    });
  },
  TIMEOUT_MS,
);
