/** A container's log from its first line on. Followed before the pod is deleted, it outlives the pod. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Cluster } from './cluster.ts';
import { ClusterError } from './cluster.ts';
import type { SidecarLine } from './sidecar-lines.ts';
import { parseLine } from './sidecar-lines.ts';

const RETRY_MS = 100;
/** The pod has no node yet, its kubelet does not know it yet, or its container is still being made. */
const NOT_YET = [204, 404, 400];

export class LogFollow {
  readonly lines: SidecarLine[] = [];
  readonly #cluster: Cluster;
  readonly #path: string;
  readonly #stopped = new AbortController();
  isEnded = false;

  constructor(cluster: Cluster, namespace: string, pod: string, container: string) {
    this.#cluster = cluster;
    this.#path = `/api/v1/namespaces/${namespace}/pods/${pod}/log?container=${container}&follow=true&timestamps=true`;
  }

  start(): void {
    this.#read()
      .catch((error: unknown) => {
        if (this.#stopped.signal.aborted) return;
        this.lines.push({ atMs: Date.now(), text: `(the log could not be followed: ${error})`, event: null });
      })
      .finally(() => {
        this.isEnded = true;
      });
  }

  stop(): void {
    this.#stopped.abort();
  }

  async first(what: string, asked: (line: SidecarLine) => boolean, timeoutMs: number): Promise<SidecarLine> {
    const giveUpAt = performance.now() + timeoutMs;
    for (;;) {
      const found = this.lines.find(asked);
      if (found !== undefined) return found;
      if (this.isEnded) throw new Error(`${what}: not in the log, which has ended`);
      if (performance.now() > giveUpAt) throw new Error(`${what}: not in the log within ${timeoutMs} ms`);
      await sleep(10);
    }
  }

  /** The log has ended, because its container has. */
  async end(timeoutMs: number): Promise<void> {
    const giveUpAt = performance.now() + timeoutMs;
    while (!this.isEnded && performance.now() < giveUpAt) await sleep(10);
  }

  async #read(): Promise<void> {
    for (;;) {
      try {
        for await (const line of this.#cluster.lines(this.#path, this.#stopped.signal)) {
          if (line !== '') this.lines.push(parseLine(line));
        }
        return;
      } catch (error) {
        if (!(error instanceof ClusterError && NOT_YET.includes(error.status))) throw error;
        await sleep(RETRY_MS, undefined, { signal: this.#stopped.signal });
      }
    }
  }
}
