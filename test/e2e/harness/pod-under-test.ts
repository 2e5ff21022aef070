/** One pod from its making to its end, with its logs and every state that it went through. */
import type { Cluster, ExecResult } from './cluster.ts';
import { LogFollow } from './log-follow.ts';
import type { PodOptions } from './pod-spec.ts';
import { nameOf, podSpec } from './pod-spec.ts';
import type { Ended, Pod } from './pod-status.ts';
import { statusOf } from './pod-status.ts';
import type { PodWatch } from './pod-watch.ts';
import type { SidecarLine } from './sidecar-lines.ts';
import { SIDECAR } from './sidecar-spec.ts';

const READY_TIMEOUT_MS = 90_000;
/** Beyond the grace period: what the kubelet and the API server may take on a busy machine. */
const GONE_SLACK_MS = 30_000;
const LOG_TIMEOUT_MS = 5_000;

/** How a pod ended; times in milliseconds since the epoch. */
export interface Termination {
  /** When the end was asked for. */
  askedAtMs: number;
  goneAtMs: number;
  /** From one to the other. */
  seconds: number;
  /** How each container ended, where the API server was told. */
  ended: Map<string, Ended>;
  /** The sidecar's log; empty without a sidecar. */
  lines: SidecarLine[];
}

export class PodUnderTest {
  readonly name: string;
  readonly namespace: string;
  readonly logs = new Map<string, LogFollow>();
  readonly #cluster: Cluster;
  readonly #watch: PodWatch;
  readonly #options: PodOptions;

  constructor(
    cluster: Cluster,
    watch: PodWatch,
    place: { namespace: string; name: string },
    options: PodOptions,
  ) {
    this.#cluster = cluster;
    this.#watch = watch;
    this.namespace = place.namespace;
    this.name = place.name;
    this.#options = options;
  }

  get hasSidecar(): boolean {
    return this.#options.sidecar !== null;
  }

  async create(): Promise<void> {
    const metadata = { name: this.name };
    const body = { apiVersion: 'v1', kind: 'Pod', metadata, spec: podSpec(this.#options) };
    await this.#cluster.request('POST', `/api/v1/namespaces/${this.namespace}/pods`, body);
    this.follow();
  }

  follow(): void {
    for (const container of this.containers()) {
      const log = new LogFollow(this.#cluster, this.namespace, this.name, container);
      this.logs.set(container, log);
      log.start();
    }
  }

  containers(): string[] {
    return [...this.#options.apps.map(nameOf), ...(this.hasSidecar ? [SIDECAR] : [])];
  }

  log(container: string): LogFollow {
    const log = this.logs.get(container);
    if (log === undefined) throw new Error(`pod ${this.name} has no container ${container}`);
    return log;
  }

  /** Every program has said READY, and the sidecar what it will be able to see. */
  async ready(): Promise<void> {
    for (const app of this.#options.apps) {
      const what = `READY of ${nameOf(app)} in pod ${this.name}`;
      await this.log(nameOf(app)).first(what, ({ text }) => text.includes('READY'), READY_TIMEOUT_MS);
    }
    // Before that the kubelet is still at work on the pod's start, and late for its end.
    const isReady = ({ status }: Pod) =>
      status.conditions?.some(({ type, status: is }) => type === 'Ready' && is === 'True') === true;
    await this.until('the condition Ready', isReady, READY_TIMEOUT_MS);
    if (!this.hasSidecar) return;
    const what = `the preflight line of pod ${this.name}`;
    await this.log(SIDECAR).first(what, ({ event }) => event?.event === 'preflight', READY_TIMEOUT_MS);
  }

  /** Asks for the pod's deletion; resolves with the time of asking. */
  async delete(graceSeconds?: number): Promise<number> {
    const askedAtMs = Date.now();
    const body = { apiVersion: 'v1', kind: 'DeleteOptions', gracePeriodSeconds: graceSeconds };
    await this.#cluster.request('DELETE', `/api/v1/namespaces/${this.namespace}/pods/${this.name}`, body);
    return askedAtMs;
  }

  /** As a drained node does it. */
  async evict(): Promise<number> {
    const askedAtMs = Date.now();
    const metadata = { name: this.name, namespace: this.namespace };
    const body = { apiVersion: 'policy/v1', kind: 'Eviction', metadata };
    await this.#cluster.request(
      'POST',
      `/api/v1/namespaces/${this.namespace}/pods/${this.name}/eviction`,
      body,
    );
    return askedAtMs;
  }

  /** Waits for the object to go, and for the logs to end. */
  async gone(askedAtMs: number): Promise<Termination> {
    const timeoutMs = this.#options.graceSeconds * 1_000 + GONE_SLACK_MS;
    const isGone = (change: { type: string }) => change.type === 'DELETED';
    const { atMs } = await this.#watch.first(this.name, 'its end', isGone, timeoutMs);
    for (const log of this.logs.values()) await log.end(LOG_TIMEOUT_MS);
    return {
      askedAtMs,
      goneAtMs: atMs,
      seconds: (atMs - askedAtMs) / 1_000,
      ended: this.endedContainers(),
      lines: this.hasSidecar ? this.log(SIDECAR).lines : [],
    };
  }

  async exec(container: string, command: readonly string[]): Promise<ExecResult> {
    return await this.#cluster.exec(this.namespace, this.name, container, command);
  }

  /** The last end of each container that the API server told of. */
  endedContainers(): Map<string, Ended> {
    const ended = new Map<string, Ended>();
    for (const { pod } of this.#watch.changesOf(this.name)) {
      for (const container of this.containers()) {
        const state = statusOf(pod, container)?.state.terminated;
        if (state !== undefined) ended.set(container, state);
      }
    }
    return ended;
  }

  async until(what: string, asked: (pod: Pod) => boolean, timeoutMs: number): Promise<Pod> {
    return (await this.#watch.first(this.name, what, (change) => asked(change.pod), timeoutMs)).pod;
  }

  async address(): Promise<string> {
    const pod = await this.until('its address', ({ status }) => status.podIP !== undefined, READY_TIMEOUT_MS);
    return pod.status.podIP ?? '';
  }

  /** Everything that is known, for somebody who has to find out why a test failed. */
  describe(): string {
    const states = this.#watch.changesOf(this.name);
    const last = states.at(-1);
    const logs = [...this.logs].flatMap(([container, { lines }]) => [
      `--- log of ${this.name}/${container}`,
      ...lines.map(({ atMs, text }) => `${new Date(atMs).toISOString().slice(11, 23)} ${text}`),
    ]);
    return [`--- pod ${this.name}: ${states.length} states, the last: ${last?.type}`]
      .concat(JSON.stringify([last?.pod.status.phase, last?.pod.status.reason, last?.pod.status.message]))
      .concat(
        this.containers().map((name) => JSON.stringify(last && statusOf(last.pod, name))),
        logs,
      )
      .join('\n');
  }

  stop(): void {
    for (const log of this.logs.values()) log.stop();
  }
}
