/** `straggler stop PID --json`: as a process of its own, or the same parts in this one, which saves its start. */
import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openObserver, openPySpy } from '../../src/commands/observer.ts';
import { readSurroundings } from '../../src/settings/environment.ts';
import type { StopSettings } from '../../src/settings/stop.ts';
import { parseStop } from '../../src/settings/stop.ts';
import { chooseTarget } from '../../src/shutdown/choose-target.ts';
import { ExitWatch } from '../../src/shutdown/exit-watch.ts';
import { KubeletSignal } from '../../src/shutdown/kubelet-signal.ts';
import { OwnSignal } from '../../src/shutdown/own-signal.ts';
import { Timeline } from '../../src/shutdown/timeline.ts';
import { watchTermination } from '../../src/shutdown/watch.ts';
import { LiveSystem } from '../../src/target/live-system.ts';
import type { Program } from '../support/program-headers.ts';
import type { ReportedStop } from './judge.ts';

const STRAGGLER = resolve(import.meta.dirname, '../../bin/straggler');
const BEYOND_GRACE_MS = 60_000;

/** Of a program's header. */
export type Limits = Pick<Program, 'graceSeconds' | 'slowSeconds'>;

export async function stopHere(pid: number, limits: Limits): Promise<ReportedStop> {
  const { view, watch } = settingsOf(pid, limits);
  const system = new LiveSystem();
  const timeline = new Timeline(() => system.nowMs());
  try {
    const { named, target } = chooseTarget(system, pid);
    const scene = { system, pySpy: openPySpy(view.pySpy) };
    const seen: { seconds: number; cause: string | null }[] = [];
    const report = await watchTermination({
      system,
      observer: openObserver(scene, target.pid, view),
      openObserver: (child) => openObserver(scene, child, view),
      target,
      beginning: new OwnSignal({
        system,
        timeline,
        target,
        signalTo: { pid: named.pid, startTicks: named.startTicks, namedByUser: true },
      }),
      ...watch,
      readSource: view.readSource,
      exitWatch: new ExitWatch(system, target),
      timeline,
      interrupted: new AbortController().signal,
      publish: (revision) => {
        const seconds = (Date.now() - Date.parse(revision.shutdown?.startedAt ?? '')) / 1000;
        seen.push({ seconds, cause: revision.findings[0]?.cause ?? null });
      },
    });
    return { ...report, verdictSeconds: verdictSeconds(seen) };
  } finally {
    system.close();
  }
}

/** When the cause was first said that stayed. */
function verdictSeconds(seen: readonly { seconds: number; cause: string | null }[]): number | null {
  const cause = seen.at(-1)?.cause ?? null;
  const lastOther = seen.findLastIndex((one) => one.cause !== cause);
  return cause === null ? null : (seen[lastOther + 1]?.seconds ?? null);
}

/** From the kubelet's signal to the first look of a watcher that a preStop hook has started (reference/kubernetes.md, 9). */
const WATCHER_START_MS = 350;

/** As a sidecar sees it: somebody else has signalled the first process, and the first look comes a while later. */
export async function joinHere(pid: number, limits: Limits): Promise<ReportedStop> {
  const { view, watch } = settingsOf(pid, limits);
  const system = new LiveSystem();
  const timeline = new Timeline(() => system.nowMs());
  const { target } = chooseTarget(system, pid);
  const exitWatch = new ExitWatch(system, target);
  try {
    const start = { atMs: system.nowMs(), wallMs: Date.now() };
    process.kill(pid, 'SIGTERM');
    await sleep(WATCHER_START_MS);
    const scene = { system, pySpy: openPySpy(view.pySpy), rootPid: pid };
    return await watchTermination({
      system,
      observer: openObserver(scene, target.pid, view),
      openObserver: (child) => openObserver(scene, child, view),
      target,
      beginning: new KubeletSignal({
        system,
        timeline,
        trigger: 'prestop',
        start,
        target,
        firstPid: pid,
        policy: 'never',
        patienceMs: 1000,
        hook: () => null,
      }),
      ...watch,
      readSource: view.readSource,
      exitWatch,
      timeline,
      interrupted: new AbortController().signal,
      publish: () => undefined,
      place: { container: null, pod: null, facts: target },
    });
  } finally {
    system.close();
  }
}

function settingsOf(pid: number, { graceSeconds, slowSeconds }: Limits): StopSettings {
  const slow = slowSeconds === null ? {} : { slow: String(slowSeconds) };
  return parseStop({ pid: String(pid), grace: String(graceSeconds), ...slow }, readSurroundings());
}

export function stopByCommand(pid: number, { graceSeconds, slowSeconds }: Limits): Promise<ReportedStop> {
  const slow = slowSeconds === null ? [] : ['--slow', String(slowSeconds)];
  const words = ['stop', String(pid), '--grace', String(graceSeconds), ...slow, '--json'];
  const options = { timeout: 1000 * graceSeconds + BEYOND_GRACE_MS, maxBuffer: 50_000_000 };
  return new Promise((fulfil, reject) => {
    execFile(process.env['STRAGGLER_BIN'] ?? STRAGGLER, words, options, (error, stdout, stderr) => {
      try {
        fulfil(JSON.parse(stdout) as ReportedStop);
      } catch {
        reject(new Error(`straggler stop gave no report: ${error?.message ?? ''}\n${stderr.slice(-2000)}`));
      }
    });
  });
}
