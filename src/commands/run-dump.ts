/** One look at a process, or at a recording of one; two more where the first has met a loop in a step. */
import { setTimeout as sleep } from 'node:timers/promises';
import { openOutputs } from '../delivery/outputs.ts';
import type { CaptureAt } from '../diagnosis/context.ts';
import { isInStep } from '../diagnosis/looks/torn.ts';
import { signAtOnce } from '../diagnosis/signal/stop-sign.ts';
import type { Capture } from '../python/model/capture.ts';
import type { ProcessObserver } from '../python/observer.ts';
import type { Limit, Report } from '../report/report.ts';
import type { DumpFlags, DumpSettings } from '../settings/dump.ts';
import { parseDump } from '../settings/dump.ts';
import { readSurroundings } from '../settings/environment.ts';
import { chooseTarget } from '../shutdown/choose-target.ts';
import type { ExitStatus } from '../shutdown/outcome.ts';
import { Revisions } from '../shutdown/revisions.ts';
import { dumpStatus } from '../shutdown/status.ts';
import { LookError } from '../target/look-error.ts';
import type { System } from '../target/system.ts';
import { closingWords, tell } from './messages.ts';
import { openObserver } from './observer.ts';
import { openScene } from './scene.ts';
import { ownVersion } from './version.ts';

export async function runDump(flags: DumpFlags): Promise<ExitStatus> {
  const settings = parseDump(flags, readSurroundings());
  const { view } = settings;
  const outputs = await openOutputs(view, { failSlow: false, version: ownVersion() });
  const report = await lookOnce(settings);
  outputs.finish(report);
  closingWords(report, outputs);
  return dumpStatus(report);
}

/** The report alone, which nobody has been shown yet. */
export async function lookOnce(settings: DumpSettings): Promise<Report> {
  const { view } = settings;
  const scene = await openScene(settings);
  try {
    const { system } = scene;
    const chosen = chooseTarget(system, scene.pid);
    if (chosen.note !== null) await tell(view, chosen.note);
    const { pid } = chosen.target;
    const observer = openObserver({ ...scene, witness: 'first-look', looks: 'once' }, pid, view);
    const revisions = new Revisions({ system, pid, readSource: view.readSource });
    const startMs = system.nowMs();
    const first = await observer.capture(1000 * settings.budgetSeconds);
    scene.keep();
    const captures = [{ seconds: 0, capture: first }];
    if (settings.from.kind === 'process' && settings.from.recordTo === null && isInStep(first))
      captures.push(...(await lookAgain({ system, observer, startMs, settings })));
    observer.close();
    return revisions.next({
      evidence: { captures, signal: null, graceSeconds: null, ended: false },
      outcome: 'running',
      complete: true,
      shutdown: null,
      timeline: [],
      limits: askedBefore(captures.map(({ capture }) => capture)),
    });
  } finally {
    scene.system.close();
  }
}

/**
 * A healthy service computes for a moment, too, or calls something short. What the same loop has begun in between tells it
 * from one that is held; a process that ends meanwhile has been seen once.
 */
async function lookAgain({ system, observer, startMs, settings }: Again): Promise<CaptureAt[]> {
  const captures: CaptureAt[] = [];
  try {
    for (const pauseMs of PAUSES_MS) {
      await sleep(pauseMs);
      const seconds = (system.nowMs() - startMs) / 1000;
      captures.push({ seconds, capture: await observer.capture(1000 * settings.budgetSeconds) });
    }
  } catch (error) {
    if (!(error instanceof LookError)) throw error;
  }
  return captures;
}

interface Again {
  system: System;
  observer: ProcessObserver;
  startMs: number;
  settings: DumpSettings;
}

/** Of different lengths: what comes round regularly is not met at the same point each time. */
const PAUSES_MS = [170, 290];

/** A dump knows of no signal, and compares nothing: what a shutdown that has begun does not get on with is not seen by it. */
function askedBefore(captures: readonly Capture[]): Limit[] {
  const signs = captures.map(signAtOnce);
  const [sign] = signs;
  if (sign === undefined || sign === null || signs.includes(null)) return [];
  return [
    {
      code: 'asked-before',
      sentence: `The process was asked to stop before this look (${sign}): one look shows where it stands, and not what it does not get on with.`,
      fix: '`straggler stop PID` sends SIGTERM once more, watches, and says what keeps the process; in Kubernetes the sidecar reports it.',
    },
  ];
}
