import { threadCulprit } from '../culprit.ts';
import { threadWaitLabel } from '../waits/thread-words.ts';
import type { Cause } from './cause.ts';

export const nativeTeardownStuck: Cause = {
  code: 'native-teardown-stuck',
  title: 'C code tears down and does not return',
  stage: 'leaving',
  evidence:
    'the interpreter is finalizing and the main thread has no Python frame, or its last one stands in a C call',
  find(situation) {
    const main = situation.mainThread;
    if (main === null || situation.phase !== 'native-teardown') return [];
    return [
      {
        cause: 'native-teardown-stuck',
        certainty: 'likely',
        sentence: `Python has left its own code, and the main thread ${threadWaitLabel(situation, main)}${main.waitChannel === null ? '' : ` (kernel: ${main.waitChannel})`}.`,
        fix: 'Close the library that owns this code before the exit (message libraries: set linger to 0), with a time limit.',
        culprit: threadCulprit(situation, main, null),
        waitsFor: { kind: 'thread', description: threadWaitLabel(situation, main) },
        evidence: [
          'the interpreter is finalizing',
          `the main thread is in ${main.syscallName ?? 'native code'}`,
        ],
        blocks: ['the exit of the process'],
      },
    ];
  },
};
