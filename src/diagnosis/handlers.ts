/** Who handles the stop signal, as far as Python's own tables tell. */
import type { SignalHandler } from '../python/model/capture.ts';
import { SIGTERM } from './causes/signal-masks.ts';
import type { Situation } from './situation.ts';

export interface Handlers {
  /** loop.add_signal_handler's callback, for the loops that run. */
  asyncio: SignalHandler | null;
  /** The interpreter's table: what signal.signal put there last; null when it is asyncio's own or none. */
  python: SignalHandler | null;
  /** The one that really acts: asyncio's callback when there is one (its wake-up works whoever is in the table), else the table's. */
  acting: SignalHandler | null;
}

export function handlersOf(situation: Situation): Handlers {
  const number = situation.evidence.signal?.number ?? SIGTERM;
  const capture = situation.before ?? situation.last;
  const table =
    capture.signalHandlers.find((one) => one.signal === number && one.registeredBy === 'python') ?? null;
  const asyncio =
    capture.loops
      .filter((loop) => loop.state !== 'closed')
      .flatMap((loop) => loop.signalHandlers)
      .find((one) => one.signal === number) ?? null;
  const python = table?.function?.endsWith('_sighandler_noop') ? null : table;
  return { asyncio, python, acting: asyncio ?? python };
}
