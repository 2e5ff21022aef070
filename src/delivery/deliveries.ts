/**
 * The reports of one termination on their way to every channel. Each report has a lane of its own in each channel: none
 * waits for another, and of what piles up in a lane only the newest revision goes.
 */
import type { Report } from '../report/report.ts';
import { tidyText, visible } from '../report/sanitise.ts';
import type { Channel, DeliveryFailure, Share } from './channel.ts';
import { DeliveryError } from './channel.ts';

/** One revision before the last may take so long in one channel. */
const REVISION_LIMIT_MS = 8_000;
/** A channel is to end by itself so much before it is no longer waited for: it knows better what was wrong. */
const MARGIN_MS = 50;
const MARGIN_SHARE = 0.1;

export interface DeliveriesOptions {
  /** Told of what fails on the way, each kind of failure once a channel. */
  log: (failure: DeliveryFailure) => void;
  revisionLimitMs?: number;
}

export class Deliveries {
  readonly #channels: readonly Channel[];
  readonly #options: DeliveriesOptions;
  readonly #newest = new Map<string, Report>();
  readonly #lanes = new Map<string, Lane>();
  readonly #told = new Set<string>();
  #finished: Promise<DeliveryFailure[]> | null = null;

  constructor(channels: readonly Channel[], options: DeliveriesOptions) {
    this.#channels = channels;
    this.#options = options;
  }

  /** Takes a revision; an older one than was taken before is ignored. Returns at once, and never throws. */
  offer(report: Report): void {
    if (this.#finished !== null) return;
    const before = this.#newest.get(report.id);
    if (before !== undefined && before.revision >= report.revision) return;
    this.#newest.set(report.id, report);
    for (const channel of this.#channels) this.#laneOf(channel, report).offer(report);
  }

  /**
   * Delivers the newest revision of each report everywhere as if it were the last, and resolves within the time, with what
   * was not delivered. For a moment before the deadline, as a kill may follow; later revisions are still taken.
   */
  settle(limitMs: number): Promise<DeliveryFailure[]> {
    return this.#deliverAll(limitMs);
  }

  /** As `settle`, and nothing is taken any more. */
  finish(limitMs: number): Promise<DeliveryFailure[]> {
    this.#finished ??= this.#deliverAll(limitMs);
    return this.#finished;
  }

  async #deliverAll(limitMs: number): Promise<DeliveryFailure[]> {
    const ends = [...this.#newest.values()].flatMap((report) =>
      this.#channels.map((channel) => this.#laneOf(channel, report).finish(report, limitMs)),
    );
    const failures = await Promise.all(ends);
    return failures.filter((failure) => failure !== null);
  }

  #laneOf(channel: Channel, report: Report): Lane {
    const key = `${channel.name} ${report.id}`;
    let lane = this.#lanes.get(key);
    if (lane === undefined) {
      lane = new Lane(channel, this.#options.revisionLimitMs ?? REVISION_LIMIT_MS, this.#tellOnce);
      this.#lanes.set(key, lane);
    }
    return lane;
  }

  readonly #tellOnce = (failure: DeliveryFailure): void => {
    const key = `${failure.channel} ${failure.code}`;
    if (this.#told.has(key)) return;
    this.#told.add(key);
    try {
      this.#options.log(failure);
    } catch {
      // Who cannot be told must not keep the report back.
    }
  };
}

/** One report in one channel. */
class Lane {
  readonly #channel: Channel;
  readonly #limitMs: number;
  readonly #tell: (failure: DeliveryFailure) => void;
  #next: Report | null = null;
  /** Ends the delivery that is on its way; null when none is. */
  #current: AbortController | null = null;

  constructor(channel: Channel, limitMs: number, tell: (failure: DeliveryFailure) => void) {
    this.#channel = channel;
    this.#limitMs = limitMs;
    this.#tell = tell;
  }

  offer(report: Report): void {
    this.#next = report;
    if (this.#current === null) void this.#run();
  }

  async finish(report: Report, limitMs: number): Promise<DeliveryFailure | null> {
    this.#next = null;
    this.#current?.abort();
    const failure = await this.#deliver(report, limitMs, true);
    // One that came meanwhile.
    if (this.#current === null) void this.#run();
    return failure;
  }

  async #run(): Promise<void> {
    while (this.#next !== null) {
      const report = this.#next;
      this.#next = null;
      const failure = await this.#deliver(report, this.#limitMs, false);
      if (failure !== null) this.#tell(failure);
    }
  }

  async #deliver(report: Report, limitMs: number, last: boolean): Promise<DeliveryFailure | null> {
    const ending = new AbortController();
    this.#current = ending;
    const marginMs = Math.min(MARGIN_MS, MARGIN_SHARE * limitMs);
    const share = { limitMs: Math.max(0, limitMs - marginMs), last, signal: ending.signal };
    const seconds = Number((limitMs / 1000).toFixed(1));
    const timer = setTimeout(() => ending.abort(tooSlow(seconds)), limitMs);
    try {
      await Promise.race([deliverOrReject(this.#channel, report, share), aborted(ending.signal)]);
      return null;
    } catch (error) {
      // The last revision goes instead.
      if (this.#current !== ending) return null;
      return failureOf(error, this.#channel, report);
    } finally {
      clearTimeout(timer);
      if (this.#current === ending) this.#current = null;
      // Whatever the channel is still at, nobody waits for it any more.
      ending.abort();
    }
  }
}

/** What a channel throws at once counts as a rejection, too. */
async function deliverOrReject(channel: Channel, report: Report, share: Share): Promise<void> {
  await channel.deliver(report, share);
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

function tooSlow(seconds: number): DeliveryError {
  return new DeliveryError({
    code: 'delivery-too-slow',
    sentence: `It was not delivered within ${seconds} s.`,
    fix: 'See whether what it is delivered to works; `straggler logs` gets the report from the log of the sidecar.',
  });
}

function failureOf(error: unknown, channel: Channel, report: Report): DeliveryFailure {
  const about = { channel: channel.name, reportId: report.id, container: report.target.container };
  if (error instanceof DeliveryError) {
    return { ...about, code: error.code, sentence: tidyText(visible(error.message)), fix: error.fix };
  }
  const message = error instanceof Error ? error.message : String(error);
  return { ...about, code: 'delivery-failed', sentence: tidyText(visible(message)), fix: '' };
}
