import type { ThreadState } from '../../python/model/capture.ts';
import { callConstruct, innermostOwn, threadCulprit } from '../culprit.ts';
import { linesOf } from '../lines-of.ts';
import { shutdownThreads } from '../shutdown/left-work.ts';
import type { Situation } from '../situation.ts';
import { threadStand } from '../threads/thread-stand.ts';
import type { Finding } from '../vocabulary.ts';
import { threadWaitLabel } from '../waits/thread-words.ts';
import { threadPath } from '../waits/threads.ts';
import { frameLabel, placeLabel, threadLabel, upperFirst } from '../words.ts';
import type { Cause } from './cause.ts';
import { boundedRoundsOfThreads } from './drain-longer-than-grace-rounds.ts';
import { threadJoinStuck } from './thread-join-stuck.ts';

/** `while worker.is_alive(): time.sleep(0.1)`: a join by another name. */
export const threadJoinStuckPolled: Cause = {
  ...threadJoinStuck,
  evidence:
    "the service's shutdown sleeps in the rounds of a loop that asks whether threads are alive, and one is",
  find(situation) {
    // The limit of the rounds is what takes too long, where they have one.
    if (boundedRoundsOfThreads(situation).length > 0) return [];
    return shutdownThreads(situation).flatMap((waiting) => {
      const polled = polledBy(situation, waiting);
      return polled === null ? [] : [finding(situation, waiting, polled)];
    });
  },
};

const ASKS_ONE = /\bis_?alive\b/i;
const ASKS_ALL = /\bthreading\.(active_?count|enumerate)\b/i;

/** The end of the path from the thread that the loop asks for, in its condition or its body. */
function polledBy(situation: Situation, { waitsFor, stack }: ThreadState): ThreadState | null {
  const place = innermostOwn(stack);
  if (waitsFor.kind !== 'sleep' || place === null) return null;
  const loops = situation.surroundings(place)?.layers.filter((one) => one.kind === 'loop') ?? [];
  const asks = (pattern: RegExp) =>
    loops.some(
      ({ conditionNames, span }) =>
        conditionNames.some((name) => pattern.test(name)) ||
        linesOf(situation, place.file, span).some((text) => pattern.test(text)),
    );
  let polled: ThreadState | undefined;
  if (waitsFor.polledThreadId !== undefined && asks(ASKS_ONE))
    polled = situation.threads.get(waitsFor.polledThreadId);
  else if (asks(ASKS_ALL)) polled = otherThread(situation);
  return polled === undefined ? null : (threadPath(situation, polled).at(-1) ?? polled);
}

/** `while threading.active_count() > 1`: any of them; one that runs the service's code before others. */
function otherThread({ last, mainThread }: Situation): ThreadState | undefined {
  const others = last.threads.filter((one) => one !== mainThread && one.stack.length > 0);
  return others.find(({ stack }) => innermostOwn(stack)?.origin === 'user') ?? others[0];
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
