/** A rollout's pods, each posting at its time, as the sidecar does: with its client, its retries and its time limits. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CollectorClient } from '../../src/delivery/collector/client.ts';
import { POD } from '../../test/delivery/support/reports.ts';
import type { Body, PostedPod } from './bodies.ts';
import { bodyOf, ENDED, FIRST, helloOf, KILLED, podOf, SECOND } from './bodies.ts';
import type { Rollout } from './settings.ts';
import { HUNG_SHARE } from './settings.ts';

/** What a sidecar has before it is killed. */
const LIMIT_MS = 10_000;
/** Between two revisions. */
const PAUSE_MS = 2_000;

export interface Sent {
  /** Of each post that was accepted, from the first try on. */
  latenciesMs: number[];
  /** Posts that were never accepted. */
  failures: string[];
  posts: number;
}

export async function sendRollout({ pods, seconds }: Rollout, ports: readonly number[]): Promise<Sent> {
  const sent: Sent = { latenciesMs: [], failures: [], posts: 0 };
  const folder = mkdtempSync(join(tmpdir(), 'straggler-load-'));
  try {
    const all = Array.from({ length: pods }, (_, index) => {
      const port = ports[index % ports.length] ?? 0;
      return new LoadPod(podOf(index), { port, folder, sent });
    });
    await Promise.all(
      all.map(async (pod, index) => {
        await sleep((1000 * seconds * index) / pods);
        await pod.live(isHung(index));
      }),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
  return sent;
}

function isHung(index: number): boolean {
  return index % Math.round(1 / HUNG_SHARE) === 0;
}

class LoadPod {
  readonly #pod: PostedPod;
  readonly #sent: Sent;
  readonly #client: CollectorClient;

  constructor(pod: PostedPod, { port, folder, sent }: { port: number; folder: string; sent: Sent }) {
    this.#pod = pod;
    this.#sent = sent;
    const tokenFile = join(folder, pod.uid);
    writeFileSync(tokenFile, tokenOf(pod));
    const url = `http://127.0.0.1:${port}`;
    this.#client = new CollectorClient({ url, tokenFile, caFile: null }, '1.2.3');
  }

  async live(hangs: boolean): Promise<void> {
    await this.#post('/v1/pods', helloOf(this.#pod));
    await this.#report(FIRST);
    await sleep(PAUSE_MS);
    if (!hangs) return await this.#report(ENDED);
    await this.#report(SECOND);
    await sleep(PAUSE_MS);
    for (const form of KILLED) await this.#report(form);
  }

  async #report(template: Parameters<typeof bodyOf>[0]): Promise<void> {
    await this.#post('/v1/reports', bodyOf(template, this.#pod));
  }

  async #post(path: '/v1/reports' | '/v1/pods', { bytes, headers }: Body): Promise<void> {
    const beganMs = performance.now();
    this.#sent.posts++;
    try {
      const { signal } = new AbortController();
      await this.#client.post({ path, body: bytes, headers, limitMs: LIMIT_MS, signal });
      this.#sent.latenciesMs.push(performance.now() - beganMs);
    } catch (error) {
      this.#sent.failures.push((error as Error).message);
    }
  }
}

function tokenOf({ name, uid }: PostedPod): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const exp = Math.floor(Date.now() / 1000) + 3_600;
  return `${part({ alg: 'RS256' })}.${part({ namespace: POD.namespace, name, uid, exp })}.c2lnbmF0dXJl`;
}
