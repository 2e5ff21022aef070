/** What goes to the thread that reads large reports, and what comes back. */
import type { Sender } from '../../model/identity.ts';
import type { PodFacts } from '../owner.ts';
import type { ReadReport } from '../read-report.ts';
import { readReport } from '../read-report.ts';
import type { Refusal } from '../receive-error.ts';
import { ReceiveError } from '../receive-error.ts';
import type { Body } from './unpack.ts';
import { unpack, unpackedTooLarge } from './unpack.ts';

export interface ReadJob {
  body: Body;
  limitBytes: number;
  sender: Sender;
  abridged: boolean;
  receivedAtMs: number;
  /** Of the sender; functions cannot be sent. */
  facts: PodFacts | null;
}

export type ReadOutcome = { read: ReadReport } | { refusal: Refusal };

export function runJob({ body, limitBytes, facts, ...context }: ReadJob): ReadOutcome {
  try {
    const text = unpack(body, limitBytes);
    if (text === null) throw unpackedTooLarge(limitBytes);
    return { read: readReport(text, { ...context, findPod: () => facts }) };
  } catch (error) {
    if (error instanceof ReceiveError) return { refusal: error.refusal };
    throw error;
  }
}
