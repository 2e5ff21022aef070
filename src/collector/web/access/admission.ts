/** Letting a reader in, or not. */
import { ReadProblem } from '../problem.ts';
import type { Scope } from './scope.ts';

export interface Readers {
  /** What the bearer of the token may see. Rejects with a `ReadProblem` when it is nothing. */
  admit(token: string): Promise<Scope>;
}

export function notSignedIn(sentence: string): ReadProblem {
  return new ReadProblem(sentence, {
    code: 'not-signed-in',
    fix: 'Send the token as `Authorization: Bearer TOKEN`, or give it as the password when the browser asks (any user name will do). On a cluster, `kubectl create token NAME` makes one.',
  });
}
