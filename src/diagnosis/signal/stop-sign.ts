/**
 * Signs that a process was asked to stop by somebody of whom Straggler was not told: a container that is restarted for its
 * failing liveness probe gets SIGTERM with no deletion of its pod and no hook of the sidecar.
 */
import type { Capture, TaskState } from '../../python/model/capture.ts';
import { has, SIGTERM } from '../causes/signal-masks.ts';
import { drainRule } from '../libraries/drains.ts';
import { phaseOf } from '../shutdown/phase.ts';
import { isRunUntilComplete } from '../shutdown/run-until-complete.ts';
import type { Phase } from '../vocabulary.ts';

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
  if (capture === undefined) return null;
  return (
    signOf(capture) ??
    mainCancelled(history.slice(-2)) ??
    eventSet(history.slice(-2)) ??
    drains(capture) ??
    interrupted(history.slice(-3))
  );
}

/** Likewise of one look, which there is nothing to compare with. */
export function signAtOnce(capture: Capture): string | null {
  return signOf(capture) ?? eventStands(capture) ?? drains(capture);
}

/** Whoever has set the event that the handler of SIGTERM sets: it tells the service to stop. */
function eventStands({ loops, signalHandlers }: Capture): string | null {
  const handlers = [...loops.flatMap((one) => one.signalHandlers), ...signalHandlers];
  const isSet = handlers.some(
    ({ signal, flags }) => signal === SIGTERM && flags.some((flag) => flag.isSet === true),
  );
  return isSet ? 'the event that its handler of SIGTERM sets is set' : null;
}

/** Nobody but a shutdown cancels the task that the whole program waits for; it has not ended of it since the look before. */
function mainCancelled(history: readonly Capture[]): string | null {
  const isTold = ({ tasks }: Capture) =>
    tasks.some((task) => isMain(task) && ((task.cancelRequests ?? 0) > 0 || task.mustCancel));
  return history.length > 1 && history.every(isTold) ? 'its main task was cancelled' : null;
}

function isMain({ doneCallbacks }: TaskState): boolean {
  return doneCallbacks.some(isRunUntilComplete);
}

/** `loop.add_signal_handler(SIGTERM, stop.set)`: somebody waited for the event, and nobody does any more. */
function eventSet(history: readonly Capture[]): string | null {
  const [before, now] = history.map((capture) => {
    const handlers = capture.loops.flatMap(({ signalHandlers }) => signalHandlers);
    const event =
      handlers.find(({ signal, boundTo }) => signal === SIGTERM && boundTo !== null)?.boundTo ?? null;
    const found = capture.primitives.find(({ id, kind }) => id === event && kind === 'event');
    return { event, isAwaited: found !== undefined && found.engaged === false && found.waiters.length > 0 };
  });
  if (before === undefined || now === undefined || before.event === null || before.event !== now.event)
    return null;
  return before.isAwaited && !now.isAwaited ? 'the event that its handler of SIGTERM sets is set' : null;
}

/** A server's own loop has gone on to its shutdown. */
function drains({ tasks }: Capture): string | null {
  const places = tasks.filter(isMain).flatMap(({ stack }) => stack);
  const rule = places.map(drainRule).find((one) => one?.onlyInShutdown === true);
  return rule == null ? null : `its server (${rule.server}) drains`;
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
