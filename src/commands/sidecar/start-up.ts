/** What a sidecar does first, in both modes: wait for a Python, and ask whether it can be seen. */
import type { ContainerTargets } from '../../shutdown/pod/pod-targets.ts';
import type { Preflight } from '../../shutdown/preflight/preflight.ts';
import { runPreflight } from '../../shutdown/preflight/preflight.ts';
import { waitForPython } from '../../shutdown/preflight/wait-for-python.ts';
import { findPySpy } from '../observer.ts';
import type { SidecarScene } from './scene.ts';

/** `signal`: aborted when there is no use in waiting any longer. */
export async function preflightOf(
  scene: SidecarScene,
  signal: AbortSignal,
): Promise<{ preflight: Preflight; targets: ContainerTargets[] }> {
  const { settings, system, openObserver } = scene;
  const { containers, profile } = settings;
  const limitMs = 1000 * settings.preflightSeconds;
  const targets = await waitForPython({ system, containers, limitMs, signal });
  const pySpy = { isUsed: settings.pySpy.use, path: findPySpy(settings.pySpy) };
  return { preflight: await runPreflight({ system, openObserver, profile, containers, pySpy }), targets };
}
