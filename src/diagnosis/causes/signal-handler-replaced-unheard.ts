import type { LoopState, SignalHandler } from '../../python/model/capture.ts';
import { innermostOwn, sourceFrame } from '../culprit.ts';
import { faulthandlerLine } from '../signal/faulthandler-line.ts';
import { isDue, sentSurely } from '../signal/flag-state.ts';
import { handlersOf } from '../signal/handlers.ts';
import type { Untold } from '../signal/untold.ts';
import { untoldBy } from '../signal/untold.ts';
import type { Situation } from '../situation.ts';
import type { Certainty, Construct, Finding } from '../vocabulary.ts';
import { placeLabel, taskLabel } from '../words.ts';
import type { Cause } from './cause.ts';
import { handlerConstruct, signalHandlerReplaced } from './signal-handler-replaced.ts';
import { has, masksAtSignal, stopSignal } from './signal-masks.ts';

/**
 * `loop.add_signal_handler` leaves a C handler that writes the signal's number to the descriptor of `signal.set_wakeup_fd`, where
 * the loop reads it (asyncio/unix_events.py): whoever sets another descriptor, or -1, leaves the loop without a word.
 */
export const signalHandlerReplacedUnheard: Cause = {
  ...signalHandlerReplaced,
  evidence:
    'the loop has a handler, which was never called: signal.set_wakeup_fd has no descriptor, or who waits for its event, or would be cancelled by it, stands as before the signal',
  find(situation) {
    if (sentSurely(situation) === null || isDue(situation) || !isTaken(situation)) return [];
    const { asyncio } = handlersOf(situation);
    const loop = situation.last.loops.find((one) => one.kind === 'asyncio' && one.id === asyncio?.loopId);
    if (asyncio === null || loop === undefined || loop.state === 'closed') return [];
    const untold = untoldBy(situation, asyncio);
    const certainty = certaintyOf(situation, untold);
    return certainty === null ? [] : [finding(situation, { handler: asyncio, loop, untold, certainty })];
  },
};

function isTaken(situation: Situation): boolean {
  const { number } = stopSignal(situation);
  const { pendingProcess } = situation.last.family.target.signals;
  return has(masksAtSignal(situation).caught, number) && !has(pendingProcess, number);
}

/** No descriptor before the signal, and none now: the loop cannot have heard of it. Up to 3.11 that cannot be read. */
function certaintyOf(situation: Situation, untold: Untold | null): Certainty | null {
  const isDeaf = [situation.before, situation.last].every((capture) => wakesUp(situation, capture) === false);
  if (isDeaf) return 'certain';
  return untold === null ? null : 'likely';
}

function wakesUp(situation: Situation, capture: Situation['before']): boolean | null {
  const { number } = stopSignal(situation);
  return capture?.signalHandlers.find(({ signal }) => signal === number)?.wakesUp ?? null;
}

interface Unheard {
  handler: SignalHandler;
  loop: LoopState;
  untold: Untold | null;
  certainty: Certainty;
}

const LEAVE_DESCRIPTOR =
  'Leave signal.set_wakeup_fd to the event loop: look for what calls it after loop.add_signal_handler (another library, a second loop that is closed), call it before, or give back the descriptor that it returned.';

function reasonOf(isNone: boolean, taken: Construct | null): string {
  if (isNone) return 'as signal.set_wakeup_fd has no descriptor any more';
  return taken === null
    ? "as signal.set_wakeup_fd most likely has another descriptor than the loop's"
    : `most likely as \`${taken.text}\` at ${placeLabel(taken)} has put a handler of C in its place`;
}

function finding(situation: Situation, { handler, loop, untold, certainty }: Unheard): Finding {
  const signal = stopSignal(situation).name;
  const place = untold === null ? (handler.place ?? null) : innermostOwn(untold.task.stack);
  const name = handler.function ?? 'in place';
  const where = handler.place?.origin === 'user' ? ` (${placeLabel(handler.place)})` : '';
  const isNone = wakesUp(situation, situation.last) === false;
  const thread = loop.threadId === null ? undefined : situation.threads.get(loop.threadId);
  const left =
    untold === null
      ? ''
      : `; ${taskLabel(untold.task)} ${untold.does}${place === null ? '' : ` at ${placeLabel(place)}`}`;
  const taken = isNone ? null : faulthandlerLine(situation, signal);
  return {
    cause: 'signal-handler-replaced',
    certainty,
    sentence: `${signal} was taken, and the event loop was not told of it: its handler ${name}${where} was never called, ${reasonOf(isNone, taken)}${left}.`,
    fix:
      taken === null
        ? LEAVE_DESCRIPTOR
        : `Register faulthandler before the loop's handler, for another signal (SIGUSR1), or with chain=True, which calls the handler that was there.`,
    culprit: {
      kind: 'loop',
      pid: situation.last.family.target.pid,
      task: null,
      thread: thread === undefined ? null : { id: thread.id, name: thread.name },
      process: null,
      frame: sourceFrame(situation, place),
      construct: handler.place?.origin === 'user' ? handlerConstruct(situation, handler) : taken,
    },
    waitsFor: untold?.waitsFor == null ? null : { kind: 'event', description: untold.waitsFor },
    evidence: [
      `${signal} is caught, and is pending no more`,
      `loop.add_signal_handler has ${name} for it`,
      ...(taken === null
        ? []
        : [
            `${placeLabel(taken)} has faulthandler take ${signal}: its handler is one of C, which tells neither Python nor the loop`,
          ]),
      ...(isNone ? ['the descriptor of signal.set_wakeup_fd is -1'] : []),
      ...(untold === null ? [] : [untold.evidence]),
    ],
    blocks: [],
  };
}
