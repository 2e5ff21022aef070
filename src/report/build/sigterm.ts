/** What a SIGTERM met, by the kernel's masks and Python's own tables. */
import type { Capture, SignalHandler } from '../../python/model/capture.ts';
import type { SignalMasks } from '../../target/facts.ts';
import type { ReportSigterm } from '../report.ts';
import { tidyName, tidyPath } from '../sanitise.ts';

const SIGTERM = 15;
const SIGTERM_BIT = 1n << BigInt(SIGTERM - 1);

/** `capture` is the first one: what closes puts its handlers back. */
export function sigtermOf(capture: Capture | null): ReportSigterm | null {
  if (capture === null) return null;
  const { signals, threads } = capture.family.target;
  const taken = takenBy(signals, threads);
  const handler = taken === 'handled' ? handlerOf(capture) : undefined;
  const name = handler?.function ?? handler?.place?.function ?? null;
  const place = handler?.place ?? null;
  return {
    taken,
    handler: name === null ? null : tidyName(name),
    place: place === null ? null : { file: tidyPath(place.file), line: place.line },
  };
}

/** Blocked in one thread only is harmless: the kernel gives it to another. */
function takenBy(
  { ignored, caught, blocked }: SignalMasks,
  threads: readonly { signals: SignalMasks }[],
): ReportSigterm['taken'] {
  const masks = threads.length === 0 ? [blocked] : threads.map((thread) => thread.signals.blocked);
  if (masks.every((mask) => (mask & SIGTERM_BIT) !== 0n)) return 'blocked';
  if ((ignored & SIGTERM_BIT) !== 0n) return 'ignored';
  return (caught & SIGTERM_BIT) === 0n ? 'default' : 'handled';
}

/** The loop's callback acts where there is one; in the interpreter's table then stands asyncio's own, which does nothing. */
function handlerOf({ loops, signalHandlers }: Capture): SignalHandler | undefined {
  const ofLoops = loops.filter(({ state }) => state !== 'closed').flatMap((loop) => loop.signalHandlers);
  return [...ofLoops, ...signalHandlers].find(
    ({ signal, function: name }) => signal === SIGTERM && name?.endsWith('_sighandler_noop') !== true,
  );
}
