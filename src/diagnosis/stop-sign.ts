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

/** A handler of C that runs, and the call that goes on after it (PEP 475), cost a switch or two. */
const MOST_SWITCHES = 3;

/**
 * In one clause; null when nothing shows it. `history`: looks some seconds apart, the newest last. A task that was
 * cancelled is no sign: services cancel tasks all day.
 */
export function stopSign(history: readonly Capture[]): string | null {
  const capture = history.at(-1);
  return capture === undefined ? null : (signOf(capture) ?? interrupted(history.slice(-3)));
}

/**
 * The main thread sleeps in one and the same call, which blocks its loop; it was left alone for a while, and then something
 * made it run for a moment: a signal, whose handler of Python's own waits for the call to end.
 */
function interrupted(history: readonly Capture[]): string | null {
  const [first, middle, last] = history.map(mainThreadOf);
  if (first == null || middle == null || last == null) return null;
  const isOneSleep = first.place !== '' && first.place === middle.place && middle.place === last.place;
  const woken = last.switches - middle.switches;
  if (!isOneSleep || first.switches !== middle.switches || woken < 1 || woken > MOST_SWITCHES) return null;
  return 'its main thread, which sleeps in one call, was interrupted by a signal';
}

/** null while it waits for events, as a loop does, or computes. */
function mainThreadOf({ threads, family }: Capture): { place: string; switches: number } | null {
  const main = threads.find((one) => one.isMain);
  const facts = family.target.threads.find((one) => one.tid === family.target.pid);
  if (main === undefined || facts?.voluntarySwitches === undefined || facts.syscall === null) return null;
  if (main.state !== 'S' || main.waitsFor.kind === 'selector') return null;
  const stack = main.stack.map(({ codeId, line }) => `${codeId}:${line}`).join(' ');
  return { place: `${facts.syscall.number} ${stack}`, switches: facts.voluntarySwitches };
}

function signOf(capture: Capture): string | null {
  const { signals } = capture.family.target;
  if (has(signals.pendingProcess, SIGTERM) || has(signals.pendingThread, SIGTERM))
    return 'SIGTERM is pending and was not taken';
  if (capture.signalHandlers.some(({ signal, tripped }) => signal === SIGTERM && tripped))
    return 'SIGTERM came, and Python has not run its handler';
  const phase = phaseOf({ captures: [], signal: null, graceSeconds: null, ended: false }, capture);
  return LEAVING.has(phase) ? `it is leaving (${phase})` : null;
}
