import type { TaskState } from '../../python/model/capture.ts';
import type { CodePlace } from '../../python/model/frame.ts';
import type { Blamed } from '../blame.ts';
import { blamedTasks } from '../blame.ts';
import { askedByWaiter } from '../cancellation/asked-by-waiter.ts';
import { isCancelledByNobody } from '../cancellation/cancelled-by-nobody.ts';
import { endsDeliberately, waitsBehindCall } from '../cancellation/deliberate-end.ts';
import type { Swallower } from '../cancellation/swallow-search.ts';
import { findSwallower } from '../cancellation/swallow-search.ts';
import { innermostOwn } from '../culprit.ts';
import { progressOf } from '../drains/progress.ts';
import type { LibraryRule } from '../libraries/rules.ts';
import { libraryRule } from '../libraries/rules.ts';
import { once } from '../once.ts';
import { goesRound, partingOf, sameStand } from '../shutdown/stands.ts';
import { handlersOf } from '../signal/handlers.ts';
import { handlerCancels } from '../signal/reaction.ts';
import type { Situation } from '../situation.ts';
import type { Certainty, Finding } from '../vocabulary.ts';
import { placeLabel, taskLabel } from '../words.ts';
import { swallowFix } from './cancel-swallowed-fix.ts';
import type { Cause } from './cause.ts';
import { progressEvidence, requestEvidence, taskFinding } from './task-finding.ts';

/** CancelledError is an exception like any other once it is thrown in; who catches it and goes on is alive (Objects/genobject.c, asyncio docs "Task Cancellation"). */
export const cancelSwallowed: Cause = {
  code: 'cancel-swallowed',
  title: 'a task swallowed its cancellation',
  stage: 'tasks',
  evidence:
    'the task was cancelled, yet waits in an ordinary await without a CancelledError in hand; a construct in its chain can swallow',
  find(situation) {
    return swallowed(situation).flatMap((one) => {
      const swallower = findSwallower(situation, one.task);
      return swallower === null || isLibrarys(situation, one, swallower)
        ? []
        : [finding(situation, one, swallower)];
    });
  },
};

/** Blamed tasks whose cancellation was delivered and lost. */
export const swallowed = once((situation): Blamed[] => {
  return blamedTasks(situation).filter((one) => {
    if (one.task.cancelRequests === 0 && one.cancellation === 'swallowed') return false;
    return one.cancellation === 'swallowed' || isSwallowedUnseen(situation, one);
  });
});

/** Up to 3.10 a lost cancellation leaves no trace in the task: the syntax around it, or a version known for it, must do. */
function isSwallowedUnseen(situation: Situation, blamed: Blamed): boolean {
  const { task, cancellation } = blamed;
  if (task.cancelRequests !== null || task.inToCancel === true) return false;
  if (task.inToCancel === false && !wasHandedOn(situation, task)) return false;
  if (cancellation !== 'unknown' && cancellation !== 'not-requested') return false;
  if (cancellation === 'not-requested' && !handlerCancels(situation) && isCancelledByNobody(situation))
    return false;
  const found = findSwallower(situation, task);
  // A task that had come that way would have ended.
  const swallower = found?.endsTask === true && !isBackInCaller(situation, task, found) ? null : found;
  // A library that catches everything around a handler is no sign that there was anything to catch.
  const counts =
    swallower !== null &&
    (swallower.place.origin === 'user' ||
      situation.phase === 'cancelling-tasks' ||
      wasAskedUnseen(situation, task));
  if (counts && swallower.certain) return true;
  if (cancellation !== 'unknown') return counts && swallower.followed && handlerCancels(situation);
  // Such a loss takes an unlucky moment: to stand there is no sign of it where nobody is seen to cancel the task.
  return (
    counts ||
    ((staysPut(situation, task) || comesRound(situation, task)) &&
      isCancelledByCode(situation, task) &&
      knownLibrary(situation, blamed) !== null)
  );
}

/** What caught it has returned, and a function around goes on with other work; a shutdown would do so, too. */
function isBackInCaller(situation: Situation, task: TaskState, swallower: Swallower): boolean {
  return (
    isCancelledByCode(situation, task) &&
    waitsBehindCall(situation, task, swallower) &&
    !endsDeliberately(situation, task)
  );
}

/** No counter tells: the handler's or the waiter's code does, and for those it took a step since, which nothing else explains. */
function wasAskedUnseen(situation: Situation, task: TaskState): boolean {
  if (isAskedByHandler(situation, task)) return true;
  return progressOf(situation, task) === 'steps' && isCancelledByCode(situation, task);
}

function isCancelledByCode(situation: Situation, { id }: TaskState): boolean {
  const { tasks, graph, surroundings } = situation;
  return handlerCancels(situation) || askedByWaiter({ tasks, graph, surroundings }, id);
}

/** `loop.add_signal_handler(SIGTERM, task.cancel)`: a task that waits for this one hands on what the handler tells it. */
function isAskedByHandler(situation: Situation, { id }: TaskState): boolean {
  const { acting } = handlersOf(situation);
  if (acting?.boundTo == null || !/(^|\.)cancel$/.test(acting.function ?? '')) return false;
  return acting.boundTo === id || situation.graph.waitersFor([id]).has(acting.boundTo);
}

/** Not in the cancelled set itself, but awaited by a task that is: `Task.cancel` hands on what it is told. */
function wasHandedOn({ graph, tasks }: Situation, { id }: TaskState): boolean {
  return [...graph.waitersFor([id])].some((waiter) => tasks.get(waiter)?.inToCancel === true);
}

/** What goes on elsewhere than before the signal has reacted to it, and lost nothing; where in a library is no matter. */
function staysPut({ tasksBefore }: Situation, task: TaskState): boolean {
  const earlier = tasksBefore.get(task.id);
  if (earlier === undefined || sameStand(earlier, task)) return true;
  const own = ownLines(task);
  return own !== '' && own === ownLines(earlier);
}

/** It went on at the signal to elsewhere in the loop in which it stood, and no further: that is no way to a shutdown. */
function comesRound(situation: Situation, task: TaskState): boolean {
  if (progressOf(situation, task) === 'steps') return false;
  const earlier = situation.tasksBefore.get(task.id);
  const parting = earlier === undefined ? null : partingOf(task, earlier);
  return parting !== null && parting.index >= 0 && goesRound(situation, parting);
}

function ownLines({ stack }: TaskState): string {
  const own = stack.filter(({ origin }) => origin === 'user');
  return own.map(({ codeId, line }) => `${codeId}:${line}`).join(' ');
}

/** A library's own frame holds the construct, or a version of Python known for it explains the loss better than a guess. */
export function isLibrarys(situation: Situation, blamed: Blamed, swallower: Swallower): boolean {
  if (swallower.place.origin === 'library') return true;
  // What keeps everything explains the loss at any moment, the record of a version only in one.
  return !(swallower.followed || swallower.coversStand) && knownLibrary(situation, blamed) !== null;
}

export function knownLibrary(situation: Situation, blamed: Blamed) {
  const earlier = situation.tasksBefore.get(blamed.task.id)?.stack ?? [];
  const stack = [...blamed.task.stack, ...earlier];
  for (const [index, place] of [...stack.entries()].reverse()) {
    if (place.origin === 'user') continue;
    const rule = libraryRule(place, situation.last.libraries, situation.last.python?.version ?? null);
    if (rule === null || !mayTimeOut(situation, rule)) continue;
    return { rule, place, caller: innermostOwn(stack.slice(0, index)) };
  }
  return null;
}

/** A loss that takes a time-out of the library's cannot be where no timer of such a kind was in a loop at any look. */
function mayTimeOut({ evidence }: Situation, { timer }: LibraryRule): boolean {
  if (timer === undefined) return true;
  const loops = evidence.captures.flatMap(({ capture }) => capture.loops);
  return loops.some(
    ({ timers, timerCount }) => timerCount > timers.length || timers.some((one) => timer.test(one.function)),
  );
}

function finding(situation: Situation, blamed: Blamed, swallower: Swallower): Finding {
  const { task } = blamed;
  const { construct, place } = swallower;
  const now = innermostOwn(task.stack);
  const wait = task.wait === null ? '' : `, waiting for ${task.wait.description}`;
  return taskFinding(situation, blamed, {
    cause: 'cancel-swallowed',
    certainty: certaintyOf(situation, blamed, swallower),
    sentence: `${taskLabel(task)} swallowed its cancellation: \`${construct.text}\` at ${placeLabel(construct)} ${swallower.how}; it ${isElsewhere(situation, task, now) ? 'goes on' : 'is back'} at ${now === null ? 'work' : placeLabel(now)}${wait}.`,
    fix: swallowFix(situation, task, swallower),
    construct,
    evidence: [
      ...requestEvidence(blamed),
      'no frame of its chain is handling a CancelledError',
      `the construct stands in ${place.function}`,
      ...progressEvidence(situation, blamed),
    ],
  });
}

/** Behind the construct it has gone to where it did not stand before the signal. */
function isElsewhere({ tasksBefore }: Situation, { id }: TaskState, now: CodePlace | null): boolean {
  const earlier = tasksBefore.get(id)?.stack;
  return (
    earlier !== undefined &&
    now !== null &&
    !earlier.some(({ codeId, line }) => codeId === now.codeId && line === now.line)
  );
}

/**
 * Where it stood when the cancellation came, and that it came since the signal, is known only if it was seen before (or
 * is in the set that asyncio.run cancelled): a mere candidate is a guess then.
 */
function certaintyOf(situation: Situation, { task, cancellation }: Blamed, swallower: Swallower): Certainty {
  const isOfShutdown = situation.before !== null || task.inToCancel === true;
  if (cancellation === 'swallowed' && swallower.certain) return isOfShutdown ? 'certain' : 'likely';
  return situation.before === null && !swallower.followed ? 'possible' : 'likely';
}
