/**
 * Watches the own pod through the API server. A watch is not to be trusted to last: it may end, fail, or just fall silent
 * (client-node #596, #958, #1933), so it is begun anew after each end and after each silence.
 */
import { KubeConfig, Watch } from '@kubernetes/client-node';

interface Deletion {
  /** Milliseconds since 1970. `deletionTimestamp` is the deadline, not the start (apiserver, BeforeDelete). */
  startedAtMs: number;
  graceSeconds: number;
}

export interface OwnPodEvents {
  onDeletion: (deletion: Deletion) => void;
  /** A sentence, once for each kind of trouble. */
  onTrouble: (sentence: string) => void;
}

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;
/** The server sends a bookmark about once a minute where it is asked to. */
const SILENCE_MS = 150_000;

/** Gives the function that ends it. Never throws: what is wrong is told. */
export function watchOwnPod(
  pod: { namespace: string; name: string },
  events: OwnPodEvents,
  loadConfig: () => KubeConfig = ownCluster,
): () => void {
  const watch = new OwnPodWatch(pod, events, loadConfig);
  watch.start();
  return () => watch.stop();
}

/** The token of the service account is read anew: it rotates. */
function ownCluster(): KubeConfig {
  const config = new KubeConfig();
  config.loadFromCluster();
  return config;
}

class OwnPodWatch {
  readonly #pod: { namespace: string; name: string };
  readonly #events: OwnPodEvents;
  readonly #loadConfig: () => KubeConfig;
  #pauseMs = FIRST_PAUSE_MS;
  #timer: NodeJS.Timeout | undefined;
  #current: AbortController | null = null;
  #isStopped = false;
  #told = '';

  constructor(pod: { namespace: string; name: string }, events: OwnPodEvents, loadConfig: () => KubeConfig) {
    this.#pod = pod;
    this.#loadConfig = loadConfig;
    this.#events = events;
  }

  start(): void {
    this.#begin().catch((error: unknown) => this.#again(error));
  }

  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    this.#current?.abort();
  }

  async #begin(): Promise<void> {
    const config = this.#loadConfig();
    const { namespace, name } = this.#pod;
    const query = { fieldSelector: `metadata.name=${name}`, allowWatchBookmarks: true };
    const path = `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods`;
    this.#expectSomething();
    this.#current = await new Watch(config).watch(
      path,
      query,
      (_type: string, object: unknown) => this.#take(object),
      (error: unknown) => this.#again(error),
    );
    if (this.#isStopped) this.#current.abort();
  }

  #take(object: unknown): void {
    this.#pauseMs = FIRST_PAUSE_MS;
    this.#expectSomething();
    const deletion = deletionOf(object);
    if (deletion !== null) this.#events.onDeletion(deletion);
  }

  #expectSomething(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#current?.abort();
      this.#again(null);
    }, SILENCE_MS);
    this.#timer.unref();
  }

  /** `done` of client-node is called after an abort, too: whichever comes first begins the next one. */
  #again(error: unknown): void {
    if (this.#isStopped) return;
    if (error instanceof Error && error.name !== 'AbortError') this.#tell(error);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.start(), this.#pauseMs);
    this.#timer.unref();
    this.#pauseMs = Math.min(2 * this.#pauseMs, LONGEST_PAUSE_MS);
  }

  #tell(error: Error): void {
    if (this.#told === error.message) return;
    this.#told = error.message;
    const fix =
      'The service account needs get, list and watch on its own pod (a Role with resourceNames); the preStop hook works without.';
    this.#events.onTrouble(`the API server does not let the own pod be watched: ${error.message}. ${fix}`);
  }
}

function deletionOf(object: unknown): Deletion | null {
  const metadata = (
    object as { metadata?: { deletionTimestamp?: string; deletionGracePeriodSeconds?: number } } | null
  )?.metadata;
  const deadlineMs = Date.parse(metadata?.deletionTimestamp ?? '');
  if (!Number.isFinite(deadlineMs)) return null;
  const graceSeconds = metadata?.deletionGracePeriodSeconds ?? 0;
  return { startedAtMs: deadlineMs - 1000 * graceSeconds, graceSeconds };
}
