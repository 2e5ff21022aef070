/** What is known of the containers that a batch of writes is about, and what the writes change of it. */
import type { DocumentRow, ReportRow, SeriesKeyRow, TerminationRow } from '../database/tables.ts';
import type { Contribution } from './contribution.ts';
import { contributionOf } from './contribution.ts';

export interface ContainerName {
  podUid: string;
  container: string;
}

/** What a write has to know: all of it is loaded, and locked, before it decides. */
export interface Needs {
  containers: readonly ContainerName[];
  reports: readonly string[];
}

export interface CountChange {
  sign: 1 | -1;
  contribution: Contribution;
}

export class TerminationBatch {
  readonly #reports: Map<string, ReportRow>;
  readonly #terminations: Map<string, TerminationRow[]>;
  readonly changedReports = new Map<string, ReportRow>();
  readonly changedTerminations = new Set<TerminationRow>();
  readonly documents = new Map<string, DocumentRow>();
  readonly series: SeriesKeyRow[] = [];
  readonly counts: CountChange[] = [];

  constructor(reports: readonly ReportRow[], terminations: readonly TerminationRow[]) {
    this.#reports = new Map(reports.map((row) => [row.id, row]));
    this.#terminations = Map.groupBy(terminations, (row) =>
      containerKey({ podUid: row.pod_uid, container: row.container }),
    );
  }

  report(id: string | null): ReportRow | undefined {
    return id === null ? undefined : this.#reports.get(id);
  }

  terminationsOf(name: ContainerName): readonly TerminationRow[] {
    return this.#terminations.get(containerKey(name)) ?? [];
  }

  putReport(row: ReportRow): void {
    this.#reports.set(row.id, row);
    this.changedReports.set(row.id, row);
  }

  /** Notes how the counts of hangs change by it. */
  putTermination(row: TerminationRow): void {
    const key = containerKey({ podUid: row.pod_uid, container: row.container });
    const others = this.#terminations.get(key) ?? [];
    if (!others.includes(row)) this.#terminations.set(key, [...others, row]);
    this.changedTerminations.add(row);
    this.#recount(row);
  }

  #recount(row: TerminationRow): void {
    const next = contributionOf(row, this.report(row.report_id));
    const text = next === null ? null : JSON.stringify(next);
    // Its report may have been deleted by age: what it has added stays.
    if (text === row.contribution || (row.report_id !== null && this.report(row.report_id) === undefined))
      return;
    if (row.contribution !== null)
      this.counts.push({ sign: -1, contribution: JSON.parse(row.contribution) as Contribution });
    if (next !== null) this.counts.push({ sign: 1, contribution: next });
    row.contribution = text;
  }
}

export function containerKey({ podUid, container }: ContainerName): string {
  return `${podUid}/${container}`;
}
