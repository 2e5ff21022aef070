/** Something that is done again and again: never twice at once, and a failure of it is told and ends nothing. */
import { setTimeout as sleep } from 'node:timers/promises';

export interface PeriodicOptions {
  /** From the end of one run to the start of the next. */
  everyMs: number;
  run: (signal: AbortSignal) => Promise<void>;
  /** A sentence; the same one is told once, until a run has succeeded. */
  onTrouble: (sentence: string) => void;
}

/** How long `stop` waits for a run that is under way. */
const STOP_MS = 2_000;

export class Periodic {
  readonly #options: PeriodicOptions;
  readonly #stopping = new AbortController();
  #running: Promise<void> = Promise.resolve();
  #told = '';

  constructor(options: PeriodicOptions) {
    this.#options = options;
  }

  /** The first run begins at once. */
  start(): void {
    this.#running = this.#loop();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await Promise.race([this.#running, sleep(STOP_MS, undefined, { ref: false })]);
  }

  async #loop(): Promise<void> {
    const { everyMs } = this.#options;
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      await this.#once(signal);
      await sleep(everyMs, undefined, { signal, ref: false }).catch(() => undefined);
    }
  }

  async #once(signal: AbortSignal): Promise<void> {
    try {
      await this.#options.run(signal);
      this.#told = '';
    } catch (error) {
      if (signal.aborted) return;
      const sentence = wordsOf(error);
      if (sentence !== this.#told) this.#options.onTrouble(sentence);
      this.#told = sentence;
    }
  }
}

/** With what can be done about it, where the error knows. */
export function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { fix } = error as Error & { fix?: unknown };
  return typeof fix === 'string' && fix !== '' ? `${error.message} ${fix}` : error.message;
}
