/** The user asked for something that cannot be meant. Exit status 2; the message says what was expected. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
