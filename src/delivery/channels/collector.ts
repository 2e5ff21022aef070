/** Reports to the collector, where they outlive the pod. */
import type { Limit, Pod, Report } from '../../report/report.ts';
import { jsonText } from '../../report/sanitise.ts';
import type { Channel, Share } from '../channel.ts';
import { DeliveryError } from '../channel.ts';
import { smallBody, wholeBody } from '../collector/body.ts';
import type { CollectorClient } from '../collector/client.ts';

/** What a sidecar says of its pod when it starts. */
export interface PodHello {
  schema: 'straggler.pod/v1';
  pod: Pod;
  /** Names of the containers with a Python. */
  containers: readonly string[];
  profile: string;
  mode: string;
  version: string;
  /** Straggler will be able to read the Pythons of the pod. */
  readable: boolean;
  limits: readonly Limit[];
}

/** Highest revisions that were accepted. */
interface Accepted {
  small: number;
  whole: number;
}

/** The abridged report goes at every revision, as it nearly always arrives; the whole one only at the end. */
export class CollectorChannel implements Channel {
  readonly name = 'collector';
  readonly #client: CollectorClient;
  readonly #accepted = new Map<string, Accepted>();

  constructor(client: CollectorClient) {
    this.#client = client;
  }

  async deliver(report: Report, { limitMs, last, signal }: Share): Promise<void> {
    const endsAt = performance.now() + limitMs;
    const { id, revision } = report;
    const accepted = this.#accepted.get(id) ?? { small: 0, whole: 0 };
    this.#accepted.set(id, accepted);
    const send = async ({ bytes, headers }: { bytes: Buffer; headers: Readonly<Record<string, string>> }) => {
      const leftMs = Math.max(0, endsAt - performance.now());
      await this.#client.post({ path: '/v1/reports', body: bytes, headers, limitMs: leftMs, signal });
    };
    const small = smallBody(report);
    if (accepted.small < revision) {
      await send(small);
      accepted.small = revision;
      if (!small.isAbridged) accepted.whole = revision;
    }
    if (!last || accepted.whole >= revision) return;
    try {
      await send(wholeBody(report));
    } catch (error) {
      throw error instanceof DeliveryError ? error.butFirst('The abridged report was accepted.') : error;
    }
    accepted.whole = revision;
  }

  /** Throws a DeliveryError when the collector did not take it. */
  async hello(hello: PodHello, { limitMs, signal }: Pick<Share, 'limitMs' | 'signal'>): Promise<void> {
    const body = Buffer.from(jsonText(JSON.stringify(hello)), 'utf8');
    await this.#client.post({ path: '/v1/pods', body, headers: {}, limitMs, signal });
  }
}
