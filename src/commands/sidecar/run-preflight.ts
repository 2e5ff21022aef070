/** `straggler preflight`: looks now, and says whether the sidecar will be able to see the service. */
import { writeSync } from 'node:fs';
import { jsonText } from '../../report/sanitise.ts';
import { readSurroundings } from '../../settings/environment.ts';
import type { SidecarFlags } from '../../settings/sidecar.ts';
import { parseSidecar } from '../../settings/sidecar.ts';
import type { ExitStatus } from '../../shutdown/outcome.ts';
import { EXIT } from '../../shutdown/outcome.ts';
import { runPreflight } from '../../shutdown/preflight/preflight.ts';
import { preflightText } from '../../shutdown/preflight/words.ts';
import { findPySpy } from '../observer.ts';
import { openSidecar } from './scene.ts';

const STDOUT = 1;

export async function runPreflightCommand(
  flags: SidecarFlags & { json?: boolean | undefined },
): Promise<ExitStatus> {
  const settings = parseSidecar(flags, readSurroundings());
  const scene = await openSidecar(settings);
  const { system, openObserver } = scene;
  const { profile, containers } = settings;
  const pySpy = { isUsed: settings.pySpy.use, path: findPySpy(settings.pySpy) };
  const preflight = await runPreflight({ system, openObserver, profile, containers, pySpy });
  system.close();
  writeSync(
    STDOUT,
    flags.json === true ? `${jsonText(JSON.stringify(preflight))}\n` : preflightText(preflight),
  );
  if (preflight.status !== 'blind') return EXIT.inTime;
  return preflight.pythons.length === 0 ? EXIT.couldNotLook : EXIT.hung;
}
