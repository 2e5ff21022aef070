/** `straggler watch`: the main process of the sidecar. */
import { openCollector } from '../../delivery/open.ts';
import { readSurroundings } from '../../settings/environment.ts';
import type { SidecarFlags } from '../../settings/sidecar.ts';
import { parseSidecar } from '../../settings/sidecar.ts';
import { onInterrupt } from '../../shutdown/interrupted.ts';
import type { ExitStatus } from '../../shutdown/outcome.ts';
import { EXIT } from '../../shutdown/outcome.ts';
import { writeSeen } from '../../shutdown/pod/seen.ts';
import { becomeSleeper } from '../../shutdown/pod/sleeper.ts';
import { ownVersion } from '../version.ts';
import type { SidecarScene } from './scene.ts';
import { openSidecar, sayHello, tellPreflight } from './scene.ts';
import { preflightOf } from './start-up.ts';

const HELLO_LIMIT_MS = 3000;

export async function runWatch(flags: SidecarFlags): Promise<ExitStatus> {
  const settings = parseSidecar(flags, readSurroundings());
  const scene = await openSidecar(settings);
  if (settings.mode === 'standby') return await standBy(scene);
  const { Resident } = await import('./resident.ts');
  return await new Resident(scene).run();
}

/** Ends only with the pod: what follows the preflight is another program. */
async function standBy(scene: SidecarScene): Promise<ExitStatus> {
  const { settings, tell } = scene;
  const interruption = onInterrupt();
  const { preflight, targets } = await preflightOf(scene, interruption.signal);
  if (interruption.signal.aborted) return EXIT.inTime;
  await tellPreflight(scene, preflight);
  const collector = await openCollector(settings.delivery, ownVersion());
  const ending = interruption.signal;
  await sayHello(scene, { preflight, collector, version: ownVersion(), limitMs: HELLO_LIMIT_MS, ending });
  if (preflight.status === 'blind' && settings.onBlind === 'fail') return EXIT.hung;
  // A SIGTERM that came meanwhile was this process': the sleeper would never hear of it, and hold up the pod.
  if (interruption.signal.aborted) return EXIT.inTime;
  const obstacle = becomeSleeper({ hold: settings.hold, seen: writeSeen(targets) });
  tell(`standing by as a Node process of some 45 MiB, since it cannot become a sleeper: ${obstacle}`, 'warn');
  await new Promise<void>((resolve) => {
    const timer = setInterval(() => undefined, 3_600_000);
    interruption.signal.addEventListener('abort', () => {
      clearInterval(timer);
      resolve();
    });
  });
  return EXIT.inTime;
}
