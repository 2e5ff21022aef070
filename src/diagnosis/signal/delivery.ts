/**
 * Whether the kubelet's signal can have reached its process: it comes only after the container's own preStop hook
 * (KEP-3960 and the kubelet's killContainer), and nothing in the kernel keeps a trace of a signal that was delivered.
 */

import type { ProcessFacts } from '../../target/facts.ts';
import { has } from '../causes/signal-masks.ts';
import { once } from '../once.ts';
import type { Situation } from '../situation.ts';
import { handlersOf } from './handlers.ts';

/** `sent: false` with the reason, in one clause, for which it cannot have been; true also where nothing speaks against it. */
export type DeliveryVerdict = { sent: true } | { sent: false; certain: boolean; reason: string };

/** Right after the start of a termination the signal may be on its way still. */
const SETTLED_SECONDS = 1;

export const deliveryOf = once((situation): DeliveryVerdict => {
  const { signal, captures } = situation.evidence;
  if (signal === null || signal.sentBy !== 'kubelet') return { sent: true };
  if (signal.heldUpBy != null)
    return { sent: false, certain: true, reason: "the container's preStop hook still runs" };
  if ((captures.at(-1)?.seconds ?? 0) < SETTLED_SECONDS) return { sent: true };
  // On its way out Python puts the handlers back to their defaults.
  if (situation.phase !== 'draining' && situation.phase !== 'unknown') return { sent: true };
  const receiver = receiverOf(situation, signal.sentToPid);
  if (receiver !== null && wouldHaveDied(receiver, signal.number) && !mayHaveHandled(situation, receiver))
    return {
      sent: false,
      certain: true,
      reason: `${receiver.comm} (pid ${receiver.pid}) has no handler for ${signal.name} and would have died of it`,
    };
  if (receiver === situation.last.family.target && eventIsUnset(situation))
    return {
      sent: false,
      certain: false,
      reason: 'its handler sets an event, and the event is not set though the loop is idle',
    };
  return { sent: true };
});

function receiverOf({ last }: Situation, pid: number): ProcessFacts | null {
  const { target, ancestors } = last.family;
  return [target, ...ancestors].find((one) => one.pid === pid) ?? null;
}

/** The default action of a stop signal ends a process, unless it is PID 1 of its namespace. */
function wouldHaveDied({ signals, isInit }: ProcessFacts, signal: number): boolean {
  const masks = [
    signals.caught,
    signals.ignored,
    signals.blocked,
    signals.pendingProcess,
    signals.pendingThread,
  ];
  return !isInit && masks.every((mask) => !has(mask, signal));
}

/** asyncio.run takes its handlers away when it ends: a Python without one may have had one, unless its main loop still runs. */
function mayHaveHandled({ last, mainThread }: Situation, receiver: ProcessFacts): boolean {
  if (receiver.pid !== last.family.target.pid) return false;
  // No code of Python's runs there, or can be seen: it may have put its handlers back on its way out.
  if (mainThread === null || mainThread.stack.length === 0) return true;
  if (last.python?.asyncioImported !== true) return false;
  return !last.loops.some((loop) => loop.threadId === mainThread?.id && loop.state !== 'closed');
}

/** `loop.add_signal_handler(SIGTERM, stop.set)`, and somebody still waits for `stop` to be set. */
function eventIsUnset(situation: Situation): boolean {
  const { acting } = handlersOf(situation);
  if (acting === null || acting.boundTo === null || !/(^|\.)set$/.test(acting.function ?? '')) return false;
  const event = situation.primitives.get(acting.boundTo);
  const loop = acting.loopId === null ? undefined : situation.loops.get(acting.loopId);
  return (
    event?.kind === 'event' &&
    event.engaged === false &&
    event.waiters.length > 0 &&
    (loop === undefined || (loop.state === 'waiting' && loop.readyCount === 0))
  );
}
