/** Something that is to be written, in one transaction with others. */
import type { Database } from '../database/database-kind.ts';
import type { Needs, TerminationBatch } from '../terminations/termination-batch.ts';

/** May be done again, where the transaction was lost: with the same `call`, by which it knows what it has done already. */
export type Write<T> = TerminationWrite<T> | PlainWrite<T>;

/** Decides on rows that are loaded for all writes of a batch together. */
interface TerminationWrite<T> {
  kind: 'termination';
  needs: Needs;
  /** Of what it brings along: a batch is bounded by it. */
  bytes: number;
  apply(batch: TerminationBatch, call: string): T;
}

export interface PlainWrite<T> {
  kind: 'plain';
  run(transaction: Database): Promise<T>;
}

export function bytesOf(write: Write<unknown>): number {
  return write.kind === 'termination' ? write.bytes : 0;
}
