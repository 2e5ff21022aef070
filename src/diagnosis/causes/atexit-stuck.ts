import type { ThreadState } from '../../python/model/capture.ts';
import type { CodePlace } from '../../python/model/frame.ts';
import { innermostOwn, threadCulprit } from '../culprit.ts';
import { isAtexit } from '../phase.ts';
import type { Situation } from '../situation.ts';
import { threadWaitLabel } from '../waits/thread-words.ts';
import { versionedFrameLabel } from '../words.ts';
import type { Cause } from './cause.ts';

/** atexit callbacks run on the main thread from C after threading._shutdown (Modules/atexitmodule.c). */
export const atexitStuck: Cause = {
  code: 'atexit-stuck',
  title: 'an atexit callback waits',
  stage: 'leaving',
  evidence: "the main thread's outermost frame is the callback itself and no loop runs",
  find(situation) {
    const main = situation.mainThread;
    if (main === null || situation.phase !== 'running-atexit' || !isAtexit(main)) return [];
    if (wasOutermost(situation) || runsLoop(situation, main)) return [];
    const callback = main.stack[0];
    const place = innermostOwn(main.stack);
    if (
      callback === undefined ||
      callback.kind !== 'function' ||
      /_exit_function|_python_exit/.test(callback.name)
    )
      return [];
    if (!seenTwice(situation, callback)) return [];
    return [
      {
        cause: 'atexit-stuck',
        certainty: 'certain',
        sentence: `${callback.name === '__del__' ? 'The finalizer' : 'The atexit callback'} ${callback.function}${callback.name === '__del__' ? ', which the exit of Python runs,' : ''} does not return: it ${threadWaitLabel(situation, main)}${place === null ? '' : ` in ${versionedFrameLabel(place, situation.last.libraries)}`}.`,
        fix: "Close the client in the service's own shutdown with a time limit, or give the callback one; what atexit calls must not wait without bound.",
        culprit: { ...threadCulprit(situation, main, null, place), kind: 'atexit' },
        waitsFor: { kind: 'thread', description: threadWaitLabel(situation, main) },
        evidence: [
          `the main thread's outermost frame is ${callback.function}, called by Python's exit`,
          `the main thread ${threadWaitLabel(situation, main)}`,
        ],
        blocks: ['the exit of Python'],
      },
    ];
  },
};

/** A stack that was read while it moved may lack its outermost frames: two looks must agree. */
function seenTwice({ since }: Situation, callback: CodePlace): boolean {
  const looks = since.filter(
    ({ capture }) => capture.threads.find((one) => one.isMain)?.stack[0]?.codeId === callback.codeId,
  );
  return looks.length > 1 || since.length === 1;
}

/** A program that is called from C (an embedded or compiled one) begins with a function, too: before the signal as well. */
function wasOutermost({ before, mainThread }: Situation): boolean {
  const outermost = mainThread?.stack[0]?.codeId;
  return outermost !== undefined && before?.threads.find((one) => one.isMain)?.stack[0]?.codeId === outermost;
}

function runsLoop({ last }: Situation, main: ThreadState): boolean {
  return last.loops.some((loop) => loop.threadId === main.id && loop.state !== 'closed');
}
