/** What is kept of a pod: a kilobyte of the ten or twenty that the API server sends. */
import type { OwnerReference } from '../owner-metadata.ts';
import { controllerOf } from '../owner-metadata.ts';

/** A pod's top owner: a Deployment, not its ReplicaSet. */
export interface PodOwner {
  kind: string;
  name: string;
}

interface ContainerEnd {
  exitCode: number;
  /** null: the runtime did not say. */
  signal: number | null;
  /** `OOMKilled`, `Error`, `Completed`, `ContainerStatusUnknown` … */
  reason: string;
  /** null: not known, as of a container that the node lost. */
  finishedAtMs: number | null;
}

export interface WatchedContainer {
  name: string;
  image: string;
  state: 'waiting' | 'running' | 'terminated';
  /** null unless `terminated`. */
  end: ContainerEnd | null;
  restartCount: number;
}

export interface WatchedPod {
  uid: string;
  namespace: string;
  name: string;
  node: string | null;
  /** null: nobody made it, or a node did. */
  owner: PodOwner | null;
  /** Those of `spec.containers`: neither init containers nor native sidecars. */
  containers: readonly WatchedContainer[];
  /** As it was last seen. `startedAtMs`: milliseconds since 1970, at whole seconds of the API server's clock. */
  deletion: { startedAtMs: number; graceSeconds: number } | null;
  /** `spec.terminationGracePeriodSeconds` */
  graceSeconds: number;
  phase: string;
  /** Of the status: `Evicted`, `NodeLost` … */
  reason: string;
  /** The condition `DisruptionTarget`, while it is true. */
  disruption: { reason: string; sinceMs: number } | null;
}

/** What the API server sends, as far as it is read here. */
interface PodObject {
  metadata?: {
    uid?: string;
    namespace?: string;
    name?: string;
    labels?: Record<string, string>;
    deletionTimestamp?: string;
    deletionGracePeriodSeconds?: number;
  };
  spec?: {
    nodeName?: string;
    terminationGracePeriodSeconds?: number;
    containers?: { name?: string; image?: string }[];
  };
  status?: {
    phase?: string;
    reason?: string;
    conditions?: { type?: string; status?: string; reason?: string; lastTransitionTime?: string }[];
    containerStatuses?: ContainerStatus[];
  };
}

interface ContainerStatus {
  name?: string;
  restartCount?: number;
  state?: {
    running?: object;
    terminated?: { exitCode?: number; signal?: number; reason?: string; finishedAt?: string };
  };
}

/** What a top owner is found by. */
export interface OwnerClue {
  reference: OwnerReference | null;
  /** Label `pod-template-hash`, which a Deployment's ReplicaSet ends in. */
  templateHash: string | null;
}

const MOST_CONTAINERS = 100;
const DEFAULT_GRACE_SECONDS = 30;

/** null: that is no pod. */
export function factsOf(object: unknown): { pod: WatchedPod; clue: OwnerClue } | null {
  const { metadata, spec, status } = (object ?? {}) as PodObject;
  if (!(metadata?.uid && metadata.namespace && metadata.name)) return null;
  const pod: WatchedPod = {
    uid: metadata.uid,
    namespace: metadata.namespace,
    name: metadata.name,
    node: spec?.nodeName ?? null,
    owner: null,
    containers: containersOf(spec, status),
    deletion: deletionOf(metadata),
    graceSeconds: spec?.terminationGracePeriodSeconds ?? DEFAULT_GRACE_SECONDS,
    phase: status?.phase ?? '',
    reason: status?.reason ?? '',
    disruption: disruptionOf(status),
  };
  const templateHash = metadata.labels?.['pod-template-hash'] ?? null;
  return { pod, clue: { reference: controllerOf(metadata), templateHash } };
}

function containersOf(spec: PodObject['spec'], status: PodObject['status']): WatchedContainer[] {
  const statuses = new Map(status?.containerStatuses?.map((one) => [one.name, one]));
  return (spec?.containers ?? []).slice(0, MOST_CONTAINERS).map(({ name, image }) => {
    const found = statuses.get(name);
    return {
      name: name ?? '',
      image: image ?? '',
      ...stateOf(found?.state),
      restartCount: found?.restartCount ?? 0,
    };
  });
}

function stateOf(state: ContainerStatus['state']): Pick<WatchedContainer, 'state' | 'end'> {
  if (state?.running !== undefined) return { state: 'running', end: null };
  const ended = state?.terminated;
  if (ended === undefined) return { state: 'waiting', end: null };
  return {
    state: 'terminated',
    end: {
      exitCode: ended.exitCode ?? 0,
      signal: ended.signal ? ended.signal : null,
      reason: ended.reason ?? '',
      finishedAtMs: timeOf(ended.finishedAt),
    },
  };
}

/** `deletionTimestamp` is the deadline, not the start (apiserver registry/rest/delete.go, BeforeDelete). */
function deletionOf(metadata: PodObject['metadata']): WatchedPod['deletion'] {
  const deadlineMs = timeOf(metadata?.deletionTimestamp);
  if (deadlineMs === null) return null;
  const graceSeconds = metadata?.deletionGracePeriodSeconds ?? 0;
  return { startedAtMs: deadlineMs - 1_000 * graceSeconds, graceSeconds };
}

function disruptionOf(status: PodObject['status']): WatchedPod['disruption'] {
  const condition = status?.conditions?.find(
    (one) => one.type === 'DisruptionTarget' && one.status === 'True',
  );
  const sinceMs = timeOf(condition?.lastTransitionTime);
  return sinceMs === null ? null : { reason: condition?.reason ?? '', sinceMs };
}

/** A zero time, which Go writes for "never", is none. */
function timeOf(text: string | undefined): number | null {
  const ms = Date.parse(text ?? '');
  return Number.isFinite(ms) && ms > 0 ? ms : null;
}
