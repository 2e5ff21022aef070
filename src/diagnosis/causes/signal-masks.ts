/** Signal numbers, and questions to the masks of /proc/PID/status. */
import type { SignalMasks } from '../../target/facts.ts';
import type { Situation } from '../situation.ts';

export const SIGTERM = 15;

export function has(mask: bigint, signal: number): boolean {
  return (mask & (1n << BigInt(signal - 1))) !== 0n;
}

/** The signal that asks the target to stop: the one that was sent, SIGTERM for a dump. */
export function stopSignal(situation: Pick<Situation, 'evidence'>): { number: number; name: string } {
  const { signal } = situation.evidence;
  return signal === null
    ? { number: SIGTERM, name: 'SIGTERM' }
    : { number: signal.number, name: signal.name };
}

/**
 * Whether the signal's masks still tell what they told when it came. Exit hooks and asyncio.run put handlers back to
 * default while they close, so only the first capture after the signal, or the one before it, counts.
 */
export function masksAtSignal(situation: Situation): SignalMasks {
  const capture = situation.before ?? situation.since[0]?.capture ?? situation.last;
  return capture.family.target.signals;
}
