/** What is said when the kernel does not tell what a process has mapped, on a recording with that answer put in. */
import { expect, test } from '@jest/globals';
import type { Capture } from '../../src/python/model/capture.ts';
import { createObserver } from '../../src/python/process-observer.ts';
import { loadRecording } from '../../src/target/recording-file.ts';
import { ReplaySystem } from '../../src/target/replay-system.ts';
import { recordingPath } from '../recordings/replay.ts';
import { SCENES } from '../recordings/scenes.ts';

const BUDGET_MS = 1_000;

function captureWhere(refused: Record<string, string>): Promise<Capture> {
  const [scene] = SCENES;
  if (scene === undefined) throw new Error('there is no recording');
  const recording = loadRecording(recordingPath(scene));
  const { pid } = recording;
  for (const [file, error] of Object.entries(refused)) {
    const answers = recording.files.get(`/proc/${pid}/${file}`);
    if (answers === undefined) throw new Error(`${file} was not recorded`);
    // What was read before the memory was asked for stays as it was.
    answers.splice(file === 'stat' ? 1 : 0, answers.length, { error });
  }
  const system = new ReplaySystem(recording);
  return createObserver({ system, pid, pySpy: null, readSource: true }).capture(BUDGET_MS);
}

test('a process whose memory map goes before its pid is said to be gone', async () => {
  await expect(captureWhere({ maps: 'ESRCH', stat: 'ESRCH' })).rejects.toMatchObject({
    code: 'process-gone',
  });
});

test('a process without a memory map that is still there is said to be no Python', async () => {
  await expect(captureWhere({ maps: 'ESRCH' })).rejects.toMatchObject({ code: 'not-python' });
});

test.each(['EACCES', 'EPERM', 'EIO'])(
  'a memory map refused with %s leaves threads and signals',
  async (error) => {
    const { method, limits, family } = await captureWhere({ maps: error });
    expect(method).toBe('signals');
    expect(limits).toContainEqual(expect.objectContaining({ code: 'no-permission' }));
    expect(family.target.command.length).toBeGreaterThan(0);
  },
);
