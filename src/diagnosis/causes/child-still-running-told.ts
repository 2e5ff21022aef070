/** A supervisor whose main thread waits for its child by way of another thread, or goes round until somebody has seen it end. */
import type { ThreadState } from '../../python/model/capture.ts';
import type { ProcessFacts } from '../../target/facts.ts';
import { busiestFirst } from '../children/child-stand.ts';
import { handlerTells, hasToldChild } from '../children/told-children.ts';
import { hasLeftWork } from '../shutdown/left-work.ts';
import { wakesUp } from '../signal/comes-round.ts';
import { flagsOf, handlersOf } from '../signal/handlers.ts';
import type { Situation } from '../situation.ts';
import type { Finding } from '../vocabulary.ts';
import { childWaiterBehind } from '../waits/child-waits.ts';
import { counterpartOf } from '../waits/threads.ts';
import type { Cause } from './cause.ts';
import { childFindings, childStillRunning, polledChildFinding } from './child-still-running.ts';
import { has, stopSignal } from './signal-masks.ts';

/** The child was told, and does not end: its end is what the thread waits for, and tells the main thread. */
export const childStillRunningTold: Cause = {
  ...childStillRunning,
  stage: 'leaving',
  evidence:
    'the handler tells a child to end, a child is alive, and the main thread waits for a word of a thread that waits for it, or goes round',
  find(situation) {
    if (!(mayWait(situation) && (handlerTells(situation) || hasToldChild(situation)))) return [];
    const found = findings(situation, [...behindMain(situation), ...besideRounds(situation)]);
    return found.length > 0 ? found : deafInRounds(situation);
  },
};

/** Whether it was told is not seen: it ignores the signal, and by the word that the main thread waits for its end is what counts. */
export const childStillRunningDeaf: Cause = {
  ...childStillRunning,
  stage: 'handler',
  evidence:
    'a child that ignores the signal is what a thread waits for, of which the main thread waits for a word',
  find(situation) {
    const { mainThread: main } = situation;
    if (main === null || !mayWait(situation) || !wakesUp(situation, main.id)) return [];
    return findings(situation, behindMain(situation), (one) => isDeaf(situation, one));
  },
};

function mayWait({ evidence, mainThread: main, phase, last }: Situation): boolean {
  if (evidence.signal === null || main === null || phase !== 'draining') return false;
  return !last.loops.some((loop) => loop.threadId === main.id && loop.state !== 'closed');
}

/** The thread whose code would end the main thread's wait (an event, a queue) waits for a child itself. */
function behindMain(situation: Situation): ThreadState[] {
  const { mainThread: main } = situation;
  const other = main === null ? null : counterpartOf(situation, main);
  const waiter = other === null ? null : childWaiterBehind(situation, other);
  return waiter === null ? [] : [waiter];
}

/**
 * The main thread goes round where it did before the signal, which it has taken: nothing that it looks at there has changed by
 * the handler, and what a thread that waits for a child would change has not.
 */
function besideRounds(situation: Situation): ThreadState[] {
  const { mainThread: main } = situation;
  if (main === null || !wakesUp(situation, main.id) || hasLeftWork(situation, main)) return [];
  return situation.last.threads
    .filter((one) => !one.isMain && one.pool === null)
    .flatMap((one) => childWaiterBehind(situation, one) ?? []);
}

/** No thread of the process waits for it, and the handler tells processes: one that ignores the signal is what the rounds are for. */
function deafInRounds(situation: Situation): Finding[] {
  const { mainThread: main } = situation;
  if (main === null || !wakesUp(situation, main.id) || hasLeftWork(situation, main)) return [];
  if (!goesRoundForChildren(situation, main)) return [];
  const child = busiestFirst(situation).find((one) => isDeaf(situation, one));
  return child === undefined ? [] : [polledChildFinding(situation, main, child)];
}

/** A library's rounds are its own affair; those of the service may be for what its handler sets. */
function goesRoundForChildren(situation: Situation, { stack }: ThreadState): boolean {
  const { acting } = handlersOf(situation);
  const place = stack.findLast(({ origin }) => origin !== 'python');
  return place?.origin === 'library' || (acting !== null && flagsOf(acting).length === 0);
}

function isDeaf(situation: Situation, { signals }: ProcessFacts): boolean {
  return has(signals.ignored, stopSignal(situation).number);
}

function findings(
  situation: Situation,
  waiters: readonly ThreadState[],
  isMeant: (child: ProcessFacts) => boolean = () => true,
): Finding[] {
  if (handlersOf(situation).acting === null) return [];
  const { descendants } = situation.last.family;
  const isOfMeant = ({ waitsFor }: ThreadState) => {
    const pid = waitsFor.kind === 'child' ? waitsFor.childPid : null;
    const child = descendants.find((one) => one.pid === pid);
    return child !== undefined && isMeant(child);
  };
  return [...new Set(waiters)]
    .filter(isOfMeant)
    .flatMap((one) => childFindings(situation, one))
    .map((one) => ({ ...one, certainty: 'likely' as const }));
}
