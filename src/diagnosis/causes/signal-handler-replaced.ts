import type { SignalHandler } from '../../python/model/capture.ts';
import { sourceFrame } from '../culprit.ts';
import { handlersOf } from '../handlers.ts';
import { hasReacted } from '../reaction.ts';
import type { Situation } from '../situation.ts';
import type { Culprit, Finding } from '../vocabulary.ts';
import { placeLabel } from '../words.ts';
import type { Cause } from './cause.ts';
import { has, masksAtSignal, stopSignal } from './signal-masks.ts';

/** Calls by which a handler would stop a program (a flag that somebody reads is another cause's affair); one that makes none of them is somebody else's. */
const STOPPING_CALL =
  /(^|\.)(cancel|stop|shutdown|close|exit|_exit|quit|set|set_result|call_soon_threadsafe|create_task|ensure_future|kill|raise_signal|put|put_nowait|notify|notify_all|release|terminate|abort|run_coroutine_threadsafe)$/;

export function isStopping(handler: SignalHandler): boolean {
  return handler.calls.some((one) => STOPPING_CALL.test(one));
}

/** One process has one handler a signal: the last signal.signal or add_signal_handler wins (Lib/signal.py, asyncio/unix_events.py). */
export const signalHandlerReplaced: Cause = {
  code: 'signal-handler-replaced',
  title: "someone else's handler took the place of the one that stops the service",
  stage: 'handler',
  evidence:
    'the signal is caught, nothing moved since, and the handler in place does nothing that would stop the program',
  find(situation) {
    if (situation.evidence.signal === null || hasReacted(situation)) return [];
    if (!has(masksAtSignal(situation).caught, stopSignal(situation).number)) return [];
    const { acting } = handlersOf(situation);
    if (acting === null || isStopping(acting)) return [];
    return [finding(situation, acting)];
  },
};

export function handlerCulprit(situation: Situation, handler: SignalHandler): Culprit {
  const { place } = handler;
  return {
    kind: 'signal-handler',
    pid: situation.last.family.target.pid,
    task: null,
    thread: null,
    process: null,
    frame: sourceFrame(situation, place),
    construct:
      place === null
        ? null
        : {
            kind: 'handler',
            text: situation.sourceLine(place.file, place.line) ?? handler.function ?? '',
            file: place.file,
            line: place.line,
          },
  };
}

function finding(situation: Situation, handler: SignalHandler): Finding {
  const signal = stopSignal(situation).name;
  const at = handler.place === null ? '' : ` (${placeLabel(handler.place)})`;
  return {
    cause: 'signal-handler-replaced',
    certainty: 'likely',
    sentence: `${signal} went to the handler ${handler.function ?? 'in place'}${at}, which neither cancels nor stops anything; the handler that should stop the service is not the one in place.`,
    fix: `Install the stopping handler last, after the libraries that install their own, or let ${handler.function ?? 'this handler'} call the one it replaced (signal.signal returns it).`,
    culprit: handlerCulprit(situation, handler),
    waitsFor: null,
    evidence: [
      `${signal} is caught, and was delivered`,
      `the handler was installed by ${handler.registeredBy === 'asyncio' ? 'loop.add_signal_handler' : 'signal.signal'}`,
      'nothing was cancelled, and the program stands where it stood before the signal',
    ],
    blocks: [],
  };
}
