/** Why something that was posted was not taken. */
import type { ReportResult } from '../../metrics/collector-table.ts';

/** `counted`: as which result of `straggler_reports_received_total`; null: as none, for the sender tries again. */
export interface Refusal {
  status: number;
  code: string;
  sentence: string;
  fix: string;
  counted: ReportResult | null;
  /** For 429 and 503. */
  retryAfterSeconds: number | null;
}

/** Holds nothing of the body or of the token: it is answered, and logged. */
export class ReceiveError extends Error {
  override readonly name = 'ReceiveError';
  readonly refusal: Refusal;

  constructor(refusal: Refusal, cause?: unknown) {
    super(refusal.sentence, { cause });
    this.refusal = refusal;
  }
}

/** Nobody can read this. */
export function malformed(
  code: string,
  sentence: string,
  { fix = 'Send what straggler wrote, unchanged.', cause }: { fix?: string; cause?: unknown } = {},
): ReceiveError {
  return new ReceiveError(
    { status: 400, code, sentence, fix, counted: 'rejected_schema', retryAfterSeconds: null },
    cause,
  );
}

export function tooLarge(sentence: string, fix: string): ReceiveError {
  return new ReceiveError({
    status: 413,
    code: 'too-large',
    sentence,
    fix,
    counted: 'rejected_size',
    retryAfterSeconds: null,
  });
}

export function refusedSender(
  status: 401 | 403,
  code: string,
  { sentence, fix }: { sentence: string; fix: string },
): ReceiveError {
  return new ReceiveError({ status, code, sentence, fix, counted: 'rejected_auth', retryAfterSeconds: null });
}

/** Another try within seconds may go better. */
export function notNow(
  code: string,
  { sentence, fix }: { sentence: string; fix: string },
  cause?: unknown,
): ReceiveError {
  return new ReceiveError({ status: 503, code, sentence, fix, counted: null, retryAfterSeconds: 1 }, cause);
}
