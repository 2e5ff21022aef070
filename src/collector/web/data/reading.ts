/** What one reader asks of the store, and is given no more of than he may see. */
import type { TerminationOverview } from '../../model/filter.ts';
import type { HangDetail, HangSummary } from '../../model/hang.ts';
import type { ReportSummary } from '../../model/kept-report.ts';
import type { Store } from '../../store/store.ts';
import type { Scope } from '../access/scope.ts';
import { bounded } from '../bounded.ts';
import { ReadProblem } from '../problem.ts';
import type { HangQuery, ReportQuery } from '../query/read-query.ts';
import { hangFilter, markAfter, NO_QUERY, reportFilter } from '../query/read-query.ts';

/** What reading needs of the store. */
export type ReadableStore = Pick<Store, 'listHangs' | 'readHang' | 'listReports' | 'readReport' | 'overview'>;

export interface ReportPage {
  reports: ReportSummary[];
  /** For `before`; null: there are no more. */
  next: string | null;
}

export interface FoundHang {
  hang: HangDetail;
  /** The one that it is about; null: all. */
  namespace: string | null;
}

const OVERVIEW_MS = 86_400_000;
/** Namespaces that are tried for a reader who did not name one. */
const MOST_NAMESPACES = 50;

export class Reading {
  readonly #store: ReadableStore;
  readonly #scope: Scope;
  readonly nowMs: number;

  constructor(store: ReadableStore, scope: Scope, nowMs: number) {
    this.#store = store;
    this.#scope = scope;
    this.nowMs = nowMs;
  }

  get isLimited(): boolean {
    return this.#scope.kind !== 'all';
  }

  /** Newest trouble first. */
  async hangs(query: HangQuery): Promise<HangSummary[]> {
    await this.#check(query.namespace);
    const hangs = await this.#ask(this.#store.listHangs(hangFilter(query, this.nowMs), this.nowMs));
    return hangs.toSorted((a, b) => b.lastSeenMs - a.lastSeenMs);
  }

  /** null for a reader of some namespaces only: it is about all of them. */
  async overview(): Promise<TerminationOverview | null> {
    if (this.isLimited) return null;
    return await this.#ask(this.#store.overview(this.nowMs - OVERVIEW_MS));
  }

  /** In one namespace, or in all. */
  async hang(fingerprint: string, namespace: string | null): Promise<FoundHang> {
    const whole = await this.#ask(this.#store.readHang(fingerprint, this.nowMs));
    if (whole === null) throw noHang();
    const { namespaces } = whole;
    if (namespace === null || (namespaces.length === 1 && namespaces[0] === namespace)) {
      const allowed = await this.#allowed(namespaces);
      if (allowed.length === namespaces.length) return { hang: whole, namespace: null };
      const [first] = allowed;
      // That it is anywhere else is not his to know.
      if (first === undefined) throw noHang();
      return await this.#hangIn(fingerprint, first);
    }
    await this.#check(namespace);
    return await this.#hangIn(fingerprint, namespace);
  }

  /** What the store knows of it by namespace: neither nodes, nor whether it is gone. */
  async #hangIn(fingerprint: string, namespace: string): Promise<FoundHang> {
    const filter = hangFilter({ ...NO_QUERY, namespace }, this.nowMs);
    const hangs = await this.#ask(this.#store.listHangs(filter, this.nowMs));
    const hang = hangs.find((one) => one.fingerprint === fingerprint);
    if (hang === undefined) throw noHang();
    return { hang: { ...hang, nodes: [], goneSince: null }, namespace };
  }

  async reports(query: ReportQuery): Promise<ReportPage> {
    await this.#check(query.namespace);
    const { limit } = query;
    const reports = await this.#ask(this.#store.listReports(reportFilter(query, this.nowMs)));
    const last = reports.at(-1);
    return { reports, next: last !== undefined && reports.length >= limit ? markAfter(last) : null };
  }

  /** The document is gzip. */
  async report(id: string): Promise<{ summary: ReportSummary; document: Uint8Array }> {
    const kept = await this.#ask(this.#store.readReport(id));
    if (kept === null || (await this.#allowed([kept.summary.namespace])).length === 0)
      throw new ReadProblem('There is no such report here.', {
        code: 'not-found',
        fix: 'It may be older than what is kept (--keep-days, --keep-reports); the list of reports has those that are.',
      });
    return kept;
  }

  async #check(namespace: string | null): Promise<void> {
    if (this.#scope.kind === 'all') return;
    if (namespace === null) throw await this.#namespaceNeeded();
    if (!(await this.#scope.may(namespace)))
      throw new ReadProblem(`You may not read hangs in the namespace "${namespace}".`, {
        code: 'forbidden',
        fix: 'Ask for a Role that lets you `get` `hangs.straggler.dev` there.',
      });
  }

  async #namespaceNeeded(): Promise<ReadProblem> {
    const hangs = await this.#ask(this.#store.listHangs(hangFilter(NO_QUERY, this.nowMs), this.nowMs));
    const known = [...new Set(hangs.flatMap(({ namespaces }) => namespaces))].sort();
    return new ReadProblem('You may not read hangs in all namespaces, so one has to be named.', {
      code: 'namespace-needed',
      fix: 'Name one in which you may `get` `hangs.straggler.dev`: ?namespace=NAME.',
      namespaces: await this.#allowed(known),
    });
  }

  async #allowed(namespaces: readonly string[]): Promise<string[]> {
    const scope = this.#scope;
    if (scope.kind === 'all') return [...namespaces];
    const tried = namespaces.slice(0, MOST_NAMESPACES);
    const allowed: string[] = [];
    for (const namespace of tried) if (await scope.may(namespace)) allowed.push(namespace);
    return allowed;
  }

  #ask<T>(question: Promise<T>): Promise<T> {
    return bounded(question, 'The store');
  }
}

function noHang(): ReadProblem {
  return new ReadProblem('There is no such hang here.', {
    code: 'not-found',
    fix: 'Its reports may be older than what is kept (--keep-days, --keep-reports); the list of hangs has those that are.',
  });
}
