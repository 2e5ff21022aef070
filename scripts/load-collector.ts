/**
 * A rollout against a collector: `node scripts/load-collector.ts`, optionally with `--pods 10000`, `--seconds 60`,
 * `--store sqlite|postgresql`, `--replicas 2`. `--write` measures SQLite, and PostgreSQL with two replicas, and puts the
 * table into docs/performance.md. PostgreSQL is the one of Debian's package.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { StoreSettings } from '../src/settings/collector.ts';
import { startPostgresql } from '../test/support/postgresql.ts';
import { writeSection } from './bench/table.ts';
import { lostPods } from './load/kept.ts';
import type { Child } from './load/processes.ts';
import { end, machineSeconds, start, usageOf } from './load/processes.ts';
import { sendRollout } from './load/send.ts';
import type { Rollout } from './load/settings.ts';
import type { Result } from './load/table.ts';
import { loadTable } from './load/table.ts';

const PAGE = new URL('../docs/performance.md', import.meta.url);

const { values } = parseArgs({
  options: {
    pods: { type: 'string', default: '10000' },
    seconds: { type: 'string', default: '60' },
    store: { type: 'string', default: 'sqlite' },
    replicas: { type: 'string', default: '1' },
    write: { type: 'boolean', default: false },
  },
});

const size = { pods: Number(values.pods), seconds: Number(values.seconds) };
const rollouts: Rollout[] = values.write
  ? [
      { ...size, store: 'sqlite', replicas: 1 },
      { ...size, store: 'postgresql', replicas: 2 },
    ]
  : [
      {
        ...size,
        store: values.store === 'postgresql' ? 'postgresql' : 'sqlite',
        replicas: Number(values.replicas),
      },
    ];

const results: Result[] = [];
for (const rollout of rollouts) results.push(await measured(rollout));
const text = loadTable(results);
console.log(text);
if (values.write) writeSection(PAGE, 'collector', text, 'node scripts/load-collector.ts');

async function measured(rollout: Rollout): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'straggler-load-'));
  const database = rollout.store === 'postgresql' ? await startPostgresql() : null;
  const children: Child[] = [];
  try {
    const settings: StoreSettings =
      database === null
        ? { kind: 'sqlite', path: join(folder, 'straggler.db') }
        : { kind: 'postgresql', urlFile: join(folder, 'url') };
    if (database !== null) writeFileSync(join(folder, 'url'), await database.createDatabase());
    const api = await start('./token-review-process.ts', []);
    children.push(api);
    const kubeconfig = join(folder, 'kubeconfig');
    writeFileSync(kubeconfig, kubeconfigOf(api.port));
    const collectors: Child[] = [];
    for (let replica = 0; replica < rollout.replicas; replica++) {
      collectors.push(await start('./collector-process.ts', [JSON.stringify(settings), kubeconfig]));
      children.push(...collectors.slice(-1));
    }
    const beganMs = performance.now();
    const [machine, own] = [machineSeconds(), process.cpuUsage()];
    const sent = await sendRollout(
      rollout,
      collectors.map(({ port }) => port),
    );
    const seconds = (performance.now() - beganMs) / 1000;
    const { user, system } = process.cpuUsage(own);
    const took = {
      seconds,
      senderSeconds: (user + system) / 1e6,
      machineSeconds: machineSeconds() - machine,
      usages: collectors.map(usageOf),
    };
    for (const collector of collectors) await end(collector);
    for (const failure of new Set(sent.failures)) console.error(failure);
    return { rollout, sent, ...took, lost: await lostPods(settings, rollout.pods) };
  } finally {
    for (const child of children) await end(child);
    await database?.stop();
    rmSync(folder, { recursive: true });
  }
}

function kubeconfigOf(port: number): string {
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'load',
    contexts: [{ name: 'load', context: { cluster: 'load', user: 'load' } }],
    clusters: [
      { name: 'load', cluster: { server: `http://127.0.0.1:${port}`, 'insecure-skip-tls-verify': true } },
    ],
    users: [{ name: 'load', user: { token: 'load' } }],
  });
}
