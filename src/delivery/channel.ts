/** A place to which the reports of a pod go. */
import type { Limit, Report } from '../report/report.ts';

type ChannelName = 'stdout' | 'termination-message' | 'directory' | 'collector';

export interface Share {
  /** What a delivery may take. Whoever takes longer is not waited for. */
  limitMs: number;
  /** No further revision will come: whatever is kept for the end goes now. */
  last: boolean;
  /** Aborted at the end of the time, or when the last revision is to go instead. */
  signal: AbortSignal;
}

export interface Channel {
  readonly name: ChannelName;
  /** Never called for a revision of a report before the one before has settled or was given up. */
  deliver(report: Report, share: Share): Promise<void>;
}

/** Not delivered: why, and what the user can do about it. */
export class DeliveryError extends Error {
  override readonly name = 'DeliveryError';
  readonly code: string;
  readonly fix: string;

  constructor({ code, sentence, fix }: Limit, options?: ErrorOptions) {
    super(sentence, options);
    this.code = code;
    this.fix = fix;
  }

  /** The same, after what went well before it. */
  butFirst(sentence: string): DeliveryError {
    const { code, message, fix } = this;
    return new DeliveryError({ code, sentence: `${sentence} ${message}`, fix }, { cause: this });
  }
}

/** A report that did not get to where it should. */
export interface DeliveryFailure extends Limit {
  channel: ChannelName;
  reportId: string;
  container: string | null;
}
