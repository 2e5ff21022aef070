/** A whole cluster of pods, listed, restarted and gone again: what does it cost? */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, afterEach, expect, test } from '@jest/globals';
import { build } from 'esbuild';
import { ApiServer, give } from '../../support/api-server.ts';
import { endAll, start, until } from '../../support/processes.ts';
import { largePod } from './large-pod.ts';

const PODS = 10_000;
const MOST_MIB = 300;
const TIMEOUT_MS = 120_000;
const folder = mkdtempSync(join(tmpdir(), 'straggler-pods-'));
let server: ApiServer;
afterEach(async () => {
  endAll();
  await server.stop();
});
afterAll(() => rmSync(folder, { recursive: true }));

interface Said {
  what: string;
  pods: number;
  endings: number;
  nowMiB: number;
  mostMiB: number;
}

/** As it ships: the client's own modules, unbundled, are a fifth of what is measured. */
async function bundled(): Promise<string> {
  const outfile = join(folder, 'watch-ten-thousand.cjs');
  const entry = new URL('watch-ten-thousand.ts', import.meta.url).pathname;
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    logLevel: 'error',
  });
  return outfile;
}

async function send(response: ServerResponse, line: string): Promise<void> {
  if (!response.write(line)) await new Promise((resolve) => response.once('drain', resolve));
}

/** Each pod is told to stop, ends, and goes. */
async function restartAll(response: ServerResponse): Promise<void> {
  const deletion = { deletionTimestamp: '2026-11-28T12:00:30Z', deletionGracePeriodSeconds: 30 };
  const terminated = { exitCode: 137, reason: 'Error', finishedAt: '2026-11-28T12:00:30Z' };
  for (let index = 0; index < PODS; index++) {
    const dying = largePod(index, { metadata: deletion });
    const dead = largePod(index, { metadata: deletion, containerState: { terminated } });
    for (const [type, object] of [
      ['MODIFIED', dying],
      ['MODIFIED', dead],
      ['DELETED', dead],
    ] as const)
      await send(response, `${JSON.stringify({ type, object })}\n`);
  }
}

test(
  'ten thousand pods are listed and their ends told in less than 300 MiB',
  async () => {
    server = await new ApiServer().start();
    let watch: ServerResponse | null = null;
    server.on('GET', /\/replicasets\//, ({ path }, response) => {
      const name = (path.split('/').at(-1) ?? '').replace(/-7d9f8b6c5$/, '');
      give(response, { metadata: { ownerReferences: [{ kind: 'Deployment', name, controller: true }] } });
    });
    server.on('GET', /pods$/, ({ query }, response) => {
      if (query.get('watch') === 'true') {
        watch = response;
        response.flushHeaders();
        return;
      }
      const from = Number(query.get('continue') ?? 0);
      const to = from + Number(query.get('limit'));
      const items = Array.from({ length: Math.min(to, PODS) - from }, (_, index) => largePod(from + index));
      give(response, {
        metadata: { resourceVersion: '1', ...(to < PODS ? { continue: String(to) } : {}) },
        items,
      });
    });
    const path = join(folder, 'kubeconfig');
    writeFileSync(path, JSON.stringify(server.kubeconfig()));
    const child = start(process.execPath, [await bundled(), path, String(PODS)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const said: Said[] = [];
    if (child.stdout === null) throw new Error('no output');
    createInterface(child.stdout).on('line', (line) => said.push(JSON.parse(line) as Said));

    const synced = await until(() => said[0], 'the list', TIMEOUT_MS);
    await restartAll(await until(() => watch, 'the watch'));
    const gone = await until(() => said[1], 'the end of all', TIMEOUT_MS);

    const kilobytes = Math.round(JSON.stringify(largePod(1)).length / 1_000);
    for (const { what, nowMiB, mostMiB } of said)
      process.stdout.write(
        `  ${PODS} pods of ${kilobytes} KB ${what}: ${Math.round(nowMiB)} MiB, at most ${Math.round(mostMiB)} MiB\n`,
      );
    expect(synced.pods).toBe(PODS);
    expect(gone.endings).toBe(2 * PODS);
    expect(gone.mostMiB).toBeLessThan(MOST_MIB);
  },
  TIMEOUT_MS,
);
