/** Why py-spy gave no stacks, where they were needed. */
import type { CaptureLimit } from '../model/capture.ts';
import type { PySpyResult } from './runner.ts';

/** Null when it did. `isRubbish`: it ended well, but printed something else. */
export function pySpyLimit(result: PySpyResult | null, isRubbish: boolean): CaptureLimit | null {
  if (result === null) return null;
  switch (result.outcome) {
    case 'missing':
      return {
        code: 'no-py-spy',
        sentence:
          'py-spy is not installed, and this Python’s threads can be read by it alone: no stacks are shown.',
        fix: 'Install it with `pip install py-spy`, or name it with --py-spy PATH (STRAGGLER_PY_SPY).',
      };
    case 'failed':
      return {
        code: 'py-spy-failed',
        sentence: `py-spy could not show the threads: ${result.message || `exit status ${result.exitCode}`}.`,
        fix: 'Run `py-spy dump --pid PID` by hand to see what it needs.',
      };
    case 'timeout':
      return {
        code: 'py-spy-timeout',
        sentence: `py-spy was ended after ${Math.round(result.afterMs)} ms without an answer.`,
        fix: 'Give the capture more time, or leave py-spy out (--no-py-spy).',
      };
    case 'ok':
      if (!isRubbish) return null;
      return {
        code: 'py-spy-failed',
        sentence: 'py-spy printed something that is not the list of threads it promises.',
        fix: 'Use py-spy 0.4.3 or newer; `py-spy --version` tells which one is found.',
      };
  }
}
