/** A store of hand-made hangs and reports, which filters as the real ones do. */
import { gzipSync } from 'node:zlib';
import type {
  HangFilter,
  ReportFilter,
  TerminationOverview,
} from '../../../../src/collector/model/filter.ts';
import type { HangDetail, HangSummary } from '../../../../src/collector/model/hang.ts';
import type { ReportSummary } from '../../../../src/collector/model/kept-report.ts';
import type { ReadableStore } from '../../../../src/collector/web/data/reading.ts';
import { reportJson } from '../../../../src/report/render/json.ts';
import type { Report } from '../../../../src/report/report.ts';

export class FixtureStore implements ReadableStore {
  readonly hangs: HangDetail[] = [];
  readonly reports: ReportSummary[] = [];
  readonly documents = new Map<string, Uint8Array>();
  overviewAnswer: TerminationOverview = { terminations: 0, killed: 0, slow: 0, medianGraceShare: null };
  /** Every question fails with it, or never ends. */
  trouble: Error | 'silence' | null = null;
  asked = 0;

  addReport(summary: ReportSummary, report: Report): void {
    this.addDocument(summary, reportJson(report));
  }

  addDocument(summary: ReportSummary, text: string): void {
    this.reports.push(summary);
    this.documents.set(summary.id, gzipSync(text));
  }

  async listHangs(filter: HangFilter): Promise<HangSummary[]> {
    await this.#answer();
    return this.hangs
      .filter((hang) => matches(hang, filter))
      .map(({ nodes, goneSince, ...summary }) => ({
        ...summary,
        ...(filter.namespace === null ? {} : inNamespace(summary, filter.namespace)),
      }));
  }

  async readHang(fingerprint: string): Promise<HangDetail | null> {
    await this.#answer();
    return this.hangs.find((hang) => hang.fingerprint === fingerprint) ?? null;
  }

  async listReports(filter: ReportFilter): Promise<ReportSummary[]> {
    await this.#answer();
    const { before } = filter;
    return this.reports
      .filter(
        (report) =>
          (filter.namespace === null || report.namespace === filter.namespace) &&
          (filter.workload === null || report.workload.name === filter.workload) &&
          (filter.cause === null || report.cause === filter.cause) &&
          (filter.outcome === null || report.outcome === filter.outcome) &&
          (filter.fingerprint === null || report.fingerprint === filter.fingerprint) &&
          (filter.sinceMs === null || report.receivedAtMs >= filter.sinceMs) &&
          (filter.text === null || includes(report.summary + report.culprit, filter.text)),
      )
      .sort((a, b) => b.receivedAtMs - a.receivedAtMs || (a.id < b.id ? 1 : -1))
      .filter(
        ({ receivedAtMs, id }) =>
          before === null ||
          receivedAtMs < before.receivedAtMs ||
          (receivedAtMs === before.receivedAtMs && id < before.id),
      )
      .slice(0, filter.limit);
  }

  async readReport(id: string): Promise<{ summary: ReportSummary; document: Uint8Array } | null> {
    await this.#answer();
    const summary = this.reports.find((report) => report.id === id);
    const document = this.documents.get(id);
    return summary === undefined || document === undefined ? null : { summary, document };
  }

  async overview(): Promise<TerminationOverview> {
    await this.#answer();
    return this.overviewAnswer;
  }

  async #answer(): Promise<void> {
    this.asked += 1;
    if (this.trouble === 'silence') await new Promise(() => undefined);
    if (this.trouble instanceof Error) throw this.trouble;
  }
}

function matches(hang: HangDetail, filter: HangFilter): boolean {
  return (
    (filter.namespace === null || hang.namespaces.includes(filter.namespace)) &&
    (filter.workload === null || hang.workloads.some(({ workload }) => workload.name === filter.workload)) &&
    (filter.cause === null || hang.finding.cause === filter.cause) &&
    (filter.sinceMs === null || hang.lastSeenMs >= filter.sinceMs) &&
    (filter.text === null || includes(`${hang.finding.sentence} ${hang.finding.culprit}`, filter.text))
  );
}

function includes(text: string, part: string): boolean {
  return text.toLowerCase().includes(part.toLowerCase());
}

function inNamespace(hang: HangSummary, namespace: string): Partial<HangSummary> {
  const workloads = hang.workloads.filter((one) => one.namespace === namespace);
  const pods = workloads.reduce((sum, one) => sum + one.pods, 0);
  return {
    namespaces: [namespace],
    workloads,
    pods,
    ...(hang.namespaces.length === 1 ? {} : { images: [] }),
  };
}
