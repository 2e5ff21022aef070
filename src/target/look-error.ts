export type LookErrorCode =
  | 'no-such-process'
  | 'process-gone'
  | 'zombie'
  | 'not-python'
  | 'no-permission'
  | 'bad-recording'
  // Of a program that Straggler starts itself.
  | 'not-started'
  | 'not-ready'
  | 'ended-early';

/** Nothing can be seen of the target; carries what the user can do about it. Exit status 3. */
export class LookError extends Error {
  override readonly name = 'LookError';
  readonly code: LookErrorCode;
  readonly fix: string;

  constructor(code: LookErrorCode, sentence: string, fix: string) {
    super(sentence);
    this.code = code;
    this.fix = fix;
  }
}
