/** The store in a database of either kind: what is asked is handed to the part that knows. */
import type { HangFilter, ReportFilter } from '../model/filter.ts';
import type { IncomingReport } from '../model/kept-report.ts';
import type { PodHello } from '../model/pod.ts';
import type { ContainerEnding, SettledTermination } from '../model/termination.ts';
import { cleanText } from './clean-text.ts';
import type { Database, DatabaseKind } from './database/database-kind.ts';
import { exportLines } from './exchange/export.ts';
import { importLines } from './exchange/import.ts';
import { migrate } from './migrations/migrate.ts';
import { readHangObjects, readNewHangs } from './read/hang-objects.ts';
import { listHangs, readHang } from './read/hangs.ts';
import { readOverview } from './read/overview.ts';
import { listReports, readReport } from './read/reports.ts';
import { countReports, readSeriesKeys, readWatchedCounts } from './read/watched.ts';
import type { Retention, SaveResult, Store } from './store.ts';
import { StoreError } from './store.ts';
import { needsOfEnding, takeEnding } from './terminations/take-ending.ts';
import { needsOfReport, takeReport } from './terminations/take-report.ts';
import { markNotified, takeLease, touch } from './write/lease.ts';
import { notTaken, tooSlow } from './write/pending.ts';
import { forgetPods, removePod, savePod } from './write/pods.ts';
import { Retain } from './write/retain.ts';
import { SeenSeries } from './write/seen-series.ts';
import { settleOverdue } from './write/settle-overdue.ts';
import { UnclearCalls } from './write/unclear-calls.ts';
import type { Write } from './write/write.ts';
import { WriteQueue } from './write/write-queue.ts';

export interface StoreOptions {
  clock: () => number;
  /** No call takes longer, but `retain`, `exportLines` and `importLines`, whose steps do not. */
  limitMs: number;
}

interface Opened {
  reader: Database;
  queue: WriteQueue;
}

export class DatabaseStore implements Store {
  readonly #kind: DatabaseKind;
  readonly #options: StoreOptions;
  readonly #series = new SeenSeries();
  readonly #unclear = new UnclearCalls();
  #opened: Opened | null = null;

  constructor(kind: DatabaseKind, options: StoreOptions) {
    this.#kind = kind;
    this.#options = options;
  }

  async start(): Promise<void> {
    try {
      const { reader, writer } = await this.#kind.open();
      await migrate(this.#kind, writer);
      const { limitMs } = this.#options;
      const about = { kind: this.#kind, writer, series: this.#series, unclear: this.#unclear, limitMs };
      this.#opened = { reader, queue: new WriteQueue(about) };
    } catch (error) {
      await this.#kind.close();
      throw this.#errorOf(error);
    }
  }

  /** What was handed over before is written. */
  async stop(): Promise<void> {
    const opened = this.#opened;
    this.#opened = null;
    await opened?.queue.idle();
    await this.#kind.close();
  }

  ping(): Promise<void> {
    return this.#write(() => touch(this.#options.clock()));
  }

  saveReport(given: IncomingReport): Promise<SaveResult> {
    const report = { ...given, summary: cleanText(given.summary) };
    return this.#write(() => ({
      kind: 'termination',
      needs: needsOfReport(report),
      bytes: report.document.byteLength,
      apply: (batch, call) => takeReport(batch, report, call),
    }));
  }

  async savePod(hello: PodHello, nowMs: number): Promise<void> {
    this.#series.note(await this.#write(() => savePod(cleanText(hello), nowMs, this.#series)));
  }

  removePod(uid: string): Promise<void> {
    return this.#write(() => removePod(cleanText(uid)));
  }

  forgetPods(olderThanMs: number, alive: ReadonlySet<string> | null): Promise<void> {
    return this.#write(() => forgetPods(olderThanMs, alive, this.#options.clock()));
  }

  saveEnding(given: ContainerEnding): Promise<void> {
    const ending = cleanText(given);
    return this.#write(() => ({
      kind: 'termination',
      needs: needsOfEnding(ending),
      bytes: 0,
      apply: (batch) => takeEnding(batch, ending, this.#options.clock()),
    }));
  }

  settleOverdue(nowMs: number, settleAfterMs: number): Promise<SettledTermination[]> {
    return this.#guard(({ reader, queue }) =>
      settleOverdue({ reader, queue, unclear: this.#unclear }, nowMs - settleAfterMs),
    );
  }

  seriesKeys() {
    return this.#read(readSeriesKeys);
  }

  watchedCounts() {
    return this.#read(readWatchedCounts);
  }

  size(): Promise<{ reports: number; bytes: number }> {
    return this.#read(async (reader) => ({
      reports: await countReports(reader),
      bytes: await this.#kind.usedBytes(reader),
    }));
  }

  listHangs(filter: HangFilter, nowMs: number) {
    return this.#read((reader) => listHangs(reader, cleanText(filter), nowMs));
  }

  readHang(fingerprint: string, nowMs: number) {
    return this.#read((reader) => readHang(reader, cleanText(fingerprint), nowMs));
  }

  listReports(filter: ReportFilter) {
    return this.#read((reader) => listReports(reader, cleanText(filter)));
  }

  readReport(id: string) {
    return this.#read((reader) => readReport(reader, cleanText(id)));
  }

  overview(sinceMs: number) {
    return this.#read((reader) => readOverview(reader, sinceMs));
  }

  hangObjects(limit: number) {
    return this.#read((reader) => readHangObjects({ reader, kind: this.#kind }, limit));
  }

  newHangs(limit: number) {
    return this.#read((reader) => readNewHangs({ reader, kind: this.#kind }, limit));
  }

  markNotified(namespace: string, fingerprint: string, nowMs: number): Promise<void> {
    return this.#write(() => markNotified(namespace, fingerprint, nowMs));
  }

  retain(retention: Retention, nowMs: number): Promise<{ reports: number; hangs: number }> {
    return this.#guard(({ queue }) => new Retain(this.#kind, queue).run(retention, nowMs));
  }

  lead(owner: string, ttlMs: number, nowMs: number): Promise<boolean> {
    if (this.#kind.name === 'sqlite') return this.#guard(() => Promise.resolve(true));
    return this.#write(() => takeLease(owner, nowMs + ttlMs, nowMs));
  }

  exportLines(): AsyncIterable<string> {
    return exportLines((read) => this.#read(read));
  }

  importLines(lines: AsyncIterable<string>) {
    return importLines(lines, (write) => this.#write(() => write));
  }

  #write<T>(make: () => Write<T>): Promise<T> {
    return this.#guard(({ queue }) => queue.add(make()));
  }

  async #read<T>(read: (reader: Database) => Promise<T>): Promise<T> {
    const late = Promise.withResolvers<never>();
    const timer = setTimeout(() => late.reject(tooSlow()), this.#options.limitMs);
    try {
      return await this.#guard(({ reader }) => Promise.race([read(reader), late.promise]));
    } finally {
      clearTimeout(timer);
    }
  }

  async #guard<T>(run: (opened: Opened) => Promise<T>): Promise<T> {
    if (this.#opened === null) throw notOpen();
    try {
      return await run(this.#opened);
    } catch (error) {
      throw this.#errorOf(error);
    }
  }

  #errorOf(error: unknown): StoreError {
    const failure = this.#kind.failureOf(error);
    if (failure === 'again') return tooSlow();
    return failure === 'refused' ? notTaken(error) : failure;
  }
}

function notOpen(): StoreError {
  return new StoreError('The store is not open.', {
    code: 'unavailable',
    fix: 'Wait until the collector is ready.',
    isTransient: true,
  });
}
