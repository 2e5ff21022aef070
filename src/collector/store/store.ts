/** Where everything is kept. Two kinds, SQLite and PostgreSQL, which behave alike. */
import type { HangFilter, ReportFilter, TerminationOverview } from '../model/filter.ts';
import type { HangDetail, HangObject, HangSummary } from '../model/hang.ts';
import type { SeriesKey } from '../model/identity.ts';
import type { IncomingReport, ReportSummary } from '../model/kept-report.ts';
import type { BlindCount, PodHello, WatchedCount } from '../model/pod.ts';
import type { ContainerEnding, SettledTermination } from '../model/termination.ts';

/**
 * accepted: kept. duplicate: the same or a better form of this or a later revision is kept already.
 * `settled` is given to exactly one caller over all replicas and all time: the one who is to count it.
 */
export interface SaveResult {
  result: 'accepted' | 'duplicate';
  settled: SettledTermination | null;
}

export interface Retention {
  keepDays: number;
  keepReports: number;
}

/** A fingerprint in a namespace that nobody was told of yet. */
export interface NewHang {
  hang: HangObject;
  reportId: string;
}

/** Each promise that is kept means: it survives a kill -9, and a power failure. Every call is bounded in time, and rejects with a `StoreError`. */
export interface Store {
  /** Opens it and brings it to the newest form. */
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Rejects when it cannot be read and written now. */
  ping(): Promise<void>;

  saveReport(report: IncomingReport): Promise<SaveResult>;
  savePod(hello: PodHello, nowMs: number): Promise<void>;
  /** Its sidecar is gone. */
  removePod(uid: string, nowMs: number): Promise<void>;
  /** Pods not heard of, and not in `alive` where that is known, for so long are forgotten. */
  forgetPods(olderThanMs: number, alive: ReadonlySet<string> | null): Promise<void>;
  /**
   * The true end of a container: completes the outcome of its report where one came; else it counts by itself, once it
   * is `settleAfterMs` old (a report may still be on its way).
   */
  saveEnding(ending: ContainerEnding): Promise<void>;
  /** Reports whose deadline is past for `settleAfterMs`, and endings without a report that are as old. */
  settleOverdue(nowMs: number, settleAfterMs: number): Promise<SettledTermination[]>;

  /** Every container of every workload that was heard of: its series start at 0. */
  seriesKeys(): Promise<SeriesKey[]>;
  watchedCounts(): Promise<{ watched: WatchedCount[]; blind: BlindCount[] }>;
  size(): Promise<{ reports: number; bytes: number }>;

  listHangs(filter: HangFilter, nowMs: number): Promise<HangSummary[]>;
  readHang(fingerprint: string, nowMs: number): Promise<HangDetail | null>;
  listReports(filter: ReportFilter): Promise<ReportSummary[]>;
  /** `document`: gzip. */
  readReport(id: string): Promise<{ summary: ReportSummary; document: Uint8Array } | null>;
  overview(sinceMs: number): Promise<TerminationOverview>;

  /** Newest trouble first, at most `limit`. */
  hangObjects(limit: number): Promise<HangObject[]>;
  /** Each is given again until `markNotified` was called for it. */
  newHangs(limit: number): Promise<NewHang[]>;
  markNotified(namespace: string, fingerprint: string, nowMs: number): Promise<void>;

  retain(retention: Retention, nowMs: number): Promise<{ reports: number; hangs: number }>;
  /** One of the replicas does what only one may do; true: this one, for `ttlMs` from now. Always true for SQLite. */
  lead(owner: string, ttlMs: number, nowMs: number): Promise<boolean>;

  /** Everything, as lines of JSON; reports oldest first. */
  exportLines(): AsyncIterable<string>;
  /** What is there already stays. Nothing that is imported is counted or told of. */
  importLines(lines: AsyncIterable<string>): Promise<{ reports: number; skipped: number }>;
}

/** refused: the database does not take this one thing; others are kept. */
type StoreErrorCode = 'unavailable' | 'full' | 'broken' | 'too-slow' | 'wrong-version' | 'refused';

/** The store could not do it; `isTransient`: trying again later may help. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
  readonly code: StoreErrorCode;
  readonly fix: string;
  readonly isTransient: boolean;

  constructor(
    sentence: string,
    about: { code: StoreErrorCode; fix: string; isTransient: boolean; cause?: unknown },
  ) {
    super(sentence, { cause: about.cause });
    this.code = about.code;
    this.fix = about.fix;
    this.isTransient = about.isTransient;
  }
}
