/** Every state that the pods of a namespace go through, as the API server tells it. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Cluster } from './cluster.ts';
import type { Pod } from './pod-status.ts';

export interface PodChange {
  atMs: number;
  type: 'ADDED' | 'MODIFIED' | 'DELETED';
  pod: Pod;
}

export class PodWatch {
  readonly #cluster: Cluster;
  readonly #path: string;
  readonly #ended = new AbortController();
  readonly #changes: PodChange[] = [];
  #failure: Error | null = null;

  constructor(cluster: Cluster, namespace: string) {
    this.#cluster = cluster;
    this.#path = `/api/v1/namespaces/${namespace}/pods?watch=1`;
  }

  start(): void {
    this.#read().catch((error: unknown) => {
      if (!this.#ended.signal.aborted) this.#failure = error as Error;
    });
  }

  stop(): void {
    this.#ended.abort();
  }

  changesOf(pod: string): PodChange[] {
    return this.#changes.filter((change) => change.pod.metadata.name === pod);
  }

  /** The first change of a pod that is as asked, already seen or still to come. */
  async first(
    pod: string,
    what: string,
    asked: (change: PodChange) => boolean,
    timeoutMs: number,
  ): Promise<PodChange> {
    const giveUpAt = performance.now() + timeoutMs;
    for (;;) {
      const found = this.changesOf(pod).find(asked);
      if (found !== undefined) return found;
      if (this.#ended.signal.aborted) throw new Error(`pod ${pod}: ${what}: no longer waited for`);
      if (this.#failure !== null) throw new Error('the watch of the pods broke', { cause: this.#failure });
      if (performance.now() > giveUpAt)
        throw new Error(`pod ${pod}: ${what}: not seen within ${timeoutMs} ms`);
      await sleep(10);
    }
  }

  async #read(): Promise<void> {
    for await (const line of this.#cluster.lines(this.#path, this.#ended.signal)) {
      const { type, object } = JSON.parse(line) as { type: PodChange['type']; object: Pod };
      this.#changes.push({ atMs: Date.now(), type, pod: object });
    }
    if (!this.#ended.signal.aborted) throw new Error('the API server ended the watch');
  }
}
