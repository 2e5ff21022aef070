/** An answer is given in time, whatever the store or the API server does. */
import { ReadProblem } from './problem.ts';

const WAIT_MS = 10_000;

export async function bounded<T>(work: Promise<T>, what: string, waitMs = WAIT_MS): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(
        new ReadProblem(`${what} did not answer within ${waitMs / 1_000} s.`, {
          code: 'too-slow',
          fix: 'Try again in a moment; a shorter time span or a namespace makes the question smaller.',
        }),
      );
    }, waitMs);
    // Who stops the collector does not wait for it.
    timer.unref();
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
