import type { CodePlace } from '../../python/model/frame.ts';
import { innermostOwn, threadCulprit } from '../culprit.ts';
import { isAtexit } from '../shutdown/phase.ts';
import type { Situation } from '../situation.ts';
import { swallowCandidates } from '../source/swallow.ts';
import type { Construct } from '../vocabulary.ts';
import { threadWaitLabel } from '../waits/thread-words.ts';
import { placeLabel } from '../words.ts';
import type { Cause } from './cause.ts';

/**
 * A coroutine that is left over when the loop is closed is closed at the latest at exit: GeneratorExit is thrown into it
 * (Objects/genobject.c, `gen_close`). What catches everything catches this too, and without a loop no await waits.
 */
export const cancelSwallowedClosing: Cause = {
  code: 'cancel-swallowed',
  title: 'a task swallowed its cancellation',
  stage: 'leaving',
  evidence:
    "no loop runs any more, the main thread's outermost frame is a coroutine that Python closes, and its code catches GeneratorExit and goes on",
  find(situation) {
    const main = situation.mainThread;
    const coroutine = main?.stack[0];
    if (main == null || coroutine === undefined || !isAtexit(main)) return [];
    if (situation.phase !== 'running-atexit' || coroutine.kind === 'function') return [];
    const construct = constructThatCatches(situation, coroutine);
    if (construct === null) return [];
    const place = innermostOwn(main.stack);
    return [
      {
        cause: 'cancel-swallowed',
        certainty: 'likely',
        sentence: `The coroutine ${coroutine.function} does not let itself be closed at exit: \`${construct.text}\` at ${placeLabel(construct)} catches GeneratorExit too, and it goes on; its event loop is closed, and no await in it waits any more.`,
        fix: 'Let it pass: write `except Exception:` instead, or end the handler with `raise`; and cancel and await the task before the loop is closed.',
        culprit: threadCulprit(situation, main, construct, place),
        waitsFor: { kind: 'thread', description: threadWaitLabel(situation, main) },
        evidence: [
          `the main thread's outermost frame is the coroutine ${coroutine.function}: Python closes it`,
          `the main thread ${threadWaitLabel(situation, main)}`,
        ],
        blocks: ['the exit of Python'],
      },
    ];
  },
};

/** It stands anywhere in its loop by now; a clause for CancelledError alone lets GeneratorExit pass. */
function constructThatCatches(situation: Situation, place: CodePlace): Construct | null {
  const around = situation.surroundings(place);
  if (around === null) return null;
  const found = swallowCandidates(around, situation.minor).find(
    ({ construct }) => !/CancelledError/.test(construct.text) || /BaseException/.test(construct.text),
  );
  return found === undefined ? null : { ...found.construct, file: place.file };
}
