/** Which containers of workloads have series of their own: a bounded number, so that no rollout can fill a Prometheus. */

export interface Series {
  namespace: string;
  workload: { kind: string; name: string };
  container: string;
}

/** The labels of oncall.md that tell workloads apart. */
export interface SeriesLabels extends Record<string, string> {
  namespace: string;
  workload_kind: string;
  workload: string;
  container: string;
}

export const OTHER = '(other)';

/** All that found no room is counted here, together. */
const OVERFLOW: SeriesLabels = { namespace: OTHER, workload_kind: '', workload: OTHER, container: OTHER };

export class SeriesRoom {
  readonly #max: number;
  readonly #known = new Map<string, SeriesLabels>();

  constructor(max: number) {
    this.#max = max;
  }

  /** First come, first served; who has series keeps them. `isNew`: nothing was said of these labels before. */
  admit({ namespace, workload, container }: Series): { labels: SeriesLabels; isNew: boolean } {
    const key = JSON.stringify([namespace, workload.kind, workload.name, container]);
    const known = this.#known.get(key);
    if (known !== undefined) return { labels: known, isNew: false };
    if (this.#known.size >= this.#max) return this.#overflow();
    const labels = { namespace, workload_kind: workload.kind, workload: workload.name, container };
    this.#known.set(key, labels);
    return { labels, isNew: true };
  }

  #hasOverflow = false;

  #overflow(): { labels: SeriesLabels; isNew: boolean } {
    const isNew = !this.#hasOverflow;
    this.#hasOverflow = true;
    return { labels: OVERFLOW, isNew };
  }
}
