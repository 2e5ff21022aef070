/** A program started, stopped and watched, and everything ended that is left of it. */
import { once } from 'node:events';
import type { Outputs } from '../delivery/outputs.ts';
import { openOutputs } from '../delivery/outputs.ts';
import type { Report } from '../report/report.ts';
import type { DrillFlags, DrillSettings } from '../settings/drill.ts';
import { parseDrill } from '../settings/drill.ts';
import { environmentWith, readSurroundings } from '../settings/environment.ts';
import { newDrillMark } from '../shutdown/drill-mark.ts';
import { Drilled } from '../shutdown/drilled.ts';
import { ExitWatch } from '../shutdown/exit-watch.ts';
import { onInterrupt } from '../shutdown/interrupted.ts';
import type { ExitStatus } from '../shutdown/outcome.ts';
import { OwnSignal } from '../shutdown/own-signal.ts';
import { waitUntilReady } from '../shutdown/ready.ts';
import type { Started } from '../shutdown/spawn.ts';
import { startCommand } from '../shutdown/spawn.ts';
import { watchStatus } from '../shutdown/status.ts';
import { Timeline } from '../shutdown/timeline.ts';
import { watchTermination } from '../shutdown/watch.ts';
import { LiveSystem } from '../target/live-system.ts';
import { isAlive } from '../target/signal.ts';
import { closingWords } from './messages.ts';
import { openObserver, openPySpy } from './observer.ts';

import { ownVersion } from './version.ts';

const CHILD_END_MS = 2000;

export async function runDrill(flags: DrillFlags): Promise<ExitStatus> {
  const settings = parseDrill(flags, readSurroundings());
  const { view, watch } = settings;
  const outputs = await openOutputs(view, { failSlow: watch.failSlow, version: ownVersion() });
  const report = await drill(settings, outputs);
  outputs.finish(report);
  closingWords(report, outputs);
  return watchStatus(report, watch.failSlow);
}

async function drill(settings: DrillSettings, outputs: Outputs): Promise<Report> {
  const interruption = onInterrupt();
  const system = new LiveSystem();
  const timeline = new Timeline(() => system.nowMs());
  try {
    const mark = newDrillMark();
    const started = await startCommand(settings.command, { environment: environmentWith(mark.variables) });
    timeline.add('started', `process ${started.pid}`);
    const drilled = new Drilled(system, started.pid, mark);
    try {
      return await stopWhenReady({
        settings,
        outputs,
        started,
        drilled,
        system,
        timeline,
        interrupted: interruption.signal,
      });
    } finally {
      await endAll(drilled);
      await childEnd(started);
    }
  } finally {
    interruption.release();
    system.close();
  }
}

interface Stage {
  settings: DrillSettings;
  outputs: Outputs;
  started: Started;
  drilled: Drilled;
  system: LiveSystem;
  timeline: Timeline;
  interrupted: AbortSignal;
}

async function stopWhenReady(stage: Stage): Promise<Report> {
  const { settings, outputs, started, drilled, system, timeline, interrupted } = stage;
  const { view, watch, ready, readyTimeoutSeconds } = settings;
  const timeoutMs = 1000 * readyTimeoutSeconds;
  const python = await waitUntilReady({ system, started, drilled, when: ready, timeoutMs, interrupted });
  timeline.add('ready', `Python process ${python.pid}`);
  const first = isAlive(system, drilled.root) ? drilled.root : python;
  const scene = { system, pySpy: openPySpy(view.pySpy), witness: 'first-look' as const, rootPid: first.pid };
  return watchTermination({
    system,
    observer: openObserver(scene, python.pid, view),
    openObserver: (pid) => openObserver(scene, pid, view),
    target: python,
    beginning: new OwnSignal({
      system,
      timeline,
      target: python,
      signalTo: { pid: first.pid, startTicks: first.startTicks, namedByUser: true },
    }),
    ...watch,
    readSource: view.readSource,
    exitWatch: new ExitWatch(system, python, python.pid === started.pid ? started.child : null),
    timeline,
    interrupted,
    publish: outputs.publish,
  });
}

/** All that is left, whatever became of the look at it. */
async function endAll(drilled: Drilled): Promise<void> {
  drilled.look();
  await drilled.remains.end();
}

/** Its output is read to the end, so that the last words are not cut off by Straggler's own end. */
async function childEnd({ child }: Started): Promise<void> {
  if (child.exitCode === null && child.signalCode === null)
    await once(child, 'exit', { signal: AbortSignal.timeout(CHILD_END_MS) }).catch(() => undefined);
  for (const stream of [child.stdout, child.stderr]) stream?.destroy();
}
