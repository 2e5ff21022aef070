/** A Job, from its making until it is complete. */
import type { TestNamespace } from './namespace.ts';
import type { PodOptions } from './pod-spec.ts';
import { podSpec } from './pod-spec.ts';
import type { PodUnderTest } from './pod-under-test.ts';
import type { SidecarLine } from './sidecar-lines.ts';
import { SIDECAR } from './sidecar-spec.ts';

const POLL_MS = 100;
const COMPLETE_TIMEOUT_MS = 90_000;
const LOG_TIMEOUT_MS = 10_000;

export class JobUnderTest {
  readonly #namespace: TestNamespace;
  readonly #name: string;
  readonly #options: PodOptions;

  constructor(namespace: TestNamespace, name: string, options: PodOptions) {
    this.#namespace = namespace;
    this.#name = name;
    this.#options = { ...options, restartPolicy: 'Never' };
  }

  /** Seconds are from the program's READY to the completion. */
  async run(): Promise<{ seconds: number; lines: SidecarLine[] }> {
    const { cluster, name: namespace } = this.#namespace;
    await cluster.request('POST', `/apis/batch/v1/namespaces/${namespace}/jobs`, {
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: { name: this.#name },
      spec: { backoffLimit: 0, template: { spec: podSpec(this.#options) } },
    });
    const pod = await this.#pod();
    await pod.ready();
    const said = await pod.log('app').first('READY', ({ text }) => text.includes('READY'), 0);
    await this.#complete();
    const seconds = (Date.now() - said.atMs) / 1_000;
    if (!pod.hasSidecar) return { seconds, lines: [] };
    const log = pod.log(SIDECAR);
    await log.end(LOG_TIMEOUT_MS);
    return { seconds, lines: log.lines };
  }

  async #pod(): Promise<PodUnderTest> {
    const { cluster, name: namespace } = this.#namespace;
    const path = `/api/v1/namespaces/${namespace}/pods?labelSelector=job-name%3D${this.#name}`;
    const found = await poll('the pod of the job', async () => {
      const { items } = await cluster.request<{ items: { metadata: { name: string } }[] }>('GET', path);
      return items[0]?.metadata.name;
    });
    const pod = this.#namespace.pod(found, this.#options);
    pod.follow();
    return pod;
  }

  async #complete(): Promise<void> {
    const path = `/apis/batch/v1/namespaces/${this.#namespace.name}/jobs/${this.#name}`;
    await poll(`the completion of the job ${this.#name}`, async () => {
      const { status } = await this.#namespace.cluster.request<JobObject>('GET', path);
      const isTrue = (type: string) =>
        status.conditions?.some((one) => one.type === type && one.status === 'True') === true;
      if (isTrue('Failed')) throw new Error(`the job failed: ${JSON.stringify(status)}`);
      return isTrue('Complete') || undefined;
    });
  }
}

interface JobObject {
  status: { conditions?: { type: string; status: string }[] };
}

async function poll<T>(what: string, look: () => Promise<T | undefined>): Promise<T> {
  const giveUpAt = performance.now() + COMPLETE_TIMEOUT_MS;
  for (;;) {
    const seen = await look();
    if (seen !== undefined) return seen;
    if (performance.now() > giveUpAt) throw new Error(`${what}: not seen within ${COMPLETE_TIMEOUT_MS} ms`);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}
