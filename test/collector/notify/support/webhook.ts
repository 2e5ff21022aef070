/** New hangs, a store that holds them, and a webhook on the loopback. */
import type { Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { NewHang, Store } from '../../../../src/collector/store/store.ts';

export function newHang(number: number, changes: Partial<NewHang['hang']> = {}): NewHang {
  return {
    reportId: `01JDB4Z0R0000000000000000${number}`,
    hang: {
      name: `orders-${number}`,
      namespace: 'shop',
      fingerprint: `f${number}`,
      workload: { kind: 'Deployment', name: 'orders' },
      workloads: [],
      finding: {
        cause: 'cancel-swallowed',
        certainty: 'certain',
        title: `Task 'poller-${number}' swallowed its cancellation`,
        sentence: "It did & it <didn't>.",
        fix: 'Let it pass: `raise`.',
        culprit: 'worker.py:42 Worker.poll',
        file: '/srv/worker.py',
        line: 42,
        construct: { text: 'except:', file: '/srv/worker.py', line: 44 },
        source: { text: 'await secret_source()', file: '/srv/worker.py', line: 42 },
        evidence: [],
      },
      pods: 3,
      occurrences: 4,
      firstSeenMs: Date.UTC(2026, 10, 22, 12),
      lastSeenMs: Date.UTC(2026, 10, 22, 13),
      images: [],
      reports: [],
      ...changes,
    },
  };
}

/** As a store does: each is given again until it is marked. */
export class NewHangs implements Pick<Store, 'newHangs' | 'markNotified'> {
  hangs: NewHang[];
  readonly marked: string[] = [];
  isAway = false;
  looks = 0;

  constructor(hangs: NewHang[]) {
    this.hangs = hangs;
  }

  newHangs(limit: number): Promise<NewHang[]> {
    this.looks++;
    if (this.isAway) return Promise.reject(new Error('the store is away'));
    return Promise.resolve(this.hangs.slice(0, limit));
  }

  markNotified(namespace: string, fingerprint: string): Promise<void> {
    if (this.isAway) return Promise.reject(new Error('the store is away'));
    this.marked.push(fingerprint);
    this.hangs = this.hangs.filter(
      ({ hang }) => hang.namespace !== namespace || hang.fingerprint !== fingerprint,
    );
    return Promise.resolve();
  }
}

export interface Webhook {
  url: string;
  /** Bodies, in order. */
  got: string[];
  /** Headers of the last one. */
  headers: Record<string, unknown>;
  paths: string[];
  close(): Promise<void>;
}

/** `answer` gives the status for each message, counted from 0; null: none at all. */
export async function webhook(
  answer: (index: number, path: string) => number | null = () => 200,
  headers: Record<string, string> = {},
): Promise<Webhook> {
  const server: Server = createServer((asked, response) => {
    let body = '';
    asked.on('data', (chunk: Buffer) => {
      body += chunk.toString();
    });
    asked.on('end', () => {
      hook.got.push(body);
      hook.paths.push(`${asked.method} ${asked.url}`);
      hook.headers = asked.headers;
      const status = answer(hook.got.length - 1, asked.url ?? '');
      if (status !== null) response.writeHead(status, headers).end('ok');
    });
  });
  const hook: Webhook = {
    url: '',
    got: [],
    headers: {},
    paths: [],
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  hook.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/services/T0/geheim`;
  return hook;
}
