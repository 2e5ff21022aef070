/** Straggler itself was asked to end (SIGINT, SIGTERM) before it had anything to report. */
export class InterruptedError extends Error {
  override readonly name = 'InterruptedError';

  constructor() {
    super('Straggler was asked to end before the signal was due: nothing was signalled.');
  }
}

export interface Interruption {
  readonly signal: AbortSignal;
  /** Gives the signals back to their usual meaning. */
  release(): void;
}

/** From now on SIGINT and SIGTERM ask for the report at once, and SIGHUP as well; a second one is no different. */
export function onInterrupt(): Interruption {
  const controller = new AbortController();
  const abort = () => controller.abort();
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const signal of signals) process.on(signal, abort);
  return {
    signal: controller.signal,
    release: () => {
      for (const signal of signals) process.off(signal, abort);
    },
  };
}
