import type { ThreadState } from '../../python/model/capture.ts';
import { standardFile } from '../../python/model/forks.ts';
import type { CodePlace } from '../../python/model/frame.ts';
import { callConstruct, sourceFrame, threadCulprit } from '../culprit.ts';
import { servedJob } from '../drains/served-job.ts';
import { awaitsInterrupted, polledOfInterrupted } from '../signal/interrupted.ts';
import type { Situation } from '../situation.ts';
import type { Construct, Finding, WaitKind } from '../vocabulary.ts';
import { threadWaitLabel } from '../waits/thread-words.ts';
import { counterpartOf, nextThread, ringOf, threadPath } from '../waits/threads.ts';
import { frameLabel, threadLabel } from '../words.ts';
import type { Cause } from './cause.ts';

interface Stand {
  handler: CodePlace;
  /** The user's innermost frame in the handler. */
  place: CodePlace;
  /** The user's innermost frame below the handler. */
  interrupted: CodePlace | null;
}

/** Python runs signal handlers on the main thread between two bytecodes of whatever it was doing (Modules/signalmodule.c). */
export const signalHandlerDeadlock: Cause = {
  code: 'signal-handler-deadlock',
  title: 'the signal handler waits for what only the code it interrupted can give',
  stage: 'signal',
  evidence:
    'a handler frame stands on top of the frame it interrupted, and waits for a lock of the same thread, for an event of the threading kind, or for what no other code than the interrupted does: serve a queue, change what the handler looks at',
  find(situation) {
    const main = situation.mainThread;
    if (main === null || !waitsForItself(situation, main)) return [];
    const stand = standOf(main);
    return stand === null ? [] : [finding(situation, main, stand)];
  },
};

function waitsForItself(situation: Situation, main: ThreadState): boolean {
  switch (main.waitsFor.kind) {
    case 'lock': {
      const owner = nextThread(situation, main);
      // An import that the interrupted code is in goes on in the handler: a module's lock can be taken twice.
      if (owner === null) return main.waitsFor.type !== 'import';
      // Its holder may wait, in turn, for what the interrupted code holds.
      return owner.id === main.id || (ringOf(situation, main)?.length ?? 0) > 1;
    }
    case 'event':
    case 'condition':
      return !isForOther(situation, main);
    case 'thread-join':
      return (ringOf(situation, main)?.length ?? 0) > 1 || servesJoined(situation, main);
    case 'concurrent-future':
      return situation.loops.get(main.waitsFor.loopId ?? '')?.threadId === main.id;
    case 'queue':
      return awaitsInterrupted(situation, main);
    case 'sleep':
      return polledOfInterrupted(situation) !== null;
    default:
      return main.syscallName === 'futex' && isInSynchronize(main);
  }
}

/** Another thread would end the wait, and does not wait itself for what was interrupted. */
function isForOther(situation: Situation, main: ThreadState): boolean {
  const other = counterpartOf(situation, main);
  if (other === null) return servedJob(situation, main) !== null;
  const path = threadPath(situation, other);
  const last = path.at(-1);
  return !(
    path.includes(main) ||
    (last !== undefined && (counterpartOf(situation, last) === main || awaitsInterrupted(situation, last)))
  );
}

/**
 * Whoever is joined waits, in the end, in a queue that only the interrupted code serves, or for the main thread itself, whose
 * code would end that wait: `server.shutdown()` for who is in `serve_forever`.
 */
function servesJoined(situation: Situation, main: ThreadState): boolean {
  const last = threadPath(situation, main).at(-1);
  if (last === undefined || last === main) return false;
  return counterpartOf(situation, last) === main || awaitsInterrupted(situation, last);
}

/** `Condition.notify` waits until who was woken has said so: the interrupted code itself (multiprocessing/synchronize.py). */
function isInSynchronize({ stack, signalFrameIndex }: ThreadState): boolean {
  return stack
    .slice(signalFrameIndex ?? stack.length)
    .some(({ file }) => standardFile(file).endsWith('/multiprocessing/synchronize.py'));
}

function standOf(main: ThreadState): Stand | null {
  const index = main.signalFrameIndex;
  const handler = index === null ? undefined : main.stack[index];
  if (index === null || handler === undefined) return null;
  const own = (one: CodePlace) => one.origin === 'user';
  return {
    handler,
    place: main.stack.slice(index).findLast(own) ?? handler,
    interrupted: main.stack.slice(0, index).findLast(own) ?? main.stack[index - 1] ?? null,
  };
}

/** The `with` that holds the lock in the interrupted code, else the line at which it was interrupted. */
function heldBy(situation: Situation, interrupted: CodePlace | null): Construct | null {
  if (interrupted === null) return null;
  const layer = situation.surroundings(interrupted)?.layers.find((one) => one.kind === 'with');
  if (layer?.kind !== 'with') return callConstruct(situation, interrupted);
  return { kind: 'with', text: layer.text, file: interrupted.file, line: layer.line };
}

/** Who is joined waits for a lock of the code that was interrupted. */
function joinedLabel(situation: Situation, main: ThreadState): string {
  const joined = nextThread(situation, main);
  return joined === null ? '' : `, while ${threadLabel(joined)} ${threadWaitLabel(situation, joined)}`;
}

/** Who waits for whom is read off the threads, and not off the names in their code. */
function isProven(situation: Situation, main: ThreadState): boolean {
  if (nextThread(situation, main) === null) return false;
  return main.waitsFor.kind !== 'thread-join' || (ringOf(situation, main)?.length ?? 0) > 1;
}

function kindOf(situation: Situation, main: ThreadState): WaitKind {
  const { waitsFor } = main;
  if (waitsFor.kind === 'lock' && !isOfInterrupted(situation, main)) return 'thread';
  if (waitsFor.kind === 'lock' || waitsFor.kind === 'queue') return waitsFor.kind;
  return waitsFor.kind === 'sleep' ? 'timer' : 'event';
}

/** A lock that no other thread has; one of the ring's is told with who waits for whom. */
function isOfInterrupted(situation: Situation, main: ThreadState): boolean {
  return main.waitsFor.kind === 'lock' && (ringOf(situation, main)?.length ?? 1) === 1;
}

const INTERRUPTED = 'the code it interrupted';

function waitClause(situation: Situation, main: ThreadState, other: string): string {
  if (isOfInterrupted(situation, main))
    return other === INTERRUPTED
      ? 'waits for a lock that the code it interrupted holds'
      : `waits for a lock that the code which it interrupted holds (${other})`;
  const polled = polledOfInterrupted(situation);
  return polled === null
    ? `${threadWaitLabel(situation, main)}, on top of ${other}${joinedLabel(situation, main)}`
    : `goes round \`${polled.text}\` on top of ${other}, and of the code under way only the interrupted changes that`;
}

/** `on_term`, or what it has called: "on_term, in BatchHandler.emit at app.py:16,". */
function whereLabel(handler: CodePlace, place: CodePlace): string {
  return handler.codeId === place.codeId
    ? frameLabel(place)
    : `${handler.function}, in ${frameLabel(place)},`;
}

function finding(situation: Situation, main: ThreadState, { handler, place, interrupted }: Stand): Finding {
  const isLock = isOfInterrupted(situation, main);
  const other = interrupted === null ? INTERRUPTED : frameLabel(interrupted);
  const waits = waitClause(situation, main, other);
  return {
    cause: 'signal-handler-deadlock',
    certainty: isProven(situation, main) ? 'certain' : 'likely',
    sentence: `The signal handler ${whereLabel(handler, place)} ${waits}; what it interrupted cannot go on until the handler returns.`,
    fix: 'Wait for nothing in a signal handler (logging and queue.Queue take a lock too): set a flag, or use loop.add_signal_handler, which runs the callback as an ordinary step of the loop.',
    culprit: {
      ...threadCulprit(
        situation,
        main,
        isLock ? heldBy(situation, interrupted) : callConstruct(situation, place, 'handler'),
        place,
      ),
      kind: 'signal-handler',
      frame: sourceFrame(situation, place),
    },
    waitsFor: { kind: kindOf(situation, main), description: threadWaitLabel(situation, main) },
    evidence: [
      `the handler's frame ${handler.function} lies on top of ${interrupted?.function ?? 'an interrupted frame'} on the main thread`,
      `the main thread ${threadWaitLabel(situation, main)}`,
    ],
    blocks: ['the main thread'],
  };
}
