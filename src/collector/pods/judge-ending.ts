/** How a container of a terminating pod ended, from what the API server says of it. */
import type { WatchedContainer, WatchedPod } from '../../kubernetes/pods/pod-facts.ts';
import type { ContainerEnding } from '../model/termination.ts';

export interface Termination {
  /** Milliseconds since 1970. */
  startedAtMs: number;
  graceSeconds: number;
  isEviction: boolean;
}

export type Judgement = Pick<ContainerEnding, 'endedAtMs' | 'exitCode' | 'signal' | 'reason'>;

/** Times of Kubernetes are whole seconds, and the node's clock is not the API server's. */
const TOLERANCE_MS = 1_500;
const KILLED_EXIT_CODE = 137;
const KILL_SIGNAL = 9;

function deadlineOf({ startedAtMs, graceSeconds }: Termination): number {
  return startedAtMs + 1_000 * graceSeconds;
}

/**
 * null: it is not terminating, or by force (grace 0), which asks no container to stop. `before`: as judged the last time;
 * the kubelet's own last deletion has grace 0, too, and says nothing of the real one.
 */
export function terminationOf(pod: WatchedPod, before: Termination | null): Termination | null {
  const isEviction = isEvicted(pod);
  if (pod.deletion !== null && pod.deletion.graceSeconds > 0) return { ...pod.deletion, isEviction };
  if (before !== null) return { ...before, isEviction: before.isEviction || isEviction };
  if (!isEviction || pod.disruption === null) return null;
  return { startedAtMs: pod.disruption.sinceMs, graceSeconds: pod.graceSeconds, isEviction };
}

/**
 * The kubelet's own evictions and node shutdowns, which keep to other grace periods than the pod's. A drain
 * (`EvictionByEvictionAPI`) or a preemption is a deletion like any other.
 */
function isEvicted({ reason, disruption }: WatchedPod): boolean {
  return reason === 'Evicted' || disruption?.reason === 'TerminationByKubelet';
}

/** null: it has not ended, or not in this termination, or nobody knows when. */
export function judgeEnd({ end }: WatchedContainer, termination: Termination): Judgement | null {
  if (end === null || end.finishedAtMs === null || end.reason === 'ContainerStatusUnknown') return null;
  if (end.finishedAtMs < termination.startedAtMs - TOLERANCE_MS) return null;
  const { exitCode, signal } = end;
  const endedAtMs = Math.max(end.finishedAtMs, termination.startedAtMs);
  return { endedAtMs, exitCode, signal, reason: reasonOf(end, termination) };
}

function reasonOf(
  end: NonNullable<WatchedContainer['end']>,
  termination: Termination,
): ContainerEnding['reason'] {
  if (end.reason === 'OOMKilled') return 'oom';
  if (termination.isEviction) return 'eviction';
  const isKilled = end.exitCode === KILLED_EXIT_CODE || end.signal === KILL_SIGNAL;
  const isLate = (end.finishedAtMs ?? 0) >= deadlineOf(termination) - TOLERANCE_MS;
  return isKilled && isLate ? 'deadline' : 'exit';
}

/**
 * For a container that ran when it was last seen, of a pod that is gone: its node was lost, or its pod was taken away by
 * force. It counts as killed where the pod was still there at its deadline; else nobody knows. null then.
 */
export function judgeVanished(
  container: WatchedContainer,
  termination: Termination,
  existedAtMs: number,
): Judgement | null {
  const deadlineMs = deadlineOf(termination);
  if (container.state !== 'running' || existedAtMs < deadlineMs - TOLERANCE_MS) return null;
  return {
    endedAtMs: deadlineMs,
    exitCode: null,
    signal: null,
    reason: termination.isEviction ? 'eviction' : 'deadline',
  };
}
