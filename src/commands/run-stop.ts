/** SIGTERM to a process that runs, and a report on what became of it. */
import { openOutputs } from '../delivery/outputs.ts';
import { readSurroundings } from '../settings/environment.ts';
import type { StopFlags } from '../settings/stop.ts';
import { parseStop } from '../settings/stop.ts';
import { chooseTarget } from '../shutdown/choose-target.ts';
import { ExitWatch } from '../shutdown/exit-watch.ts';
import { onInterrupt } from '../shutdown/interrupted.ts';
import type { ExitStatus } from '../shutdown/outcome.ts';
import { OwnSignal } from '../shutdown/own-signal.ts';
import { watchStatus } from '../shutdown/status.ts';
import { Timeline } from '../shutdown/timeline.ts';
import { watchTermination } from '../shutdown/watch.ts';
import { LiveSystem } from '../target/live-system.ts';
import { closingWords, tell } from './messages.ts';
import { openObserver, openPySpy } from './observer.ts';

import { ownVersion } from './version.ts';

export async function runStop(flags: StopFlags): Promise<ExitStatus> {
  const { view, watch, pid } = parseStop(flags, readSurroundings());
  const outputs = await openOutputs(view, { failSlow: watch.failSlow, version: ownVersion() });
  const interruption = onInterrupt();
  const system = new LiveSystem();
  const timeline = new Timeline(() => system.nowMs());
  try {
    const { named, target, note } = chooseTarget(system, pid);
    if (note !== null) await tell(view, note);
    const scene = { system, pySpy: openPySpy(view.pySpy), witness: 'first-look' as const };
    const report = await watchTermination({
      system,
      observer: openObserver(scene, target.pid, view),
      openObserver: (pid) => openObserver(scene, pid, view),
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
      interrupted: interruption.signal,
      publish: outputs.publish,
    });
    outputs.finish(report);
    closingWords(report, outputs);
    return watchStatus(report, watch.failSlow);
  } finally {
    interruption.release();
    system.close();
  }
}
