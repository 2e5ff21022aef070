import type { ThreadState } from '../../python/model/capture.ts';
import { callConstruct, innermostOwn, threadCulprit } from '../culprit.ts';
import type { Situation } from '../situation.ts';
import type { Finding } from '../vocabulary.ts';
import { isBusy } from '../waits/blocked-loops.ts';
import { threadWaitLabel } from '../waits/thread-words.ts';
import { frameLabel, placeLabel, threadLabel, upperFirst } from '../words.ts';

/**
 * Free-threaded Python ends with all other threads paused (`_PyEval_StopTheWorldAll`, Python/pystate.c): a thread comes to a pause
 * between two bytecodes, and one that computes in C does not. null where it is not so.
 */
export function worldFinding(situation: Situation): Finding | null {
  const { last, mainThread: main } = situation;
  if (last.python?.freeThreaded !== true || main === null || main.stack.length > 0) return null;
  const busy = last.threads.filter((one) => !one.isMain && isBusy(situation, one));
  const [thread] = busy;
  const place = thread === undefined ? null : innermostOwn(thread.stack);
  if (thread === undefined || place === null || busy.length > 1) return null;
  if (!standsStill(situation, thread)) return null;
  const does = threadWaitLabel(situation, thread);
  return {
    cause: 'unknown',
    certainty: 'possible',
    sentence: `The main thread has left Python's code, and most likely waits until all other threads pause, as free-threaded Python does when it exits: ${threadLabel(thread)} ${does} in ${frameLabel(place)}, and comes to no pause.`,
    fix: 'Let that call do less at a time, or run it in another process, which can be killed.',
    culprit: threadCulprit(situation, thread, callConstruct(situation, place), place),
    waitsFor: { kind: 'thread', description: does },
    evidence: [
      'the main thread has no Python frame',
      `${upperFirst(threadLabel(thread))} stands at ${placeLabel(place)} at every look since the signal`,
    ],
    blocks: ['the exit of Python'],
  };
}

function standsStill({ since }: Situation, { id, stack }: ThreadState): boolean {
  const place = innermostOwn(stack);
  return since.every(({ capture }) => {
    const there = innermostOwn(capture.threads.find((one) => one.id === id)?.stack ?? []);
    return there !== null && there.codeId === place?.codeId && there.line === place.line;
  });
}
