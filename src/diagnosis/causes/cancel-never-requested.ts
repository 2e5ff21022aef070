import type { TaskState } from '../../python/model/capture.ts';
import type { Blamed } from '../blame.ts';
import { blamedTasks } from '../blame.ts';
import { askedByWaiter } from '../cancellation/asked-by-waiter.ts';
import { innermostOwn } from '../culprit.ts';
import { isGettingFewer } from '../drains/backlog.ts';
import { limitOfWaiters, outlastingWaiter } from '../drains/bounded-waiter.ts';
import { hasGoneOn } from '../shutdown/gone-on.ts';
import { isMadeByShutdown } from '../shutdown/made-by-shutdown.ts';
import { mainTask } from '../shutdown/main-task.ts';
import { pollingPlace } from '../shutdown/polling.ts';
import type { WayOut } from '../shutdown/way-out.ts';
import { wayOutOf } from '../shutdown/way-out.ts';
import { handlerEvidence } from '../signal/handler-words.ts';
import { anythingCancelled, hasReacted, hasVisiblyReacted } from '../signal/reaction.ts';
import type { Situation } from '../situation.ts';
import type { Cancellation, Certainty, Finding } from '../vocabulary.ts';
import { isBusy, turnsOf } from '../waits/blocked-loops.ts';
import { childPollPlace } from '../waits/child-polls.ts';
import { awaitsChildEnd } from '../waits/child-waits.ts';
import { threadOfJob } from '../waits/jobs.ts';
import { mayPollInShutdown, pollsInShutdown } from '../waits/polls.ts';
import type { TimerPoll } from '../waits/timer-polls.ts';
import { pollOfTask } from '../waits/timer-polls.ts';
import { placeLabel, secondsLabel, taskLabel } from '../words.ts';
import type { Cause } from './cause.ts';
import { progressEvidence, requestEvidence, taskFinding } from './task-finding.ts';

export const cancelNeverRequested: Cause = {
  code: 'cancel-never-requested',
  title: 'nobody cancelled the task',
  stage: 'tasks',
  evidence: 'a sink of the wait-for graph with no cancel request, not in the set that asyncio.run cancelled',
  find(situation) {
    if (situation.evidence.signal === null && !anythingCancelled(situation)) return [];
    if (!hasReacted(situation)) return [];
    return neverRequested(situation).map((one) => finding(situation, one));
  },
};

/** A shield that plays no part in the shutdown is no shield of it: the cause of shields comes first, and did not want it. */
const LEFT_ALONE: ReadonlySet<Cancellation> = new Set<Cancellation>(['not-requested', 'unknown', 'shielded']);

const CLOSING = /(^|\.)shutdown_(asyncgens|default_executor)$/;

function neverRequested(situation: Situation): Blamed[] {
  return blamedTasks(situation).filter(
    (one) =>
      LEFT_ALONE.has(one.cancellation) &&
      one.cycle.length === 0 &&
      outlastingWaiter(situation, one) === null &&
      !isAlwaysRunning(situation, one.task) &&
      !isClosing(one.task) &&
      pollingPlace(situation, one.task) === null &&
      !awaitsChildEnd(one.task) &&
      childPollPlace(situation, one.task) === null &&
      threadOfJob(situation, one) === null,
  );
}

/** Up to 3.10 no counter tells of a cancellation, and for a watch that joined after the signal nothing can be compared either. */
function certaintyOf(situation: Situation, { task, victims }: Blamed): Certainty {
  // It looks in rounds for something to end, and that is what does not.
  if (pollsInShutdown(situation, task)) return 'possible';
  const isUncounted = task.cancelRequests === null && task.inToCancel === null;
  // Requests from before the signal may have been the shutdown's; and uncancel() takes back what was asked for.
  const isDoubtful = (task.cancelRequests ?? 0) > 0 || isAsked(situation, task);
  if (isUncounted && situation.before === null) return 'possible';
  // In an orderly shutdown nobody cancels the main task: what it waits for is the answer, and was not seen.
  if (mainTask(situation) === task) return mayPollInShutdown(situation, task) ? 'possible' : 'likely';
  // Told by the code that somebody waits for it, and by no edge; or it answers for those that it waits for.
  const isInferred =
    victims.some((id) => !situation.graph.edges.has(id)) ||
    situation.graph.edges.has(task.id) ||
    pollOfTask(situation, task) !== null;
  // A loop that is busy all the time does something, and what that is may be the answer.
  const loop = task.loopId === null ? undefined : situation.loops.get(task.loopId);
  const thread = loop?.threadId == null ? undefined : situation.threads.get(loop.threadId);
  const isLoopBusy = thread !== undefined && isBusy(situation, thread);
  const mayEnd = victims.some((id) => isGettingFewer(situation, id));
  const isUnsure = isUncounted || isDoubtful || mayEnd || mayPollInShutdown(situation, task);
  // It goes its own way out: what it waits for there is the answer, and was not seen.
  const isLeaving = wayOutOf(situation, task) !== null;
  return isUnsure || isInferred || isLoopBusy || isLeaving || !hasVisiblyReacted(situation)
    ? 'likely'
    : 'certain';
}

/** What asyncio.run makes to close what is left waits for others by its nature; nobody is to cancel it. */
function isClosing({ coroutine, stack }: TaskState): boolean {
  return CLOSING.test(coroutine) && stack.every(({ origin }) => origin === 'python');
}

function isAsked({ tasks, graph, surroundings }: Situation, { id, inToCancel }: TaskState): boolean {
  return inToCancel !== false && askedByWaiter({ tasks, graph, surroundings }, id);
}

/** A step that never ends is nothing that a cancellation would have ended: the loop's causes tell of it, or nobody can. */
function isAlwaysRunning(situation: Situation, { id, activity, loopId }: TaskState): boolean {
  return (
    activity === 'running' &&
    (loopId === null || turnsOf(situation, loopId) !== 'taken') &&
    situation.since.every(({ capture }) => capture.tasks.find((one) => one.id === id)?.activity === 'running')
  );
}

function finding(situation: Situation, blamed: Blamed): Finding {
  const { task } = blamed;
  const place = innermostOwn(task.stack);
  const born = situation.before !== null && !situation.tasksBefore.has(task.id);
  const poll = pollOfTask(situation, task);
  const isAwaited = blamed.victims.length > 0 || poll !== null;
  const at = place === null ? '' : ` at ${placeLabel(place)}`;
  const requested = task.cancelRequests ?? 0;
  const isShutdown = mainTask(situation) === task && hasGoneOn(situation, task);
  const isItsChild = !isShutdown && isMadeByShutdown(situation, task);
  const wayOut = isShutdown ? null : wayOutOf(situation, task);
  const isTold = requested > 0 ? 'not cancelled since the signal' : 'never cancelled';
  let does = `${born ? ', made during the shutdown,' : ''} was ${isTold} and goes on${at}`;
  if (isShutdown) does = shutdownDoes(situation, task, at);
  else if (wayOut !== null) does = leavingDoes(task, wayOut, at);
  return taskFinding(situation, blamed, {
    cause: 'cancel-never-requested',
    certainty: certaintyOf(situation, blamed),
    sentence: `${taskLabel(task)}${does}${isAwaited ? '; the shutdown waits for it' : ''}.`,
    fix:
      isShutdown || isItsChild || wayOut !== null
        ? 'Bound every wait of the shutdown: `async with asyncio.timeout(seconds)` (or wait_for) around it, and go on without what does not come.'
        : 'Keep a reference to the task and cancel it in the shutdown (`task.cancel()`, then await it), or let it look at the stop signal wherever it waits.',
    construct: null,
    evidence: [
      ...(requested > 0 ? [] : requestEvidence(blamed)),
      countEvidence(task),
      ...limitEvidence(situation, blamed),
      ...(poll === null ? [] : [pollEvidence(poll)]),
      ...handlerEvidence(situation),
      ...progressEvidence(situation, blamed),
    ],
  });
}

/** The main task has come to its own shutdown: nobody would cancel it, and what it waits for does not come. */
function shutdownDoes(situation: Situation, task: TaskState, at: string): string {
  if (pollsInShutdown(situation, task))
    return ` looks in rounds${at}, since the signal, whether it can end, and cannot`;
  return ` has gone on to its shutdown and waits${at} for ${task.wait?.description ?? 'something'}; nobody cancelled it`;
}

/** It has ended its work by itself, and nobody is to cancel what it does last. */
function leavingDoes(task: TaskState, { via }: WayOut, at: string): string {
  const within = via === null ? '' : `, within ${via.function} (${placeLabel(via)}),`;
  return ` has left its work since the signal and waits${at}${within} for ${task.wait?.description ?? 'something'}`;
}

/** A library may go on without it after a while (Quart's shutdown of background tasks). */
function limitEvidence(situation: Situation, { victims }: Blamed): string[] {
  const limitSeconds = limitOfWaiters(situation, victims);
  return limitSeconds === null
    ? []
    : [`who waits for it would go on without it in ${secondsLabel(limitSeconds)}, after the grace period`];
}

function pollEvidence({ facts, file }: TimerPoll): string {
  return `since the signal the loop calls ${facts.qualifiedName} (${placeLabel({ file, line: facts.line })}) again and again, by a timer that it sets itself: its tests speak of what this task does`;
}

function countEvidence({ cancelRequests }: TaskState): string {
  if (cancelRequests === null) return 'nothing says that it was cancelled';
  if (cancelRequests === 0) return 'its counter of cancel requests is 0';
  return `its counter of cancel requests is ${cancelRequests}, as before the signal`;
}
