/** A way to the read API of a collector. */
import type { Refusal } from './reading-error.ts';

export interface Route {
  /** Without a slash at its end. */
  url: string;
  /** For people: "pod straggler-7d9c in namespace straggler". */
  to: string;
  /** What it leads to may be replaced by another (a pod): then a new one is worth a try. */
  isReplaceable: boolean;
  /** Why it has just led nowhere, where that is known. */
  trouble(): Refusal | null;
  stop(): Promise<void>;
}

/** Rejects with a `ReadingError` within some 10 s, and at once when the signal aborts. */
export type OpenRoute = (signal: AbortSignal) => Promise<Route>;

/** For `--url`: there is nothing to open. */
export function direct(url: string): Route {
  return {
    url,
    to: new URL(url).host,
    isReplaceable: false,
    trouble: () => null,
    stop: () => Promise.resolve(),
  };
}
