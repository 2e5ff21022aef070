/** One look at a process, or at a recording of one. */
import { openOutputs } from '../delivery/outputs.ts';
import { signAtOnce } from '../diagnosis/signal/stop-sign.ts';
import type { Capture } from '../python/model/capture.ts';
import type { Limit, Report } from '../report/report.ts';
import type { DumpFlags, DumpSettings } from '../settings/dump.ts';
import { parseDump } from '../settings/dump.ts';
import { readSurroundings } from '../settings/environment.ts';
import { chooseTarget } from '../shutdown/choose-target.ts';
import type { ExitStatus } from '../shutdown/outcome.ts';
import { Revisions } from '../shutdown/revisions.ts';
import { dumpStatus } from '../shutdown/status.ts';
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
    const capture = await observer.capture(1000 * settings.budgetSeconds);
    observer.close();
    scene.keep();
    return revisions.next({
      evidence: { captures: [{ seconds: 0, capture }], signal: null, graceSeconds: null, ended: false },
      outcome: 'running',
      complete: true,
      shutdown: null,
      timeline: [],
      limits: askedBefore(capture),
    });
  } finally {
    scene.system.close();
  }
}

/** A dump knows of no signal, and compares nothing: what a shutdown that has begun does not get on with is not seen by it. */
function askedBefore(capture: Capture): Limit[] {
  const sign = signAtOnce(capture);
  if (sign === null) return [];
  return [
    {
      code: 'asked-before',
      sentence: `The process was asked to stop before this look (${sign}): one look shows where it stands, and not what it does not get on with.`,
      fix: '`straggler stop PID` sends SIGTERM once more, watches, and says what keeps the process; in Kubernetes the sidecar reports it.',
    },
  ];
}
