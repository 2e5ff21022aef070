/** A store for what receives: it keeps in memory what it is given, and fails when it is told to. */
import type { IntakeStore } from '../../src/collector/intake/intake.ts';
import type { SeriesKey } from '../../src/collector/model/identity.ts';
import type { IncomingReport } from '../../src/collector/model/kept-report.ts';
import type { PodHello } from '../../src/collector/model/pod.ts';
import type { ContainerEnding, SettledTermination } from '../../src/collector/model/termination.ts';
import type { SaveResult } from '../../src/collector/store/store.ts';

export class MemoryStore implements IntakeStore {
  readonly reports = new Map<string, IncomingReport>();
  readonly pods = new Map<string, PodHello>();
  readonly endings: ContainerEnding[] = [];
  keys: SeriesKey[] = [];
  /** Rejects with it, while it is set. */
  failure: Error | null = null;
  /** Given out once. */
  overdue: SettledTermination[] = [];
  readonly #settled = new Set<string>();

  saveReport(report: IncomingReport): Promise<SaveResult> {
    return this.#unlessFailing(() => {
      const { summary } = report;
      const kept = this.reports.get(summary.id)?.summary;
      const isBetter =
        kept === undefined ||
        kept.revision < summary.revision ||
        (kept.revision === summary.revision && kept.abridged && !summary.abridged);
      if (!isBetter) return { result: 'duplicate', settled: null };
      this.reports.set(summary.id, report);
      return { result: 'accepted', settled: summary.complete ? this.#settle(report) : null };
    });
  }

  savePod(hello: PodHello): Promise<void> {
    return this.#unlessFailing(() => {
      this.pods.set(hello.uid, hello);
    });
  }

  removePod(uid: string): Promise<void> {
    return this.#unlessFailing(() => {
      this.pods.delete(uid);
    });
  }

  saveEnding(ending: ContainerEnding): Promise<void> {
    return this.#unlessFailing(() => {
      this.endings.push(ending);
    });
  }

  settleOverdue(): Promise<SettledTermination[]> {
    return this.#unlessFailing(() => this.overdue.splice(0));
  }

  seriesKeys(): Promise<SeriesKey[]> {
    return this.#unlessFailing(() => this.keys);
  }

  watchedCounts(): ReturnType<IntakeStore['watchedCounts']> {
    return this.#unlessFailing(() => {
      const watched = [...this.pods.values()].map(({ namespace, workload, profile }) => ({
        namespace,
        workload,
        profile,
        pods: 1,
      }));
      return { watched, blind: [] };
    });
  }

  size(): Promise<{ reports: number; bytes: number }> {
    return this.#unlessFailing(() => ({ reports: this.reports.size, bytes: 4_096 }));
  }

  ping(): Promise<void> {
    return this.#unlessFailing(() => undefined);
  }

  #unlessFailing<T>(act: () => T): Promise<T> {
    return this.failure === null ? Promise.resolve(act()) : Promise.reject(this.failure);
  }

  #settle({ summary }: IncomingReport): SettledTermination | null {
    const { id, outcome, durationSeconds, graceSeconds, cause } = summary;
    if (outcome === 'running' || this.#settled.has(id)) return null;
    this.#settled.add(id);
    return {
      key: { namespace: summary.namespace, workload: summary.workload, container: summary.container },
      outcome,
      durationSeconds: durationSeconds ?? 0,
      graceSeconds,
      cause: outcome === 'hung' ? (cause ?? 'unknown') : null,
      source: 'report',
    };
  }
}
