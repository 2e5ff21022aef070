/** What a dump looks at: a live process (perhaps with its answers kept), or a recording. */

import type { PySpyRunner } from '../python/pyspy/runner.ts';
import type { DumpSettings } from '../settings/dump.ts';
import { LiveSystem } from '../target/live-system.ts';
import { RecordingSystem } from '../target/recording-system.ts';
import { ReplaySystem } from '../target/replay-system.ts';
import type { System } from '../target/system.ts';
import { openPySpy } from './observer.ts';
import { RecordingRunner, recordedRunner } from './recorded-py-spy.ts';

export interface Scene {
  system: System;
  pid: number;
  pySpy: PySpyRunner | null;
  /** Writes the recording, where one was asked for. */
  keep(): void;
}

export async function openScene({ from, view }: DumpSettings): Promise<Scene> {
  if (from.kind === 'recording') {
    const { loadRecording } = await import('../target/recording-file.ts');
    const recording = loadRecording(from.path);
    const pySpy = view.pySpy.use ? recordedRunner(recording) : null;
    return { system: new ReplaySystem(recording), pid: recording.pid, pySpy, keep: () => undefined };
  }
  const { pid, recordTo } = from;
  const live = new LiveSystem();
  const pySpy = openPySpy(view.pySpy);
  if (recordTo === null) return { system: live, pid, pySpy, keep: () => undefined };
  const { saveRecording } = await import('../target/recording-file.ts');
  const system = new RecordingSystem(live, pid);
  return {
    system,
    pid,
    pySpy: pySpy === null ? null : new RecordingRunner(pySpy, system.recording),
    keep: () => saveRecording(recordTo, system.recording),
  };
}
