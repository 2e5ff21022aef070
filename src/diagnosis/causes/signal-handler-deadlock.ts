import { sourceFrame, threadCulprit } from '../culprit.ts';
import { threadWaitLabel } from '../waits/thread-words.ts';
import { nextThread } from '../waits/threads.ts';
import { frameLabel } from '../words.ts';
import type { Cause } from './cause.ts';

/** Python runs signal handlers on the main thread between two bytecodes of whatever it was doing (Modules/signalmodule.c). */
export const signalHandlerDeadlock: Cause = {
  code: 'signal-handler-deadlock',
  title: 'the signal handler waits for a lock that the code it interrupted holds',
  stage: 'signal',
  evidence:
    'a handler frame stands on top of the frame it interrupted, and waits for a lock of the same thread',
  find(situation) {
    const main = situation.mainThread;
    if (main === null || main.signalFrameIndex === null || main.waitsFor.kind !== 'lock') return [];
    const owner = nextThread(situation, main);
    if (owner !== null && owner.id !== main.id) return [];
    const handler = main.stack[main.signalFrameIndex];
    if (handler === undefined) return [];
    const interrupted =
      main.stack
        .slice(0, main.signalFrameIndex)
        .filter((one) => one.origin === 'user')
        .at(-1) ?? main.stack[main.signalFrameIndex - 1];
    const place =
      main.stack
        .slice(main.signalFrameIndex)
        .filter((one) => one.origin === 'user')
        .at(-1) ?? handler;
    return [
      {
        cause: 'signal-handler-deadlock',
        certainty: owner === null ? 'likely' : 'certain',
        sentence: `The signal handler ${frameLabel(place)} waits for a lock that ${interrupted === undefined ? 'the code it interrupted' : frameLabel(interrupted)} holds; that code cannot go on until the handler returns.`,
        fix: 'Take no lock in a signal handler (logging and queue.Queue take one too): set a flag or use loop.add_signal_handler, which runs the callback as an ordinary step of the loop.',
        culprit: {
          ...threadCulprit(
            situation,
            main,
            interrupted === undefined
              ? null
              : {
                  kind: 'handler',
                  text: situation.sourceLine(interrupted.file, interrupted.line) ?? interrupted.function,
                  file: interrupted.file,
                  line: interrupted.line,
                },
            place,
          ),
          kind: 'signal-handler',
          frame: sourceFrame(situation, place),
        },
        waitsFor: { kind: 'lock', description: threadWaitLabel(situation, main) },
        evidence: [
          `the handler's frame ${handler.function} lies on top of ${interrupted?.function ?? 'an interrupted frame'} on the main thread`,
          `the main thread ${threadWaitLabel(situation, main)}`,
        ],
        blocks: ['the main thread'],
      },
    ];
  },
};
