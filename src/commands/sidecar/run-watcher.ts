/** The watcher that a preStop hook has started, beside the sleeper of a sidecar in standby. */
import { openCollector } from '../../delivery/open.ts';
import { readSurroundings } from '../../settings/environment.ts';
import { parseSidecar } from '../../settings/sidecar.ts';
import type { ExitStatus } from '../../shutdown/outcome.ts';
import { EXIT } from '../../shutdown/outcome.ts';
import { readSeen } from '../../shutdown/pod/seen.ts';
import { seenBySleeper } from '../../shutdown/pod/sleeper.ts';
import { ownVersion } from '../version.ts';
import { openSidecar } from './scene.ts';
import { runTermination } from './termination.ts';

/** `sleeperPid`: 0 when there is none. */
export async function runWatcher(beganMs: number, sleeperPid: number): Promise<ExitStatus> {
  const settings = parseSidecar({}, readSurroundings());
  const scene = await openSidecar(settings);
  try {
    await runTermination({
      scene,
      collector: await openCollector(settings.delivery, ownVersion()),
      trigger: 'prestop',
      beganMs,
      graceSeconds: settings.graceSeconds,
      seenBefore: sleeperPid === 0 ? [] : readSeen(seenBySleeper(scene.system, sleeperPid)),
      interrupted: new AbortController().signal,
    });
  } finally {
    scene.system.close();
    // It ignores SIGTERM then, and the pod would wait for it to the end of its grace period.
    if (settings.hold && sleeperPid > 1) release(sleeperPid);
  }
  return EXIT.inTime;
}

function release(sleeperPid: number): void {
  try {
    process.kill(sleeperPid, 'SIGKILL');
  } catch {
    // It has gone already.
  }
}
