/** A namespace for one test: nothing of it is left afterwards, and all of it is printed when the test fails. */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Cluster, ClusterError } from './cluster.ts';
import type { PodOptions } from './pod-spec.ts';
import { PodUnderTest } from './pod-under-test.ts';
import { PodWatch } from './pod-watch.ts';

const ACCOUNT_TIMEOUT_MS = 20_000;
/** Of the lines that a failed test prints about each pod. */
const LONGEST_LINE = 2_000;

export class TestNamespace {
  readonly name: string;
  readonly cluster: Cluster;
  readonly #watch: PodWatch;
  readonly #pods: PodUnderTest[] = [];

  constructor(cluster: Cluster, name: string) {
    this.cluster = cluster;
    this.name = name;
    this.#watch = new PodWatch(cluster, name);
  }

  get watch(): PodWatch {
    return this.#watch;
  }

  /** With these programs in the config map that pods mount, and held to a Pod Security level. */
  async create(programs: readonly string[], podSecurity: string): Promise<void> {
    const labels = {
      'pod-security.kubernetes.io/enforce': podSecurity,
      'app.kubernetes.io/part-of': 'straggler-e2e',
    };
    const { cluster, name } = this;
    await cluster.request('POST', '/api/v1/namespaces', {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name, labels },
    });
    const data = Object.fromEntries(programs.map((path) => [basename(path), readFileSync(path, 'utf8')]));
    await cluster.request('POST', `/api/v1/namespaces/${name}/configmaps`, {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'programs' },
      data,
    });
    await this.#account();
    this.#watch.start();
  }

  pod(name: string, options: PodOptions): PodUnderTest {
    const pod = new PodUnderTest(this.cluster, this.#watch, { namespace: this.name, name }, options);
    this.#pods.push(pod);
    return pod;
  }

  async describe(): Promise<string> {
    const { items } = await this.cluster.request<{ items: KubernetesEvent[] }>(
      'GET',
      `/api/v1/namespaces/${this.name}/events`,
    );
    const events = items.map(
      ({ firstTimestamp, reason, involvedObject, message }) =>
        `${firstTimestamp ?? ''} ${reason} ${involvedObject.name}: ${message}`,
    );
    const pods = this.#pods.map((pod) => pod.describe());
    return [...pods, '--- events', ...events]
      .join('\n')
      .split('\n')
      .map((line) => line.slice(0, LONGEST_LINE))
      .join('\n');
  }

  async remove(): Promise<void> {
    for (const pod of this.#pods) pod.stop();
    this.#watch.stop();
    // Nobody waits out the grace period of a pod that a failed test left behind.
    for (const pod of this.#pods) await pod.delete(0).catch(ignoreMissing);
    await this.cluster.request('DELETE', `/api/v1/namespaces/${this.name}`).catch(ignoreMissing);
  }

  /** Pods are refused until the namespace has its account. */
  async #account(): Promise<void> {
    const giveUpAt = performance.now() + ACCOUNT_TIMEOUT_MS;
    for (;;) {
      try {
        await this.cluster.request('GET', `/api/v1/namespaces/${this.name}/serviceaccounts/default`);
        return;
      } catch (error) {
        if (performance.now() > giveUpAt) throw error;
        await sleep(100);
      }
    }
  }
}

interface KubernetesEvent {
  firstTimestamp: string | null;
  reason: string;
  message: string;
  involvedObject: { name: string };
}

export interface NamespaceOptions {
  programs: readonly string[];
  podSecurity?: 'restricted' | 'baseline' | 'privileged';
}

/** Runs a test in a namespace of its own. */
export async function inNamespace(
  { programs, podSecurity = 'restricted' }: NamespaceOptions,
  test: (namespace: TestNamespace) => Promise<void>,
): Promise<void> {
  const cluster = await Cluster.connect();
  const namespace = new TestNamespace(cluster, `straggler-e2e-${Math.random().toString(36).slice(2, 8)}`);
  try {
    await namespace.create(programs, podSecurity);
    await test(namespace);
  } catch (error) {
    const seen = await namespace.describe().catch((reason) => `(and nothing could be read: ${reason})`);
    process.stderr.write(`\n${seen}\n`);
    throw error;
  } finally {
    await namespace.remove().finally(() => cluster.close());
  }
}

function ignoreMissing(error: unknown): void {
  if (!(error instanceof ClusterError)) throw error;
}
