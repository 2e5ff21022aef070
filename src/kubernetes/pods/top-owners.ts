/**
 * Who made a pod in the end: ReplicaSet -> Deployment, Job -> CronJob. Asked of the API server once for each owner; where
 * that is not allowed or not answered, told from the names that Kubernetes' own controllers give.
 */
import type { ClusterAccess } from '../api.ts';
import { ClusterError } from '../api.ts';
import type { OwnerReference } from '../owner-metadata.ts';
import { readOwner } from '../owner-metadata.ts';
import type { OwnerClue, PodOwner } from './pod-facts.ts';

const MOST_KEPT = 20_000;
const LOOKUP_TIMEOUT_MS = 3_000;
/** After a refusal or no answer nobody is asked for so long: the watch must not wait for each pod. */
const REST_MS = { forbidden: 600_000, other: 30_000 };

const MIDDLE = {
  ReplicaSet: { path: 'apis/apps/v1', plural: 'replicasets' },
  Job: { path: 'apis/batch/v1', plural: 'jobs' },
} as const;

export class TopOwners {
  readonly #access: ClusterAccess;
  readonly #signal: AbortSignal;
  readonly #onTrouble: (sentence: string) => void;
  /** By namespace, kind and name; those being asked for, too. Oldest first. */
  readonly #known = new Map<string, Promise<PodOwner | null>>();
  #restsUntilMs = 0;
  #isTold = false;

  constructor(access: ClusterAccess, signal: AbortSignal, onTrouble: (sentence: string) => void) {
    this.#access = access;
    this.#signal = signal;
    this.#onTrouble = onTrouble;
  }

  /** Never rejects. */
  async find(namespace: string, clue: OwnerClue): Promise<PodOwner | null> {
    const { reference } = clue;
    if (reference === null || reference.kind === 'Node') return null;
    const middle = middleOf(reference);
    if (middle === null) return plain(reference);
    const key = `${namespace}/${reference.kind}/${reference.name}`;
    const known = this.#known.get(key);
    if (known !== undefined) return (await known) ?? fromNames(reference, clue);
    if (performance.now() < this.#restsUntilMs) return fromNames(reference, clue);
    const asked = this.#ask(key, namespace, reference, middle);
    this.#keep(key, asked);
    return (await asked) ?? fromNames(reference, clue);
  }

  /** null: could not be found out. */
  async #ask(
    key: string,
    namespace: string,
    reference: OwnerReference,
    middle: NonNullable<ReturnType<typeof middleOf>>,
  ): Promise<PodOwner | null> {
    try {
      const owner = await readOwner(
        this.#access,
        { ...middle, namespace, name: reference.name },
        { signal: this.#signal, timeoutMs: LOOKUP_TIMEOUT_MS },
      );
      return plain(owner ?? reference);
    } catch (error) {
      // The pod outlives a ReplicaSet that was deleted: that answer stays as it is.
      if (error instanceof ClusterError && error.code === 'not-found') return null;
      this.#known.delete(key);
      this.#rest(error);
      return null;
    }
  }

  #rest(error: unknown): void {
    const isForbidden = error instanceof ClusterError && error.code === 'forbidden';
    this.#restsUntilMs = performance.now() + (isForbidden ? REST_MS.forbidden : REST_MS.other);
    if (!isForbidden || this.#isTold) return;
    this.#isTold = true;
    this.#onTrouble(
      'the owners of ReplicaSets and Jobs may not be read, so workloads are told from the names of their pods: grant get on replicasets.apps and jobs.batch',
    );
  }

  #keep(key: string, owner: Promise<PodOwner | null>): void {
    this.#known.set(key, owner);
    if (this.#known.size <= MOST_KEPT) return;
    for (const oldest of this.#known.keys()) {
      this.#known.delete(oldest);
      break;
    }
  }
}

function plain({ kind, name }: OwnerReference): PodOwner {
  return { kind, name };
}

function middleOf({ apiVersion, kind }: OwnerReference): (typeof MIDDLE)[keyof typeof MIDDLE] | null {
  if (kind === 'ReplicaSet' && apiVersion.startsWith('apps/')) return MIDDLE.ReplicaSet;
  return kind === 'Job' && apiVersion.startsWith('batch/') ? MIDDLE.Job : null;
}

/** `orders-7d9f8b6c5` is of the Deployment `orders` where the pod's hash says so; `nightly-28371230` of a CronJob: minutes since 1970. */
function fromNames(reference: OwnerReference, { templateHash }: OwnerClue): PodOwner {
  const { kind, name } = reference;
  if (kind === 'ReplicaSet' && templateHash !== null && name.endsWith(`-${templateHash}`)) {
    const deployment = name.slice(0, -templateHash.length - 1);
    if (deployment !== '') return { kind: 'Deployment', name: deployment };
  }
  const cronJob = kind === 'Job' ? /^(.+)-\d{8,10}$/.exec(name)?.[1] : undefined;
  return cronJob === undefined ? plain(reference) : { kind: 'CronJob', name: cronJob };
}
