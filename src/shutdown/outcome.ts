/** How a termination ended, and what that means to whoever called. */
import type { Outcome } from '../report/report.ts';

export interface End {
  /** From the signal to the exit, null when it was still alive when the watching ended. */
  exitedAfterSeconds: number | null;
  slowSeconds: number;
}

export function outcomeOf({ exitedAfterSeconds, slowSeconds }: End): Outcome {
  if (exitedAfterSeconds === null) return 'hung';
  return exitedAfterSeconds > slowSeconds ? 'slow' : 'exited';
}

/** Exit statuses of the commands; in their help too. */
export const EXIT = {
  inTime: 0,
  hung: 1,
  wrongUse: 2,
  couldNotLook: 3,
} as const;
export type ExitStatus = (typeof EXIT)[keyof typeof EXIT];

export function exitStatusOf(outcome: Outcome, failSlow: boolean): ExitStatus {
  if (outcome === 'hung') return EXIT.hung;
  return outcome === 'slow' && failSlow ? EXIT.hung : EXIT.inTime;
}
