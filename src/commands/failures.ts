/** What ends a command early, as a sentence on standard error and an exit status. */
import { UsageError } from '../settings/usage-error.ts';
import { InterruptedError } from '../shutdown/interrupted.ts';
import type { ExitStatus } from '../shutdown/outcome.ts';
import { EXIT } from '../shutdown/outcome.ts';
import { LookError } from '../target/look-error.ts';
import { ReadingError } from './cluster/reading-error.ts';

export interface Failure {
  status: ExitStatus;
  /** Ends with a line break. */
  text: string;
}

export function failureOf(error: unknown): Failure {
  if (error instanceof LookError || error instanceof ReadingError)
    return { status: EXIT.couldNotLook, text: `straggler: ${error.message}\n  ${error.fix}\n` };
  if (error instanceof UsageError)
    return {
      status: EXIT.wrongUse,
      text: `straggler: ${error.message}\n  \`straggler --help\` and \`straggler COMMAND --help\` say what is possible.\n`,
    };
  if (error instanceof InterruptedError)
    return { status: EXIT.couldNotLook, text: `straggler: ${error.message}\n` };
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return {
    status: EXIT.couldNotLook,
    text: `straggler: this should not have happened; please report it with the lines below.\n${stack}\n`,
  };
}
