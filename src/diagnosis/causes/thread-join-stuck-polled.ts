import type { ThreadState } from '../../python/model/capture.ts';
import { callConstruct, innermostOwn, threadCulprit } from '../culprit.ts';
import { shutdownThreads } from '../left-work.ts';
import type { Situation } from '../situation.ts';
import { threadStand } from '../thread-stand.ts';
import type { Finding } from '../vocabulary.ts';
import { threadWaitLabel } from '../waits/thread-words.ts';
import { threadPath } from '../waits/threads.ts';
import { frameLabel, placeLabel, threadLabel, upperFirst } from '../words.ts';
import type { Cause } from './cause.ts';
import { threadJoinStuck } from './thread-join-stuck.ts';

/** `while worker.is_alive(): time.sleep(0.1)`: a join by another name. */
export const threadJoinStuckPolled: Cause = {
  ...threadJoinStuck,
  evidence:
    "the service's shutdown sleeps in the rounds of a loop whose condition asks a thread whether it is alive, and it is",
  find(situation) {
    return shutdownThreads(situation).flatMap((waiting) => {
      const polled = polledBy(situation, waiting);
      return polled === null ? [] : [finding(situation, waiting, polled)];
    });
  },
};

/** The end of the path from the thread that the condition of the loop asks for. */
function polledBy(situation: Situation, { waitsFor, stack }: ThreadState): ThreadState | null {
  const id = waitsFor.kind === 'sleep' ? waitsFor.polledThreadId : undefined;
  const polled = id === undefined ? undefined : situation.threads.get(id);
  const place = innermostOwn(stack);
  if (polled === undefined || place === null) return null;
  const loops = situation.surroundings(place)?.layers.filter((one) => one.kind === 'loop') ?? [];
  const asks = loops.some(({ conditionNames }) => conditionNames.some((name) => /\bis_?alive$/i.test(name)));
  return asks ? (threadPath(situation, polled).at(-1) ?? polled) : null;
}

function finding(situation: Situation, waiting: ThreadState, polled: ThreadState): Finding {
  const at = innermostOwn(waiting.stack);
  const place = threadStand(situation, polled);
  const does = `${threadWaitLabel(situation, polled)}${place === null ? '' : ` in ${frameLabel(place)}`}`;
  return {
    cause: 'thread-join-stuck',
    certainty: 'likely',
    sentence: `${upperFirst(threadLabel(waiting))} sleeps${at === null ? '' : ` at ${placeLabel(at)}`} for as long as ${threadLabel(polled)} is alive, which ${does}.`,
    fix: 'Tell the thread to end before waiting for it (an Event it looks at, a sentinel in its queue), and bound the wait: `thread.join(timeout=5)`.',
    culprit: threadCulprit(situation, polled, callConstruct(situation, at), place),
    waitsFor: { kind: 'thread', description: threadWaitLabel(situation, polled) },
    evidence: [
      `${threadLabel(waiting)} sleeps in a loop that asks whether ${threadLabel(polled)} is alive`,
      `${threadLabel(polled)} ${threadWaitLabel(situation, polled)}`,
    ],
    blocks: [threadLabel(waiting)],
  };
}
