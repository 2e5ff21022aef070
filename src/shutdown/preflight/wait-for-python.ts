/** A native sidecar starts before the containers that it is there for: the preflight waits for a Python, and for it to settle. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { System } from '../../target/system.ts';
import { orNull } from '../../target/system-error.ts';
import type { ContainerTargets } from '../pod/pod-targets.ts';
import { readTargets } from '../pod/pod-targets.ts';

export interface PythonWait {
  system: System;
  containers: readonly string[];
  limitMs: number;
  /** Aborted when there is no use in waiting any longer: the pod ends. */
  signal: AbortSignal;
}

const FIRST_POLL_MS = 100;
const LONGEST_POLL_MS = 2000;
/** Handlers are installed after the imports: until then a service looks as if it had none. */
const SETTLE_MS = 5000;

/** Every container with a Python; empty when there was none in the time, or none can ever be seen. */
export async function waitForPython({
  system,
  containers,
  limitMs,
  signal,
}: PythonWait): Promise<ContainerTargets[]> {
  if (isAlone(system)) return [];
  const endsAtMs = system.nowMs() + limitMs;
  for (let pollMs = FIRST_POLL_MS; ; pollMs = Math.min(1.5 * pollMs, LONGEST_POLL_MS)) {
    if (pythonsIn(system, containers).length > 0) {
      await pause(SETTLE_MS, signal);
      return pythonsIn(system, containers);
    }
    const leftMs = endsAtMs - system.nowMs();
    if (leftMs <= 0 || signal.aborted) return [];
    await pause(Math.min(pollMs, leftMs), signal);
  }
}

/** PID 1 of a shared process namespace is the pause process. */
function isAlone(system: System): boolean {
  return orNull(() => system.readLink('/proc/self')) === '1';
}

function pythonsIn(system: System, containers: readonly string[]): ContainerTargets[] {
  return readTargets(system, containers).filter(({ pythons }) => pythons.length > 0);
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => undefined);
}
