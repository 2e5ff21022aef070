import type { SignalHandler, ThreadState } from '../../python/model/capture.ts';
import type { CodePlace } from '../../python/model/frame.ts';
import { innermostOwn, threadCulprit } from '../culprit.ts';
import { lastPart } from '../dotted-name.ts';
import { mainTask } from '../shutdown/main-task.ts';
import { flagState, isDue } from '../signal/flag-state.ts';
import { flagsOf, handlersOf, outerCalls, tells } from '../signal/handlers.ts';
import { hasVisiblyReacted } from '../signal/reaction.ts';
import type { Situation } from '../situation.ts';
import type { FunctionFacts } from '../source/surroundings.ts';
import { unreadSchedulers } from '../threads/schedulers.ts';
import type { Finding } from '../vocabulary.ts';
import { threadWaitLabel } from '../waits/thread-words.ts';
import { frameLabel, placeLabel, versionedFrameLabel } from '../words.ts';
import type { Cause } from './cause.ts';
import { signalFlagUnread } from './signal-flag-unread.ts';
import { handlerConstruct } from './signal-handler-replaced.ts';

/**
 * A client that runs the program (`client.loop_forever()`, `app.run_forever()`) calls the service back for each message: a
 * flag that is looked at only there is seen when the next one comes, and a silent peer sends none.
 */
export const signalFlagUnreadInCallback: Cause = {
  ...signalFlagUnread,
  evidence:
    'the handler has set a flag that only a function looks at which nobody is in; the main thread waits in a call of a library',
  find(situation) {
    const { acting } = handlersOf(situation);
    if (situation.evidence.signal === null || acting?.place?.origin !== 'user' || isDue(situation)) return [];
    // What else it calls to stop the program would be the answer.
    if (!outerCalls(acting).every((one) => tells(one) || /\.set$/.test(one))) return [];
    if (hasVisiblyReacted(situation) || mainTask(situation) !== null) return [];
    // A task that is not read may be about to look.
    if (unreadSchedulers(situation).length > 0) return [];
    const parked = parkedIn(situation);
    if (parked === null) return [];
    for (const flag of flagsOf(acting)) {
      if (flagState(situation, acting, flag) !== 'set') continue;
      const [reader] = readersOf(situation, acting, flag);
      if (reader !== undefined) return [finding(situation, { acting, flag, reader, parked })];
    }
    return [];
  },
};

interface ParkedIn {
  main: ThreadState;
  /** The call of the service's own, and where in the library it waits. */
  place: CodePlace;
  within: CodePlace;
}

/** The main thread waits where it waited before the signal, in what a line of the service's own has called. */
function parkedIn({ mainThread: main, before }: Situation): ParkedIn | null {
  const place = main === null ? null : innermostOwn(main.stack);
  if (main === null || place?.origin !== 'user' || main.waitsFor.kind === 'computing') return null;
  const inside = main.stack.slice(main.stack.lastIndexOf(place) + 1);
  const within = inside.findLast(({ origin }) => origin === 'library') ?? inside[0];
  const earlier = before?.threads.find((one) => one.isMain)?.stack ?? [];
  const isSame = earlier.some(({ codeId, line }) => codeId === place.codeId && line === place.line);
  return within === undefined || !isSame ? null : { main, place, within };
}

/** Functions of the handler's file that test the flag, and that no thread is in, nor calls from where it stands. */
function readersOf(situation: Situation, handler: SignalHandler, flag: string): FunctionFacts[] {
  const file = handler.place?.file ?? '';
  if (!situation.mayMention(file, [flag])) return [];
  const word = flag.replace(/[^\w]/g, '');
  const tests = new RegExp(`^\\s*(if|elif|while|return|assert)\\b[^#]*\\b${word}\\b`);
  const places = situation.last.threads.flatMap(({ stack }) =>
    stack.filter(({ origin }) => origin === 'user'),
  );
  const called = new Set(
    places.flatMap((place) =>
      (situation.surroundings(place)?.function?.calls ?? []).map(({ callee }) => lastPart(callee)),
    ),
  );
  return situation
    .functionsMatching(file, tests)
    .filter(
      ({ name, qualifiedName }) =>
        qualifiedName !== handler.function &&
        !called.has(name) &&
        !places.some((place) => place.function === qualifiedName),
    );
}

interface Parts {
  acting: SignalHandler;
  flag: string;
  reader: FunctionFacts;
  parked: ParkedIn;
}

function finding(situation: Situation, { acting, flag, reader, parked }: Parts): Finding {
  const { main, place, within } = parked;
  const handlerAt = acting.place === null ? '' : ` (${placeLabel(acting.place)})`;
  const readerAt = placeLabel({ file: acting.place?.file ?? '', line: reader.line });
  const text = situation.sourceLine(place.file, place.line);
  const does = threadWaitLabel(situation, main);
  return {
    cause: 'signal-flag-unread',
    certainty: 'likely',
    sentence: `The handler ${acting.function ?? 'of the signal'}${handlerAt} set '${flag}', but only ${reader.qualifiedName} (${readerAt}) looks at it, a callback that nobody is in: the main thread is parked in ${text === null ? frameLabel(place) : `\`${text}\``}, ${does} in ${versionedFrameLabel(within, situation.last.libraries)}, and comes to it only when there is something to call it for.`,
    fix: 'Let the handler end that call itself (what its library has for it: disconnect(), close(), stop(), from a thread where it is not safe within a handler), rather than leave it a flag which is seen with the next message.',
    culprit: threadCulprit(situation, main, handlerConstruct(situation, acting), place),
    waitsFor: { kind: 'thread', description: does },
    evidence: [
      `the handler has set '${flag}' since the signal`,
      `of the functions that test it, ${reader.qualifiedName} among them, none is on the stack of a thread`,
      'nothing was cancelled, and the program stands where it stood before the signal',
    ],
    blocks: [],
  };
}
