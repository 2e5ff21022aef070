/**
 * Keeps the `Hang` objects of the cluster as the store has them. Nothing waits for it and nothing is lost with it: what
 * could not be written is written the next time.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { ClusterAccess } from '../../kubernetes/api.ts';
import { ClusterError } from '../../kubernetes/api.ts';
import type { HangSettings } from '../../settings/collector.ts';
import type { HangObject } from '../model/hang.ts';
import { StoreError } from '../store/store.ts';
import { documentOf } from './hang-document.ts';
import { WrittenHangs } from './written-hangs.ts';

interface HangTiming {
  /** Between two looks at the store. */
  intervalMs: number;
  /** Between two writes of one object. */
  restMs: number;
  /** Between two looks at what is in the cluster. */
  relistMs: number;
  /** After a refusal that someone has to mend. */
  slowRetryMs: number;
}

const USUAL_TIMING: HangTiming = Object.freeze({
  intervalMs: 5_000,
  restMs: 10_000,
  relistMs: 600_000,
  slowRetryMs: 60_000,
});

interface HangWriterParts {
  access: ClusterAccess;
  store: { hangObjects(limit: number): Promise<HangObject[]> };
  settings: HangSettings;
  /** Where objects may be written; empty: everywhere. */
  namespaces: readonly string[];
  /** Two collectors in one cluster leave each other's objects alone. */
  instance: string;
  pageUrl: string | null;
  isLeader: () => boolean;
  /** A sentence with its fix; the same one once, until it went well meanwhile. */
  onTrouble: (sentence: string) => void;
  nowMs?: () => number;
  timing?: HangTiming;
}

const MS_OF_DAY = 86_400_000;
const LONGEST_STOP_MS = 2_000;

export class HangWriter {
  readonly #parts: HangWriterParts;
  readonly #timing: HangTiming;
  readonly #written: WrittenHangs;
  readonly #end = new AbortController();
  #running: Promise<void> | null = null;
  /** null: what is in the cluster is not known. */
  #listedAtMs: number | null = null;
  #told = '';

  constructor(parts: HangWriterParts) {
    this.#parts = parts;
    this.#timing = parts.timing ?? USUAL_TIMING;
    this.#written = new WrittenHangs(parts.access, parts.instance, this.#timing.restMs);
  }

  start(): void {
    this.#running ??= this.#run();
  }

  /** Within two seconds; what is being written is given up. */
  async stop(): Promise<void> {
    this.#end.abort();
    await Promise.race([this.#running, sleep(LONGEST_STOP_MS, undefined, { ref: false })]);
  }

  async #run(): Promise<void> {
    const { signal } = this.#end;
    while (!signal.aborted) {
      const pauseMs = await this.#round(signal);
      await sleep(pauseMs, undefined, { signal }).catch(() => undefined);
    }
  }

  /** Gives how long to wait. Never rejects. */
  async #round(signal: AbortSignal): Promise<number> {
    if (!this.#parts.isLeader()) {
      this.#forget();
      return this.#timing.intervalMs;
    }
    try {
      await this.#synchronise(signal);
      return this.#timing.intervalMs;
    } catch (error) {
      if (signal.aborted) return 0;
      return this.#trouble(error);
    }
  }

  async #synchronise(signal: AbortSignal): Promise<void> {
    const hangs = await this.#parts.store.hangObjects(this.#parts.settings.max);
    const documents = this.#wanted(hangs).map((one) => documentOf(one, this.#parts));
    const wanted = new Set(
      documents.map(({ object }) => `${object.metadata.namespace}/${object.metadata.name}`),
    );
    await this.#listWhereDue(wanted, signal);
    // First, so that there are never more than allowed.
    await this.#written.deleteOthers(wanted, signal);
    let refused: unknown = null;
    for (const one of documents) {
      if (signal.aborted || !this.#parts.isLeader()) return;
      try {
        await this.#written.write(one, signal);
      } catch (error) {
        if (isOfAll(error)) throw error;
        if (!isGone(error)) refused ??= error;
      }
    }
    if (refused !== null) throw refused;
    this.#told = '';
  }

  /** Newest trouble first, as the store gives them; never more than there may be. */
  #wanted(hangs: readonly HangObject[]): HangObject[] {
    const { settings, namespaces, nowMs } = this.#parts;
    const sinceMs = (nowMs ?? Date.now)() - settings.keepDays * MS_OF_DAY;
    return hangs
      .filter((one) => one.lastSeenMs >= sinceMs && isName(one.namespace) && isName(one.name))
      .filter((one) => namespaces.length === 0 || namespaces.includes(one.namespace));
  }

  async #listWhereDue(wanted: ReadonlySet<string>, signal: AbortSignal): Promise<void> {
    const nowMs = performance.now();
    const isFresh = this.#listedAtMs !== null && nowMs - this.#listedAtMs < this.#timing.relistMs;
    if (isFresh && !this.#written.hasUnlistedOthers(wanted)) return;
    await this.#written.list(this.#parts.namespaces, signal);
    this.#listedAtMs = nowMs;
  }

  #forget(): void {
    this.#listedAtMs = null;
    this.#written.forget();
  }

  #trouble(error: unknown): number {
    const isNotFound = error instanceof ClusterError && error.code === 'not-found';
    if (isNotFound) this.#forget();
    const sentence = sentenceOf(error);
    if (sentence !== this.#told) this.#parts.onTrouble(sentence);
    this.#told = sentence;
    if (!(error instanceof ClusterError)) return this.#timing.intervalMs;
    return error.isTransient
      ? Math.max(2 * this.#timing.intervalMs, error.retryAfterMs ?? 0)
      : this.#timing.slowRetryMs;
  }
}

/** A DNS subdomain; reports from outside of Kubernetes are of no namespace. */
function isName(text: string): boolean {
  return text.length <= 253 && /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/.test(text);
}

/** What would go wrong with the next object as well. */
function isOfAll(error: unknown): boolean {
  if (!(error instanceof ClusterError)) return true;
  return error.isTransient || error.code === 'not-found';
}

function isGone(error: unknown): boolean {
  return error instanceof ClusterError && error.code === 'gone';
}

function sentenceOf(error: unknown): string {
  const words = 'Hang objects are not written: ';
  if (error instanceof StoreError) return `${words}${error.message}. ${error.fix}`;
  if (!(error instanceof ClusterError)) return `${words}${String((error as Error | null)?.message)}`;
  if (error.code === 'not-found')
    return `${words}the cluster has no hangs.straggler.dev. Apply crds/hangs.straggler.dev.yaml of the chart (helm install does, helm upgrade does not), or set --write-hangs false.`;
  if (error.code === 'forbidden')
    return `${words}${error.message}. Grant get, list, create, patch and delete on hangs.straggler.dev, and patch on hangs.straggler.dev/status.`;
  return `${words}${error.message}. ${error.fix}`;
}
