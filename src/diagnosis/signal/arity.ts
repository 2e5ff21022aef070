/** Handlers that cannot be called with what they are given: TypeError, before any line of them is run. */
import type { SignalHandler } from '../../python/model/capture.ts';

export interface Misfit {
  /** As many as it can take, or at least needs. */
  takes: number;
  given: number;
}

/** `signal.signal` gives the number and the frame (Modules/signalmodule.c), a loop what `add_signal_handler` got. */
export function misfitOf({
  leastArguments: least,
  mostArguments: most,
  calledWith: given,
}: SignalHandler): Misfit | null {
  if (given === null) return null;
  if (least !== null && given < least) return { takes: least, given };
  return most !== null && given > most ? { takes: Math.max(0, most), given } : null;
}
