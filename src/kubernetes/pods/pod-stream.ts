/**
 * The pods of one namespace, or of all. A watch is not to be trusted to last: it may end, fail, be told that its history
 * is gone (410), or fall silent. Then it goes on where it was, or lists anew and tells what went away meanwhile.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { ClusterAccess } from '../api.ts';
import { ClusterError } from '../api.ts';
import type { WatchedPod } from './pod-facts.ts';
import { factsOf } from './pod-facts.ts';
import type { Scope } from './pod-requests.ts';
import { listPods, watchEvents } from './pod-requests.ts';
import type { TopOwners } from './top-owners.ts';

export interface WatchTiming {
  firstPauseMs: number;
  longestPauseMs: number;
  /** Without any byte for so long a watch counts as dead. */
  silenceMs: number;
  /** How long the server is asked to keep one up. */
  watchSeconds: number;
}

/** Bookmarks come about once a minute (apiserver, cacher: bookmarkFrequency). */
export const USUAL_TIMING: WatchTiming = Object.freeze({
  firstPauseMs: 500,
  longestPauseMs: 30_000,
  silenceMs: 100_000,
  watchSeconds: 300,
});

const SHORTEST_WATCH_MS = 5_000;

interface StreamEvents {
  onPod: (pod: WatchedPod) => void;
  onGone: (pod: WatchedPod, existedAtMs: number) => void;
  onSynced: () => void;
  onTrouble: (sentence: string) => void;
}

export class PodStream {
  readonly #access: ClusterAccess;
  readonly #scope: Scope;
  readonly #owners: TopOwners;
  readonly #events: StreamEvents;
  readonly #timing: WatchTiming;
  readonly #signal: AbortSignal;
  readonly #pods = new Map<string, WatchedPod>();
  /** Where the watch goes on; null: list first. */
  #version: string | null = null;
  /** The last time that the server told something. */
  #heardAtMs = 0;
  #pauseMs: number;
  #told = '';
  isSynced = false;

  constructor(parts: {
    access: ClusterAccess;
    scope: Scope;
    owners: TopOwners;
    events: StreamEvents;
    timing: WatchTiming;
    signal: AbortSignal;
  }) {
    this.#access = parts.access;
    this.#scope = parts.scope;
    this.#owners = parts.owners;
    this.#events = parts.events;
    this.#timing = parts.timing;
    this.#signal = parts.signal;
    this.#pauseMs = parts.timing.firstPauseMs;
  }

  uids(): Iterable<string> {
    return this.#pods.keys();
  }

  /** Until the signal. */
  async run(): Promise<void> {
    while (!this.#signal.aborted) {
      let pauseMs: number;
      try {
        if (this.#version === null) this.#version = await this.#list();
        const startedAtMs = performance.now();
        await this.#watch(this.#version);
        // One that ends at once, again and again, is no better than one that fails.
        if (performance.now() - startedAtMs > SHORTEST_WATCH_MS) this.#pauseMs = this.#timing.firstPauseMs;
        pauseMs = this.#nextPauseMs();
      } catch (error) {
        if (this.#signal.aborted) return;
        pauseMs = this.#trouble(error);
      }
      await sleep(pauseMs, undefined, { signal: this.#signal }).catch(() => undefined);
    }
  }

  async #list(): Promise<string> {
    const seen = new Set<string>();
    const version = await listPods(this.#access, this.#scope, {
      signal: this.#signal,
      take: async (object) => {
        const uid = await this.#take(object);
        if (uid !== null) seen.add(uid);
      },
    });
    for (const [uid, pod] of this.#pods) if (!seen.has(uid)) this.#gone(pod, this.#heardAtMs);
    this.#heardAtMs = Date.now();
    this.isSynced = true;
    this.#events.onSynced();
    return version;
  }

  async #watch(version: string): Promise<void> {
    const events = watchEvents(this.#access, this.#scope, {
      version,
      // Not all at once after a restart of the server.
      seconds: Math.ceil(this.#timing.watchSeconds * (1 + Math.random() / 4)),
      silenceMs: this.#timing.silenceMs,
      signal: this.#signal,
    });
    for await (const { type, object } of events) {
      if (type === 'DELETED') this.#deleted(object);
      else if (type !== 'BOOKMARK') await this.#take(object);
      const seen = versionOf(object);
      if (seen !== null) this.#version = seen;
      this.#heard();
    }
  }

  #heard(): void {
    this.#heardAtMs = Date.now();
    this.#pauseMs = this.#timing.firstPauseMs;
    this.#told = '';
  }

  async #take(object: unknown): Promise<string | null> {
    const facts = factsOf(object);
    if (facts === null) return null;
    const { pod, clue } = facts;
    pod.owner = this.#pods.get(pod.uid)?.owner ?? (await this.#owners.find(pod.namespace, clue));
    if (this.#signal.aborted) return null;
    this.#pods.set(pod.uid, pod);
    this.#events.onPod(pod);
    return pod.uid;
  }

  /** Its last state comes with the event, and may be the first to tell how its containers ended. */
  #deleted(object: unknown): void {
    const pod = factsOf(object)?.pod;
    if (pod === undefined || this.#signal.aborted) return;
    pod.owner = this.#pods.get(pod.uid)?.owner ?? null;
    this.#gone(pod, Date.now());
  }

  #gone(pod: WatchedPod, existedAtMs: number): void {
    this.#pods.delete(pod.uid);
    this.#events.onGone(pod, existedAtMs);
  }

  /** Longer each time, until something is heard; never the same for two collectors. */
  #nextPauseMs(): number {
    const pauseMs = this.#pauseMs * (0.5 + Math.random());
    this.#pauseMs = Math.min(2 * this.#pauseMs, this.#timing.longestPauseMs);
    return pauseMs;
  }

  /** Tells it, and gives how long to wait. */
  #trouble(error: unknown): number {
    const isGone = error instanceof ClusterError && error.code === 'gone';
    // What cannot be understood cannot be gone on from.
    if (isGone || !(error instanceof ClusterError)) this.#version = null;
    const pauseMs = this.#nextPauseMs();
    if (isGone) return pauseMs;
    const sentence = sentenceOf(error);
    if (sentence !== this.#told && !isOrdinary(error)) this.#events.onTrouble(sentence);
    this.#told = sentence;
    const asked = error instanceof ClusterError ? error.retryAfterMs : null;
    return Math.max(pauseMs, asked ?? 0);
  }
}

/** A connection that is cut off is begun again at once, and worth no words the first time. */
function isOrdinary(error: unknown): boolean {
  return error instanceof ClusterError && error.code === 'unreachable' && /^the watch of/.test(error.message);
}

function sentenceOf(error: unknown): string {
  if (!(error instanceof ClusterError))
    return 'the API server sent what is no watch of pods: it is begun again';
  const fix =
    error.code === 'forbidden' ? 'Grant get, list and watch on pods, or turn the pod watch off.' : error.fix;
  return `pods cannot be watched: ${error.message}. ${fix}`;
}

function versionOf(object: unknown): string | null {
  return (object as { metadata?: { resourceVersion?: string } } | null)?.metadata?.resourceVersion ?? null;
}
