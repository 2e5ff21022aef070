import { callConstruct, innermostOwn, threadCulprit } from '../culprit.ts';
import { shutdownThreads } from '../shutdown/left-work.ts';
import { shutdownWords } from '../shutdown/shutdown-words.ts';
import { threadWaitLabel } from '../waits/thread-words.ts';
import { frameLabel, threadLabel, upperFirst } from '../words.ts';
import type { Cause } from './cause.ts';
import { nativeTeardownStuck } from './native-teardown-stuck.ts';

/** `context.term()`, `producer.flush()`: a library is told to close by the service's own shutdown, and Python cannot interrupt it. */
export const nativeTeardownStuckShutdown: Cause = {
  ...nativeTeardownStuck,
  evidence:
    "no loop runs on the main thread, and since the signal it has gone on to code of the service's that comes after its work, and is in a call of a library's C code there",
  find(situation) {
    return shutdownThreads(situation).flatMap((waiting) => {
      const place = innermostOwn(waiting.stack);
      if (waiting.waitsFor.kind !== 'native' || place === null) return [];
      const does = threadWaitLabel(situation, waiting);
      const who = threadLabel(waiting);
      const words = shutdownWords(waiting);
      return [
        {
          cause: 'native-teardown-stuck',
          certainty: 'likely',
          sentence: `${upperFirst(who)} ${words.stands} and ${does}, called in ${frameLabel(place)}, which does not return.`,
          fix: 'Give the library a limit for its end where it takes one (linger 0 or a few seconds for a message library, `flush(timeout)`), or close it without waiting for what was not sent.',
          culprit: threadCulprit(situation, waiting, callConstruct(situation, place), place),
          waitsFor: { kind: 'thread', description: does },
          evidence: [
            words.evidence,
            `${who} ${does}${waiting.waitChannel === null ? '' : ` (kernel: ${waiting.waitChannel})`}`,
          ],
          blocks: ['the exit of Python'],
        },
      ];
    });
  },
};
