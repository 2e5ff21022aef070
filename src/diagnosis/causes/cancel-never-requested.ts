import type { TaskState } from '../../python/model/capture.ts';
import type { Blamed } from '../blame.ts';
import { hasOwnCode, innermostOwn } from '../culprit.ts';
import { hasGoneOn } from '../shutdown/gone-on.ts';
import { isMadeByShutdown } from '../shutdown/made-by-shutdown.ts';
import { mainTask } from '../shutdown/main-task.ts';
import type { WayOut } from '../shutdown/way-out.ts';
import { wayOutOf } from '../shutdown/way-out.ts';
import { handlerEvidence } from '../signal/handler-words.ts';
import type { Situation } from '../situation.ts';
import type { Finding } from '../vocabulary.ts';
import { isInPlaceOfAnother } from '../waits/child-makers.ts';
import { polledContainers, pollLoop, pollsInShutdown } from '../waits/polls.ts';
import type { TimerPoll } from '../waits/timer-polls.ts';
import { pollOfTask } from '../waits/timer-polls.ts';
import { placeLabel, taskLabel } from '../words.ts';
import type { Cause } from './cause.ts';
import { isOfShutdown } from './cleanup-stuck-made.ts';
import { certaintyOf, limitEvidence, neverRequested } from './never-requested.ts';
import { fillEvidence, progressEvidence, requestEvidence, taskFinding } from './task-finding.ts';

const MOST_WAITERS = 100;

export const cancelNeverRequested: Cause = {
  code: 'cancel-never-requested',
  title: 'nobody cancelled the task',
  stage: 'tasks',
  evidence: 'a sink of the wait-for graph with no cancel request, not in the set that asyncio.run cancelled',
  find(situation) {
    return neverRequested(situation)
      .filter(({ task }) => !isOfShutdown(situation, task))
      .map((one) => finding(situation, one));
  },
};

function finding(situation: Situation, blamed: Blamed): Finding {
  const { task } = blamed;
  const waiter = ownWaiterOf(situation, task);
  const place = innermostOwn((waiter ?? task).stack);
  const born = situation.before !== null && !situation.tasksBefore.has(task.id);
  const poll = pollOfTask(situation, task);
  const isAwaited = blamed.victims.length > 0 || poll !== null;
  const at = place === null ? '' : ` at ${placeLabel(place)}`;
  const requested = task.cancelRequests ?? 0;
  const isShutdown = mainTask(situation) === task && hasGoneOn(situation, task);
  const isItsChild = !isShutdown && isMadeByShutdown(situation, task);
  const isInPlace = isInPlaceOfAnother(situation, task);
  const wayOut = isShutdown ? null : wayOutOf(situation, task);
  const isTold = requested > 0 ? 'not cancelled since the signal' : 'never cancelled';
  let does = `${born ? ', made during the shutdown,' : ''} was ${isTold} and ${goesOnLabel(waiter, at)}`;
  if (isShutdown) does = shutdownDoes(situation, task, at);
  else if (wayOut !== null) does = leavingDoes(task, wayOut, at);
  return taskFinding(situation, blamed, {
    cause: 'cancel-never-requested',
    certainty: certaintyOf(situation, blamed),
    sentence: `${taskLabel(task)}${does}${isAwaited ? '; the shutdown waits for it' : ''}.`,
    fix: fixFor({ isInPlace, isOwn: isShutdown || isItsChild || wayOut !== null }),
    place,
    construct: isShutdown && pollsInShutdown(situation, task) ? pollLoop(situation, task) : null,
    evidence: [
      ...(requested > 0 ? [] : requestEvidence(blamed)),
      countEvidence(task),
      ...(isInPlace
        ? [
            'who waits for it stood there before the signal, and waited for a task that is gone: this one came in its place',
          ]
        : []),
      ...limitEvidence(situation, blamed),
      ...(poll === null ? [] : [pollEvidence(poll)]),
      ...(isShutdown ? fillEvidence(polledContainers(situation, task)) : []),
      ...handlerEvidence(situation),
      ...progressEvidence(situation, blamed),
    ],
  });
}

function goesOnLabel(waiter: TaskState | null, at: string): string {
  return waiter === null ? `goes on${at}` : `goes on; ${taskLabel(waiter)} awaits it${at}`;
}

/** Of a task with no line of the service's own (`ensure_future(asyncio.sleep(…))`) the line that awaits it is the one to look at. */
function ownWaiterOf({ graph, tasks }: Situation, task: TaskState): TaskState | null {
  if (hasOwnCode(task)) return null;
  const waiters = (graph.waiters.get(task.id) ?? []).slice(0, MOST_WAITERS);
  return waiters.flatMap((id) => tasks.get(id) ?? []).find(hasOwnCode) ?? null;
}

function fixFor({ isInPlace, isOwn }: { isInPlace: boolean; isOwn: boolean }): string {
  if (isOwn)
    return 'Bound every wait of the shutdown: `async with asyncio.timeout(seconds)` (or wait_for) around it, and go on without what does not come.';
  if (isInPlace)
    return 'Start no new task in place of one that the shutdown has cancelled: let whatever does that (a done-callback, an `except CancelledError`, a supervisor) look at the stop signal first; or cancel the new one as well.';
  return 'Keep a reference to the task and cancel it in the shutdown (`task.cancel()`, then await it), or let it look at the stop signal wherever it waits.';
}

/** The main task has come to its own shutdown: nobody would cancel it, and what it waits for does not come. */
function shutdownDoes(situation: Situation, task: TaskState, at: string): string {
  const loop = pollsInShutdown(situation, task) ? pollLoop(situation, task) : null;
  if (loop !== null)
    return ` goes round in \`${loop.text}\` (${placeLabel(loop)}) since the signal${at === '' ? '' : `, now${at}`}: what it looks for does not come`;
  return ` has gone on to its shutdown and waits${at} for ${task.wait?.description ?? 'something'}; nobody cancelled it`;
}

/** It has ended its work by itself, and nobody is to cancel what it does last. */
function leavingDoes(task: TaskState, { via }: WayOut, at: string): string {
  const within = via === null ? '' : `, within ${via.function} (${placeLabel(via)}),`;
  return ` has left its work since the signal and waits${at}${within} for ${task.wait?.description ?? 'something'}`;
}

function pollEvidence({ facts, file }: TimerPoll): string {
  return `since the signal the loop calls ${facts.qualifiedName} (${placeLabel({ file, line: facts.line })}) again and again, by a timer that it sets itself: its tests speak of what this task does`;
}

function countEvidence({ cancelRequests }: TaskState): string {
  if (cancelRequests === null) return 'nothing says that it was cancelled';
  if (cancelRequests === 0) return 'its counter of cancel requests is 0';
  return `its counter of cancel requests is ${cancelRequests}, as before the signal`;
}
