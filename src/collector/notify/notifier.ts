/**
 * Tells a webhook of each fingerprint that is new in a namespace, once. What could not be told stays in the store, and is
 * tried again: after growing pauses where the webhook failed; when its address changes, or after an hour, where the
 * address takes nothing. Only a message that is refused as such (another 4xx) is given up, so that it does not keep the
 * others back.
 */
import type { WebhookSettings } from '../../settings/collector.ts';
import type { NewHang, Store } from '../store/store.ts';
import { bodyFor } from './body.ts';
import type { Notice, WriteBody } from './notice.ts';
import { Pace } from './pace.ts';
import type { PostResult } from './post.ts';
import { noAddress, post, readAddress } from './post.ts';
import { Rest } from './rest.ts';

export interface NotifierPlan {
  store: Pick<Store, 'newHangs' | 'markNotified'>;
  settings: WebhookSettings;
  /** Without a slash at its end. */
  pageUrl: string | null;
  /** Of several replicas one tells. */
  isLeader: () => boolean;
  log: { info(message: string): void; warn(message: string): void; error(message: string): void };
  /** Milliseconds since 1970; `Date.now` when nothing is said. */
  clock?: () => number;
  times?: Partial<NotifierTimes>;
}

export interface NotifierTimes {
  /** Between looks into the store. */
  lookMs: number;
  /** Single messages in each window. */
  singles: number;
  windowMs: number;
  firstPauseMs: number;
  longestPauseMs: number;
  /** How long an address that takes nothing is left alone. */
  refusedMs: number;
}

const TIMES: NotifierTimes = {
  lookMs: 10_000,
  singles: 10,
  windowMs: 60_000,
  firstPauseMs: 1_000,
  longestPauseMs: 300_000,
  refusedMs: 3_600_000,
};
/** As many as one look takes; the others come with the next one. */
const MAX_TAKEN = 1_000;

export class HangNotifier {
  readonly #plan: NotifierPlan;
  readonly #times: NotifierTimes;
  readonly #clock: () => number;
  readonly #pace: Pace;
  readonly #rest = new Rest();
  readonly #ending = new AbortController();
  #running: Promise<void> | null = null;
  #failures = 0;
  #lastWords = '';
  /** Told, and not marked in the store as it was away. */
  readonly #unmarked = new Set<string>();
  #refused: { address: string; untilMs: number } | null = null;

  constructor(plan: NotifierPlan) {
    this.#plan = plan;
    this.#clock = plan.clock ?? Date.now;
    this.#times = { ...TIMES, ...plan.times };
    this.#pace = new Pace(this.#times);
  }

  /** Throws a `TemplateError` when the template cannot be used. */
  start(): void {
    const write = bodyFor(this.#plan.settings, this.#plan.pageUrl);
    this.#running = this.#run(write);
  }

  /** There may be a new hang: look now, unless the webhook asked for a pause. */
  wake(): void {
    this.#rest.wake();
  }

  /** What is on its way is given up, and comes again after the next start. */
  async stop(): Promise<void> {
    this.#ending.abort();
    this.#rest.end();
    await this.#running;
    this.#running = null;
  }

  async #run(write: WriteBody): Promise<void> {
    const { signal } = this.#ending;
    while (!signal.aborted) {
      const pauseMs = await this.#round(write);
      if (signal.aborted) return;
      await (pauseMs === null ? this.#rest.untilWoken(this.#times.lookMs) : this.#rest.fully(pauseMs));
    }
  }

  /** Never rejects. How long nothing may be told; null: look again when it is due. */
  async #round(write: WriteBody): Promise<number | null> {
    try {
      if (!this.#plan.isLeader()) return null;
      const found = await this.#untold(await this.#plan.store.newHangs(MAX_TAKEN));
      return await this.#tell(found, write);
    } catch (error) {
      this.#say(
        'warn',
        `The webhook is not told of new hangs, as the store failed: ${(error as Error).message}`,
      );
      return this.#nextPauseMs(null);
    }
  }

  async #tell(found: readonly NewHang[], write: WriteBody): Promise<number | null> {
    let rest = found;
    while (rest.length > 0 && !this.#ending.signal.aborted) {
      const nowMs = this.#clock();
      const next = this.#pace.next(nowMs);
      if (next === null) return this.#pace.leftMs(nowMs);
      const [first] = rest;
      if (first === undefined) return null;
      const isOne = next === 'single' || rest.length === 1;
      const told = isOne ? [first] : rest;
      const notice: Notice = isOne
        ? { kind: 'new-hang', found: first }
        : { kind: 'more-new-hangs', found: rest };
      const pause = await this.#deliver(write(notice));
      if (pause !== 'told') return pause;
      this.#pace.count(next, nowMs);
      await this.#mark(told);
      rest = rest.slice(told.length);
    }
    return null;
  }

  /** `told`: also when it was refused for good. */
  async #deliver(body: string): Promise<number | null | 'told'> {
    const { urlFile } = this.#plan.settings;
    const address = readAddress(urlFile);
    if (address !== null && this.#isRefused(address)) return null;
    const { signal } = this.#ending;
    const result = address === null ? noAddress(urlFile) : await post(address, body, { signal });
    if (signal.aborted && result.kind !== 'accepted') return null;
    return this.#judge(result, address?.href ?? '');
  }

  #judge(result: PostResult, address: string): number | null | 'told' {
    if (result.kind === 'accepted') {
      if (this.#lastWords !== '') this.#plan.log.info('The webhook takes messages again.');
      this.#lastWords = '';
      this.#failures = 0;
      this.#refused = null;
      return 'told';
    }
    const words = `${result.sentence} ${result.fix}`;
    if (result.kind === 'later') {
      this.#say('warn', words);
      return this.#nextPauseMs(result.retryAfterMs);
    }
    this.#say('error', words);
    if (result.kind === 'message') return 'told';
    this.#refused = { address, untilMs: this.#clock() + this.#times.refusedMs };
    return null;
  }

  #isRefused({ href }: URL): boolean {
    const refused = this.#refused;
    return refused !== null && refused.address === href && this.#clock() < refused.untilMs;
  }

  #nextPauseMs(retryAfterMs: number | null): number {
    const { firstPauseMs, longestPauseMs } = this.#times;
    const pauseMs = Math.min(firstPauseMs * 2 ** Math.min(this.#failures++, 30), longestPauseMs);
    return Math.max(pauseMs, Math.min(retryAfterMs ?? 0, longestPauseMs));
  }

  /** Those that were told before the store failed are marked now. */
  async #untold(found: readonly NewHang[]): Promise<readonly NewHang[]> {
    if (this.#unmarked.size === 0) return found;
    const untold = found.filter((one) => !this.#unmarked.has(keyOf(one)));
    await this.#mark(found.filter((one) => this.#unmarked.has(keyOf(one))));
    return untold;
  }

  async #mark(told: readonly NewHang[]): Promise<void> {
    for (const one of told) this.#unmarked.add(keyOf(one));
    for (const one of told) {
      const { namespace, fingerprint } = one.hang;
      await this.#plan.store.markNotified(namespace, fingerprint, this.#clock());
      this.#unmarked.delete(keyOf(one));
    }
  }

  /** Once, however often it is tried. */
  #say(level: 'warn' | 'error', words: string): void {
    if (words === this.#lastWords) return;
    this.#lastWords = words;
    this.#plan.log[level](words);
  }
}

function keyOf({ hang }: NewHang): string {
  return JSON.stringify([hang.namespace, hang.fingerprint]);
}
