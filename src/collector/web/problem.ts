/** Why something cannot be read, for a person and for a program. */
import { StoreError } from '../store/store.ts';

type ProblemCode =
  | 'bad-query'
  | 'not-signed-in'
  | 'forbidden'
  | 'namespace-needed'
  | 'wrong-host'
  | 'not-found'
  | 'method-not-allowed'
  | 'too-long'
  | 'unreadable'
  | 'too-large'
  | 'unavailable'
  | 'too-slow'
  | 'failed';

const STATUS: Record<ProblemCode, number> = {
  'bad-query': 400,
  'not-signed-in': 401,
  forbidden: 403,
  'namespace-needed': 403,
  'wrong-host': 421,
  'not-found': 404,
  'method-not-allowed': 405,
  'too-long': 414,
  unreadable: 500,
  'too-large': 507,
  unavailable: 503,
  'too-slow': 503,
  failed: 500,
};

export class ReadProblem extends Error {
  override readonly name = 'ReadProblem';
  readonly code: ProblemCode;
  readonly fix: string;
  /** Namespaces that the reader may choose from. */
  readonly namespaces: readonly string[];

  constructor(
    sentence: string,
    about: { code: ProblemCode; fix: string; namespaces?: readonly string[]; cause?: unknown },
  ) {
    super(sentence, { cause: about.cause });
    this.code = about.code;
    this.fix = about.fix;
    this.namespaces = about.namespaces ?? [];
  }

  get status(): number {
    return STATUS[this.code];
  }
}

/** Of whatever went wrong. What is not foreseen is not told: it may hold anything. */
export function problemOf(error: unknown): ReadProblem {
  if (error instanceof ReadProblem) return error;
  if (error instanceof StoreError)
    return new ReadProblem(error.message, {
      code: error.code === 'too-slow' ? 'too-slow' : 'unavailable',
      fix: error.fix,
      cause: error,
    });
  return new ReadProblem('The collector failed while it made this answer.', {
    code: 'failed',
    fix: 'Try again; if it stays, the log of the collector says more.',
    cause: error,
  });
}
