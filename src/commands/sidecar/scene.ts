/** The parts that the sidecar's commands share, put together as the settings want it. */

import { DeliveryError } from '../../delivery/channel.ts';
import type { CollectorChannel } from '../../delivery/channels/collector.ts';
import { LineOutput } from '../../delivery/line-output.ts';
import { preflightLine, watchLine } from '../../delivery/lines.ts';
import { boundsFor } from '../../python/look-bounds.ts';
import type { ProcessObserver } from '../../python/observer.ts';
import type { PySpyRunner } from '../../python/pyspy/runner.ts';
import type { Pod } from '../../report/report.ts';
import type { SidecarSettings } from '../../settings/sidecar.ts';
import type { Preflight } from '../../shutdown/preflight/preflight.ts';
import { preflightWords } from '../../shutdown/preflight/words.ts';
import { LiveSystem } from '../../target/live-system.ts';
import { ownMemoryLimitBytes } from '../../target/memory-limit.ts';
import { openObserver, openPySpy } from '../observer.ts';
import { saveMemory } from './frugal.ts';

const LINE_LIMIT_MS = 500;
const KEPT_LOOKS = 2;

export interface SidecarScene {
  settings: SidecarSettings;
  system: LiveSystem;
  output: LineOutput;
  openObserver: (pid: number) => ProcessObserver;
  /** Of all looks that are kept, for want of memory; may be infinite. */
  maxKeptTasks: number;
  /** A line of the log that says what is done. */
  tell: (message: string, level?: 'info' | 'warn' | 'error') => void;
}

export async function openSidecar(settings: SidecarSettings): Promise<SidecarScene> {
  const system = new LiveSystem();
  const limitBytes = ownMemoryLimitBytes(system);
  await saveMemory(limitBytes);
  const output = await LineOutput.open();
  // In this profile nothing of another process may be read: py-spy would only fail.
  const pySpy: PySpyRunner | null = settings.profile === 'signals-only' ? null : openPySpy(settings.pySpy);
  const bounds = boundsFor(limitBytes);
  return {
    settings,
    system,
    output,
    openObserver: (pid) => openObserver({ system, pySpy, bounds }, pid, settings),
    maxKeptTasks: KEPT_LOOKS * bounds.maxTasks,
    tell: (message, level = 'info') => {
      void output.write(watchLine(level, message, Date.now()), LINE_LIMIT_MS);
    },
  };
}

export async function tellPreflight({ output }: SidecarScene, preflight: Preflight): Promise<void> {
  const line = preflightLine({ ...preflightWords(preflight), preflight }, Date.now());
  await output.write(line, LINE_LIMIT_MS);
}

/** The chart cannot know the image of another chart's container. */
export function podOf({ pod }: SidecarSettings, podUid: string | null): Pod | null {
  return pod === null ? null : { ...pod, uid: pod.uid === '' ? (podUid ?? '') : pod.uid, image: null };
}

interface HelloOptions {
  preflight: Preflight;
  collector: CollectorChannel | null;
  version: string;
  limitMs: number;
  /** Aborted when the sidecar is to end. */
  ending: AbortSignal;
}

/** Tells the collector of the pod, so that its counters start at 0 before anything hangs. A failure is a line of the log. */
export async function sayHello(
  { settings, tell }: SidecarScene,
  { preflight, collector, version, limitMs, ending }: HelloOptions,
): Promise<void> {
  const pod = podOf(settings, null);
  if (collector === null || pod === null) return;
  const limits = preflight.results.flatMap(({ status, code, sentence, fix }) =>
    status === 'blind' ? [{ code, sentence, fix }] : [],
  );
  try {
    const { mode, profile } = settings;
    const hello = {
      schema: 'straggler.pod/v1',
      pod,
      containers: [...new Set(preflight.pythons.map(({ container }) => container))],
      profile,
      mode,
      version,
      readable: preflight.readable === true,
      limits,
    } as const;
    await collector.hello(hello, {
      limitMs,
      signal: AbortSignal.any([ending, AbortSignal.timeout(limitMs)]),
    });
  } catch (error) {
    if (ending.aborted) return;
    const reason = error instanceof DeliveryError ? `${error.message} ${error.fix}` : String(error);
    tell(`the collector was not told of this pod: ${reason}`, 'warn');
  }
}
