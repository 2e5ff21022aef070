import type { SignalHandler } from '../../python/model/capture.ts';
import { sourceFrame } from '../culprit.ts';
import { idlesInLibrary, libraryThatRuns } from '../shutdown/library-main.ts';
import { stoodStill } from '../shutdown/stood-still.ts';
import { flagState, hasTold, isDue } from '../signal/flag-state.ts';
import { handlersOf, onlyTells, stopsProgram } from '../signal/handlers.ts';
import { localFlag } from '../signal/local-flag.ts';
import { raisedBy } from '../signal/raised.ts';
import { hasVisiblyReacted } from '../signal/reaction.ts';
import { unawaitedBy } from '../signal/unawaited.ts';
import { doesNothing, mayWake } from '../signal/wakes.ts';
import type { Situation } from '../situation.ts';
import { isUnread, unreadSchedulers } from '../threads/schedulers.ts';
import type { Construct, Culprit, Finding } from '../vocabulary.ts';
import { placeLabel } from '../words.ts';
import type { Cause } from './cause.ts';
import { has, masksAtSignal, stopSignal } from './signal-masks.ts';

/** One process has one handler a signal: the last signal.signal or add_signal_handler wins (Lib/signal.py, asyncio/unix_events.py). */
export const signalHandlerReplaced: Cause = {
  code: 'signal-handler-replaced',
  title: "someone else's handler took the place of the one that stops the service",
  stage: 'handler',
  evidence:
    'the signal is caught, nothing moved since, and the handler in place does nothing that would stop the program',
  find(situation) {
    if (situation.evidence.signal === null || hasVisiblyReacted(situation)) return [];
    if (!has(masksAtSignal(situation).caught, stopSignal(situation).number)) return [];
    const { acting } = handlersOf(situation);
    if (acting === null || stopsProgram(acting) || raisedBy(situation, acting) !== null) return [];
    if (unawaitedBy(situation, acting) !== null || localFlag(situation, acting) !== null) return [];
    // It is still to be called; or it is a word to somebody who was not found.
    if (isDue(situation) || (doesNothing(acting) && mayWake(situation, acting))) return [];
    // Of a server that a library runs, nobody but the library's own handler stops it.
    if (hasTold(situation, acting) && libraryThatRuns(situation) === null) return [];
    // It would have told somebody, and has not come to that: why, another cause says, or nobody knows.
    if (isCutShort(situation, acting)) return [];
    // A flag may have been read, and acted upon, before the watch was joined.
    const mayBeRead = leavesWord(acting) && !idlesInLibrary(situation);
    if (situation.before === null && (mayBeRead || acting.place === null)) return [];
    // Among tasks that are not read it may have had its effect.
    if (isUnread(situation) && !isWithoutEffect(situation, acting)) return [];
    return [finding(situation, acting)];
  },
};

/** Wherever it was called: a scheduler of its own may read the descriptor of `set_wakeup_fd`, where that is not known. */
function isWithoutEffect(situation: Situation, handler: SignalHandler): boolean {
  if (onlyTells(handler)) return true;
  return doesNothing(handler) && (handler.wakesUp === false || unreadSchedulers(situation).length === 0);
}

function isCutShort(situation: Situation, handler: SignalHandler): boolean {
  return handler.flags.some(
    ({ name, kind }) =>
      (kind === 'event' || kind === 'word') && flagState(situation, handler, name) === 'unset',
  );
}

/** It stores something, or hands it to a list, a queue or a pipe: whoever looks there may have acted. */
function leavesWord({ stores, calls }: SignalHandler): boolean {
  return stores.length > 0 || calls.some((one) => /\.(append|appendleft|add|update|send|write)$/.test(one));
}

export function handlerCulprit(situation: Situation, handler: SignalHandler): Culprit {
  const { place } = handler;
  return {
    kind: 'signal-handler',
    pid: situation.last.family.target.pid,
    task: null,
    thread: null,
    process: null,
    frame: sourceFrame(situation, place),
    construct: handlerConstruct(situation, handler),
  };
}

export function handlerConstruct(
  situation: Situation,
  { place, function: name }: SignalHandler,
): Construct | null {
  if (place === null) return null;
  const text = situation.sourceLine(place.file, place.line) ?? name ?? '';
  return { kind: 'handler', text, file: place.file, line: place.line };
}

function finding(situation: Situation, handler: SignalHandler): Finding {
  const signal = stopSignal(situation).name;
  const at = handler.place === null ? '' : ` (${placeLabel(handler.place)})`;
  return {
    cause: 'signal-handler-replaced',
    certainty: 'likely',
    sentence: `${signal} went to the handler ${handler.function ?? 'in place'}${at}, which neither cancels nor stops anything; the handler that should stop the service is not the one in place.`,
    fix: fixOf(situation, handler),
    culprit: handlerCulprit(situation, handler),
    waitsFor: null,
    evidence: [
      `${signal} is caught, and was delivered`,
      `the handler was installed by ${handler.registeredBy === 'asyncio' ? 'loop.add_signal_handler' : 'signal.signal'}`,
      stoodStill(situation),
    ],
    blocks: [],
  };
}

function fixOf(situation: Situation, handler: SignalHandler): string {
  const library = libraryThatRuns(situation);
  const name = handler.function ?? 'this handler';
  if (library !== null)
    return `Leave the signal to ${library}, which runs the program and stops with a handler of its own: do this in its shutdown hook (lifespan, on_shutdown), or let ${name} call that handler, too.`;
  const how = handler.registeredBy === 'asyncio' ? '' : ' (signal.signal returns it)';
  return `Install the stopping handler last, after the libraries that install their own, or let ${name} call the one it replaced${how}.`;
}
