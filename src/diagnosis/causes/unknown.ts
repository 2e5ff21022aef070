import { callConstruct, innermostOwn, processCulprit, threadCulprit } from '../culprit.ts';
import type { Situation } from '../situation.ts';
import type { Finding } from '../vocabulary.ts';
import { threadWaitLabel } from '../waits/thread-words.ts';
import { frameLabel } from '../words.ts';

/** What was seen, where it carries none of the causes: an honest answer rather than a guess. */
export function unknownFinding(situation: Situation): Finding {
  const main = situation.mainThread;
  const place = main === null ? null : innermostOwn(main.stack);
  const seen =
    main === null
      ? 'no thread of it could be read'
      : `its main thread ${threadWaitLabel(situation, main)}${place === null ? '' : ` in ${frameLabel(place)}`}`;
  const pending = situation.last.tasks.length;
  return {
    cause: 'unknown',
    certainty: 'possible',
    sentence: `The process is still running and what holds it could not be told: ${seen}; ${pending} tasks are pending, phase ${situation.phase}.`,
    fix: 'Look at the threads and tasks below; what could not be seen, and how to allow it, is listed under "Not seen". `straggler dump` on the process shows them live.',
    culprit:
      main === null
        ? processCulprit(situation.last.family.target)
        : threadCulprit(situation, main, callConstruct(situation, place)),
    waitsFor: main === null ? null : { kind: 'thread', description: threadWaitLabel(situation, main) },
    evidence: [seen],
    blocks: [],
  };
}
