/** A pod that plays the collector, and what it was sent. */
import type { TestNamespace } from './namespace.ts';
import { python } from './pod-spec.ts';
import type { PodUnderTest } from './pod-under-test.ts';

export interface CollectorRequest {
  path: string;
  bytes: number;
  abridged: string | null;
  authorized: boolean;
  body: Record<string, unknown>;
}

export class CollectorPod {
  readonly #pod: PodUnderTest;

  constructor(namespace: TestNamespace, behaviour: 'accept' | 'slow' | 'unavailable') {
    const apps = [{ command: python('collector.py', behaviour) }];
    this.#pod = namespace.pod('collector', { graceSeconds: 1, apps, sidecar: null });
  }

  async create(): Promise<void> {
    await this.#pod.create();
    await this.#pod.ready();
  }

  address(): Promise<string> {
    return this.#pod.address();
  }

  /** A request is a line of JSON, in pieces `1/3 …`. */
  requests(): CollectorRequest[] {
    const requests: CollectorRequest[] = [];
    let text = '';
    for (const line of this.#pod.log('app').lines) {
      const [, piece, pieces, part = ''] = /^(\d+)\/(\d+) (.*)$/.exec(line.text) ?? [];
      if (piece === undefined) continue;
      text = piece === '1' ? part : text + part;
      if (piece === pieces) requests.push(JSON.parse(text) as CollectorRequest);
    }
    return requests;
  }
}
