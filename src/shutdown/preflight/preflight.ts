/** Whether Straggler will be able to see the service, asked at the start of the pod and not at the time of need. */

import type { ProcessObserver } from '../../python/observer.ts';
import type { ProcessFacts } from '../../target/facts.ts';
import { LookError } from '../../target/look-error.ts';
import { parseStatus } from '../../target/status.ts';
import type { System } from '../../target/system.ts';
import { otherContainers, readTargets } from '../pod/pod-targets.ts';
import type { CheckResult, CheckStatus, LookedAt, PreflightScene, Profile } from './check.ts';
import { CHECKS } from './checks/table.ts';

export interface PreflightOptions {
  system: System;
  openObserver: (pid: number) => ProcessObserver;
  profile: Profile;
  containers: readonly string[];
  pySpy: PreflightScene['pySpy'];
}

export interface Preflight {
  /** The worst of all results. */
  status: CheckStatus;
  /** Every Python process can be read; null where the profile asks for none to be. */
  readable: boolean | null;
  pythons: {
    container: string;
    pid: number;
    startTicks: number;
    version: string | null;
    readable: boolean;
  }[];
  results: CheckResult[];
}

const LOOK_BUDGET_MS = 2000;
const ORDER: readonly CheckStatus[] = ['ok', 'note', 'warning', 'blind'];

/** Takes one look at each Python process. Never rejects for what it finds. */
export async function runPreflight(options: PreflightOptions): Promise<Preflight> {
  const scene = await sceneOf(options);
  const results = CHECKS.flatMap((check) =>
    check.look(scene).map((result) => ({ code: check.code, ...result })),
  );
  const status = ORDER[Math.max(0, ...results.map((result) => ORDER.indexOf(result.status)))] ?? 'ok';
  const isAsked = options.profile !== 'signals-only';
  return {
    status,
    readable: isAsked ? scene.looks.length > 0 && results.every((result) => result.status !== 'blind') : null,
    pythons: scene.looks.map(pythonOf),
    results,
  };
}

async function sceneOf({
  system,
  openObserver,
  profile,
  containers,
  pySpy,
}: PreflightOptions): Promise<PreflightScene> {
  const others = otherContainers(system);
  const targets = readTargets(system, containers);
  const looks: LookedAt[] = [];
  for (const { name, pythons } of targets)
    for (const process of pythons)
      looks.push({ container: name, process, capture: await look(process, openObserver) });
  return {
    system,
    profile,
    own: parseStatus(system.readFile('/proc/self/status').toString('utf8')),
    sharesProcesses: others.length > 0 || seesPause(system),
    others,
    targets,
    looks,
    pySpy,
  };
}

async function look(
  process: ProcessFacts,
  openObserver: PreflightOptions['openObserver'],
): Promise<LookedAt['capture']> {
  const observer = openObserver(process.pid);
  try {
    return await observer.capture(LOOK_BUDGET_MS);
  } catch (error) {
    if (error instanceof LookError) return null;
    throw error;
  } finally {
    observer.close();
  }
}

/** In a shared process namespace PID 1 is the pause process, whatever else has started by now. */
function seesPause(system: System): boolean {
  return system.readFile('/proc/1/comm').toString('latin1').trim() === 'pause';
}

function pythonOf({ container, process, capture }: LookedAt): Preflight['pythons'][number] {
  const { pid, startTicks } = process;
  const version = capture?.python?.version ?? null;
  return { container, pid, startTicks, version, readable: version !== null };
}
