/** When py-spy is asked, on a recording. */
import { expect, test } from '@jest/globals';
import type { Capture } from '../../src/python/model/capture.ts';
import { createObserver } from '../../src/python/process-observer.ts';
import type { PySpyRunner } from '../../src/python/pyspy/runner.ts';
import { loadRecording } from '../../src/target/recording-file.ts';
import { ReplaySystem } from '../../src/target/replay-system.ts';
import { recordingPath } from '../recordings/replay.ts';
import { SCENES } from '../recordings/scenes.ts';

const BUDGET_MS = 1_000;

/** What a look shows, and the budgets that py-spy was given, one for each time that it was asked. */
async function look(
  isRefused: boolean,
  part: { witness?: 'first-look' } = {},
): Promise<{ capture: Capture; budgetsMs: number[]; pid: number }> {
  const [scene] = SCENES;
  if (scene === undefined) throw new Error('there is no recording');
  const recording = loadRecording(recordingPath(scene));
  const { pid } = recording;
  if (isRefused)
    recording.files.get(`/proc/${pid}/maps`)?.splice(0, Number.POSITIVE_INFINITY, { error: 'EACCES' });
  const budgetsMs: number[] = [];
  const frames = [{ name: 'serve', filename: '/srv/app.py', line: 7 }];
  const pySpy: PySpyRunner = {
    dump: (_, budgetMs) => {
      budgetsMs.push(budgetMs);
      const threads = [
        { thread_id: 1, os_thread_id: pid, thread_name: 'MainThread', owns_gil: true, frames },
      ];
      const json = JSON.stringify(threads);
      return Promise.resolve({ outcome: 'ok', json, blocking: false, durationMs: 5 });
    },
  };
  const system = new ReplaySystem(recording);
  const observer = createObserver({ system, pid, pySpy, readSource: true, ...part });
  const capture = await observer.capture(BUDGET_MS);
  await observer.capture(BUDGET_MS);
  return { capture, budgetsMs, pid };
}

test('py-spy is not asked where the stack of each thread was read from memory', async () => {
  const { capture, budgetsMs } = await look(false);
  expect(budgetsMs).toEqual([]);
  expect(capture.method).toBe('memory');
  expect(capture.threads.map(({ source }) => source)).toContain('memory');
});

test('as a witness py-spy is asked once, beside the first look, and is not given long', async () => {
  const { budgetsMs } = await look(false, { witness: 'first-look' });
  expect(budgetsMs).toEqual([500]);
});

test('py-spy gives the stacks where memory cannot be read', async () => {
  const { capture, budgetsMs, pid } = await look(true);
  expect(budgetsMs).toEqual([BUDGET_MS, BUDGET_MS]);
  expect(capture.method).toBe('py-spy');
  const [main] = capture.threads.filter(({ id }) => id === pid);
  expect(main).toMatchObject({ source: 'py-spy', stack: [expect.objectContaining({ function: 'serve' })] });
});
