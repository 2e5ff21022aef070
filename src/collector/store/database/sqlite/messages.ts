/** What goes to the thread of a connection, and what comes back. */

export interface Statement {
  sql: string;
  parameters: readonly unknown[];
}

/** Run one after the other until one fails. Without statements: close, and end. */
export interface Request {
  number: number;
  statements: readonly Statement[] | null;
}

export interface StatementResult {
  rows: unknown[];
  changes: number;
}

/** Answers come in the order of the requests; the first, to what nobody asked, tells that the database is open. */
export type Answer =
  | { number: number; results: StatementResult[]; failure: null }
  | { number: number; results: null; failure: Failed };

export const OPENED = 0;

/** Of an error what is needed to say it: a class does not come through. */
export interface Failed {
  message: string;
  code: string | null;
  /** Of SQLite; null: it is not SQLite that failed. */
  errcode: number | null;
}

export interface ThreadData {
  path: string;
  /** Pragmas. */
  settings: string;
  isReader: boolean;
}

/** What SQLite said, on this side of the messages. */
export class SqliteError extends Error {
  override readonly name = 'SqliteError';
  readonly code: string | null;
  readonly errcode: number | null;

  constructor({ message, code, errcode }: Failed) {
    super(message);
    this.code = code;
    this.errcode = errcode;
  }
}

export function failed(error: unknown): Failed {
  const { message, code, errcode } = (error ?? {}) as Partial<Record<keyof Failed, unknown>>;
  return {
    message: typeof message === 'string' ? message : String(error),
    code: typeof code === 'string' ? code : null,
    errcode: typeof errcode === 'number' ? errcode : null,
  };
}

/** Without a copy of their own, blobs would bring along the whole pool that Node cuts small buffers from. */
export function withOwnBytes(parameters: readonly unknown[], transfer: ArrayBuffer[]): readonly unknown[] {
  if (!parameters.some((value) => value instanceof Uint8Array)) return parameters;
  return parameters.map((value) => {
    if (!(value instanceof Uint8Array)) return value;
    const own = new Uint8Array(value);
    transfer.push(own.buffer);
    return own;
  });
}

/** Those of rows that were read are nobody else's. */
export function bytesOfRows(rows: readonly unknown[], transfer: ArrayBuffer[]): void {
  for (const row of rows)
    for (const value of Object.values(row as object))
      if (value instanceof Uint8Array) transfer.push(value.buffer as ArrayBuffer);
}
