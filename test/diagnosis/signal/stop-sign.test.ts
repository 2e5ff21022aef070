import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test } from '@jest/globals';
import { stopSign } from '../../../src/diagnosis/signal/stop-sign.ts';
import type { Capture } from '../../../src/python/model/capture.ts';
import { createObserver } from '../../../src/python/process-observer.ts';
import { LiveSystem } from '../../../src/target/live-system.ts';
import { ready } from '../../support/live-python.ts';
import { endAll } from '../../support/processes.ts';
import { anyPython } from '../../support/pythons.ts';

const system = new LiveSystem();
const python = anyPython();
const TIMEOUT_MS = 60_000;
afterEach(endAll);

async function look(pid: number): Promise<Capture> {
  const observer = createObserver({ system, pid, pySpy: null, readSource: false });
  const capture = await observer.capture(5000);
  observer.close();
  return capture;
}

/** Before and after SIGTERM. */
async function signsOf(program: string): Promise<[string | null, string | null]> {
  const pid = await ready(python, program);
  const history = [await look(pid)];
  await sleep(300);
  history.push(await look(pid));
  const before = stopSign(history);
  process.kill(pid, 'SIGTERM');
  await sleep(400);
  history.push(await look(pid));
  return [before, stopSign(history)];
}

test.each([
  ['loop-blocked-sleep.py', 'its main thread, which sleeps in one call, was interrupted by a signal'],
  ['cancel-swallowed-bare-except.py', 'it is leaving (cancelling-tasks)'],
  ['signal-blocked-by-itself.py', 'SIGTERM is pending and was not taken'],
  ['cancel-never-requested-gather-stop.py', 'the event that its handler of SIGTERM sets is set'],
  ['executor-job-running-default.py', 'it is leaving (joining-executor)'],
])(
  '%s shows that it was asked to stop once it was, and not before',
  async (program, sign) => {
    expect(await signsOf(program)).toEqual([null, sign]);
  },
  TIMEOUT_MS,
);

test(
  'a main task that swallows its cancellation shows it at the second look, and tasks that services cancel all day do not',
  async () => {
    const pid = await ready(python, 'control-healthy-asyncio.py');
    const capture = await look(pid);
    const cancelled = (main: boolean) => ({
      ...capture,
      tasks: capture.tasks.map((task) => ({
        ...task,
        cancelRequests: task.doneCallbacks.some((one) => one.includes('run_until_complete')) === main ? 1 : 0,
      })),
    });
    expect(stopSign([cancelled(true)])).toBeNull();
    expect(stopSign([cancelled(true), cancelled(true)])).toBe('its main task was cancelled');
    expect(stopSign([cancelled(false), cancelled(false)])).toBeNull();
  },
  TIMEOUT_MS,
);
