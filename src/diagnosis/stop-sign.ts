/**
 * Signs that a process was asked to stop by somebody of whom Straggler was not told: a container that is restarted for its
 * failing liveness probe gets SIGTERM with no deletion of its pod and no hook of the sidecar.
 */
import type { Capture } from '../python/model/capture.ts';
import { has, SIGTERM } from './causes/signal-masks.ts';
import { phaseOf } from './phase.ts';
import type { Phase } from './vocabulary.ts';

const LEAVING: ReadonlySet<Phase> = new Set<Phase>([
  'cancelling-tasks',
  'closing-async-generators',
  'joining-executor',
  'joining-threads',
  'running-atexit',
  'native-teardown',
]);

/** In one clause; null when nothing shows it. A task that was cancelled is no sign: services cancel tasks all day. */
export function stopSign(capture: Capture): string | null {
  const { signals } = capture.family.target;
  if (has(signals.pendingProcess, SIGTERM) || has(signals.pendingThread, SIGTERM))
    return 'SIGTERM is pending and was not taken';
  if (capture.signalHandlers.some(({ signal, tripped }) => signal === SIGTERM && tripped))
    return 'SIGTERM came, and Python has not run its handler';
  const phase = phaseOf({ captures: [], signal: null, graceSeconds: null, ended: false }, capture);
  return LEAVING.has(phase) ? `it is leaving (${phase})` : null;
}
