/** A collector could not be asked, or has no answer; carries what the user can do about it. Exit status 3. */
export type ReadingErrorCode =
  // On the way to the collector.
  | 'no-kubeconfig'
  | 'cluster-unreachable'
  | 'forbidden'
  | 'no-collector'
  | 'not-ready'
  | 'several-namespaces'
  // Of the connection to it.
  | 'unreachable'
  | 'too-slow'
  // Of its answer.
  | 'unauthorized'
  | 'not-found'
  | 'ambiguous'
  | 'refused'
  | 'too-large'
  | 'bad-answer'
  // Of this machine.
  | 'no-token'
  | 'port-taken'
  | 'interrupted';

/** The same as data: what is thrown by a bundle of its own is no instance of this one's classes. */
export interface Refusal {
  sentence: string;
  code: ReadingErrorCode;
  fix: string;
}

export class ReadingError extends Error {
  override readonly name = 'ReadingError';
  readonly code: ReadingErrorCode;
  readonly fix: string;

  constructor(sentence: string, about: { code: ReadingErrorCode; fix: string; cause?: unknown }) {
    super(sentence, { cause: about.cause });
    this.code = about.code;
    this.fix = about.fix;
  }
}

export function errorOf({ sentence, code, fix }: Refusal): ReadingError {
  return new ReadingError(sentence, { code, fix });
}

export function interrupted(): ReadingError {
  return new ReadingError('Straggler was asked to end before it had an answer.', {
    code: 'interrupted',
    fix: 'Run it again; nothing was changed.',
  });
}
