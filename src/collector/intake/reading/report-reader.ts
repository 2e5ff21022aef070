/** A body becomes a report: small ones at once, large ones in a thread, so that nobody waits behind them. */
import type { Sender } from '../../model/identity.ts';
import type { FindPod } from '../owner.ts';
import type { ReadReport } from '../read-report.ts';
import { readReport } from '../read-report.ts';
import { LargeReports } from './large-reports.ts';
import type { Body } from './unpack.ts';
import { unpack, unpackedTooLarge } from './unpack.ts';

/** Read in some 5 ms. */
const SMALL_BYTES = 256 * 1_024;

export class ReportReader {
  readonly #limitBytes: number;
  readonly #findPod: FindPod;
  readonly #large = new LargeReports();

  constructor({ maxReportBytes, findPod }: { maxReportBytes: number; findPod: FindPod }) {
    this.#limitBytes = maxReportBytes;
    this.#findPod = findPod;
  }

  /** Rejects with a ReceiveError. */
  async read(
    body: Body,
    context: { sender: Sender; abridged: boolean; receivedAtMs: number },
  ): Promise<ReadReport> {
    const text = unpack(body, Math.min(SMALL_BYTES, this.#limitBytes));
    if (text !== null) return readReport(text, { ...context, findPod: this.#findPod });
    if (this.#limitBytes <= SMALL_BYTES) throw unpackedTooLarge(this.#limitBytes);
    const { sender } = context;
    const facts = sender.kind === 'pod' ? this.#findPod(sender.uid) : null;
    return await this.#large.read({ body, ...context, facts, limitBytes: this.#limitBytes });
  }

  async stop(): Promise<void> {
    await this.#large.stop();
  }
}
