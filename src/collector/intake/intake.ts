/** What comes in is kept, and counted once it is known how it ended. */
import type { CollectorMetrics } from '../../metrics/collector.ts';
import type { SeriesKey } from '../model/identity.ts';
import type { PodHello } from '../model/pod.ts';
import type { ContainerEnding, SettledTermination } from '../model/termination.ts';
import type { Store } from '../store/store.ts';
import type { ReadReport } from './read-report.ts';

/** A report may be on its way for as long as a sidecar lives after the kill. */
const SETTLE_AFTER_MS = 30_000;

export type IntakeStore = Pick<
  Store,
  | 'saveReport'
  | 'savePod'
  | 'removePod'
  | 'saveEnding'
  | 'settleOverdue'
  | 'seriesKeys'
  | 'watchedCounts'
  | 'size'
>;

export interface IntakeOptions {
  store: IntakeStore;
  metrics: CollectorMetrics;
  /** How long after the deadline, or the end, an outcome is taken for final. */
  settleAfterMs?: number;
}

/** Every method rejects with a StoreError when the store fails, and with nothing else. */
export class Intake {
  readonly #store: IntakeStore;
  readonly #metrics: CollectorMetrics;
  readonly #settleAfterMs: number;

  constructor({ store, metrics, settleAfterMs = SETTLE_AFTER_MS }: IntakeOptions) {
    this.#store = store;
    this.#metrics = metrics;
    this.#settleAfterMs = settleAfterMs;
  }

  /** Series of every container that was ever heard of start at 0. */
  async start(): Promise<void> {
    for (const key of await this.#store.seriesKeys()) this.#metrics.seed(key);
    await this.refreshGauges();
  }

  /** When it resolves, the report survives whatever happens. */
  async takeReport(
    { incoming, createdAtMs }: ReadReport,
    nowMs: () => number,
  ): Promise<'accepted' | 'duplicate'> {
    const { summary } = incoming;
    // A report of a termination, however far it is: its counters are at 0 before they are at 1.
    if (summary.outcome !== 'running') this.#metrics.seed(summary);
    const { result, settled } = await this.#store.saveReport(incoming);
    if (settled !== null) this.#count(settled);
    this.#metrics.countReport(result);
    if (result === 'accepted') this.#metrics.observeReportAge((nowMs() - createdAtMs) / 1000);
    return result;
  }

  async takeHello(hello: PodHello, nowMs: number): Promise<void> {
    await this.#store.savePod(hello, nowMs);
    const { namespace, workload, containers } = hello;
    for (const container of containers) this.seed({ namespace, workload, container });
  }

  /** For what the API server tells of containers before any hello. */
  seed(key: SeriesKey): void {
    this.#metrics.seed(key);
  }

  async takeEnding(ending: ContainerEnding): Promise<void> {
    this.#metrics.seed(ending.key);
    await this.#store.saveEnding(ending);
  }

  async podGone(uid: string, nowMs: number): Promise<void> {
    await this.#store.removePod(uid, nowMs);
  }

  /** Counts what is over and was not counted yet; to be called every few seconds. */
  async settle(nowMs: number): Promise<number> {
    const settled = await this.#store.settleOverdue(nowMs, this.#settleAfterMs);
    for (const termination of settled) this.#count(termination);
    return settled.length;
  }

  async refreshGauges(): Promise<void> {
    const { watched, blind } = await this.#store.watchedCounts();
    this.#metrics.setPods(watched, blind);
    this.#metrics.setStore(await this.#store.size());
  }

  #count(settled: SettledTermination): void {
    this.#metrics.countTermination(settled);
  }
}
