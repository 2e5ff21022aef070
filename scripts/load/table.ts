/** Results as a table for docs/performance.md. */
import { cpus } from 'node:os';
import type { Usage } from './processes.ts';
import type { Sent } from './send.ts';
import type { Rollout } from './settings.ts';

export interface Result {
  rollout: Rollout;
  sent: Sent;
  lost: number;
  usages: Usage[];
  seconds: number;
  senderSeconds: number;
  /** Of all that ran on the machine. */
  machineSeconds: number;
}

export function loadTable(results: readonly Result[]): string {
  const lines = [
    `${cpus().length} cores, shared by collector, senders, API server, database and whatever else the machine does (last column); each post on a connection of its own.`,
    '',
    '| store | replicas | pods in seconds | posts | lost | accepted after: median, 99 %, longest | peak memory of a replica | length | processor time of replicas, senders, the whole machine |',
    '|---|---:|---:|---:|---:|---:|---:|---:|---:|',
  ];
  for (const { rollout, sent, lost, usages, ...took } of results) {
    const times = sent.latenciesMs.toSorted((a, b) => a - b);
    const at = (share: number) => `${(times[Math.ceil(share * times.length) - 1] ?? 0).toFixed(0)} ms`;
    const peak = Math.max(...usages.map(({ peakMiB }) => peakMiB));
    const cpu = usages.reduce((sum, { cpuSeconds }) => sum + cpuSeconds, 0);
    const cells = [
      rollout.store,
      `${rollout.replicas}`,
      `${rollout.pods.toLocaleString('en')} in ${rollout.seconds}`,
      sent.posts.toLocaleString('en'),
      `${lost}`,
      `${at(0.5)}, ${at(0.99)}, ${at(1)}`,
      `${peak.toFixed(0)} MiB`,
      `${took.seconds.toFixed(0)} s`,
      `${cpu.toFixed(0)} s, ${took.senderSeconds.toFixed(0)} s, ${took.machineSeconds.toFixed(0)} s`,
    ];
    lines.push(`| ${cells.join(' | ')} |`);
  }
  return lines.join('\n');
}
