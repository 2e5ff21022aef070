/** Watches pods, and tells each container's end once: also of pods whose sidecar died, or that have none. */
import type { ClusterAccess } from '../../kubernetes/api.ts';
import type { WatchedContainer, WatchedPod } from '../../kubernetes/pods/pod-facts.ts';
import type { WatchTiming } from '../../kubernetes/pods/pod-stream.ts';
import { watchPods } from '../../kubernetes/watch-pods.ts';
import type { PodWatchSettings } from '../../settings/collector.ts';
import type { Workload } from '../model/identity.ts';
import { NO_WORKLOAD } from '../model/identity.ts';
import type { ContainerEnding } from '../model/termination.ts';
import type { Judgement, Termination } from './judge-ending.ts';
import { judgeEnd, judgeVanished, terminationOf } from './judge-ending.ts';

export interface PodEndingEvents {
  onEnding: (ending: ContainerEnding) => void;
  onPodGone: (uid: string) => void;
  /** Every pod there is: after each complete list. */
  onAlive: (uids: ReadonlySet<string>) => void;
  /** A sentence with its fix. */
  onTrouble: (sentence: string) => void;
}

/** What others want to know of a pod that is there. */
export interface PodDescription {
  node: string | null;
  workload: Workload;
  containers: readonly { name: string; image: string }[];
}

interface Terminating {
  termination: Termination;
  /** Names of containers whose end was told, or is none of this termination. */
  told: Set<string>;
}

export class PodEndings {
  readonly #access: ClusterAccess;
  readonly #settings: PodWatchSettings;
  readonly #events: PodEndingEvents;
  readonly #timing: WatchTiming | undefined;
  readonly #pods = new Map<string, WatchedPod>();
  readonly #terminating = new Map<string, Terminating>();
  #watch: { stop(): void } | null = null;

  constructor(parts: {
    access: ClusterAccess;
    settings: PodWatchSettings;
    events: PodEndingEvents;
    timing?: WatchTiming;
  }) {
    this.#access = parts.access;
    this.#settings = parts.settings;
    this.#events = parts.events;
    this.#timing = parts.timing;
  }

  start(): void {
    this.#watch ??= watchPods(
      this.#access,
      this.#settings,
      {
        onPod: (pod) => this.#take(pod),
        onGone: (pod, existedAtMs) => this.#gone(pod, existedAtMs),
        onSynced: (uids) => this.#events.onAlive(uids),
        onTrouble: (sentence) => this.#events.onTrouble(sentence),
      },
      this.#timing,
    );
  }

  stop(): void {
    this.#watch?.stop();
    this.#watch = null;
  }

  /** null: not seen, or gone. */
  describePod(uid: string): PodDescription | null {
    const pod = this.#pods.get(uid);
    if (pod === undefined) return null;
    return {
      node: pod.node,
      workload: pod.owner ?? NO_WORKLOAD,
      containers: pod.containers.map(({ name, image }) => ({ name, image })),
    };
  }

  #take(pod: WatchedPod): void {
    this.#pods.set(pod.uid, pod);
    this.#judge(pod, judgeEnd);
  }

  #gone(pod: WatchedPod, existedAtMs: number): void {
    this.#judge(pod, judgeEnd);
    this.#judge(pod, (container, termination) => judgeVanished(container, termination, existedAtMs));
    this.#pods.delete(pod.uid);
    this.#terminating.delete(pod.uid);
    this.#events.onPodGone(pod.uid);
  }

  #judge(
    pod: WatchedPod,
    judge: (container: WatchedContainer, termination: Termination) => Judgement | null,
  ): void {
    const before = this.#terminating.get(pod.uid);
    const termination = terminationOf(pod, before?.termination ?? null);
    if (termination === null) return;
    const told = before?.told ?? new Set();
    this.#terminating.set(pod.uid, { termination, told });
    for (const container of pod.containers) {
      if (told.has(container.name)) continue;
      const judgement = judge(container, termination);
      if (judgement === null) continue;
      told.add(container.name);
      this.#events.onEnding(endingOf(pod, container, termination, judgement));
    }
  }
}

function endingOf(
  pod: WatchedPod,
  container: WatchedContainer,
  { startedAtMs, graceSeconds }: Termination,
  judgement: Judgement,
): ContainerEnding {
  return {
    podUid: pod.uid,
    key: { namespace: pod.namespace, workload: pod.owner ?? NO_WORKLOAD, container: container.name },
    pod: pod.name,
    node: pod.node,
    image: container.image === '' ? null : container.image,
    startedAtMs,
    graceSeconds,
    ...judgement,
  };
}
