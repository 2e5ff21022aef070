/** Tasks that nobody cancelled, and for which the shutdown waits. */

import type { TaskState } from '../../python/model/capture.ts';
import type { Blamed } from '../blame.ts';
import { blamedTasks } from '../blame.ts';
import { askedByWaiter } from '../cancellation/asked-by-waiter.ts';
import { findSwallower } from '../cancellation/swallow-search.ts';
import { isGettingFewer } from '../drains/backlog.ts';
import { limitOfWaiters, outlastingWaiter } from '../drains/bounded-waiter.ts';
import { taskAt } from '../looks/at-look.ts';
import { once } from '../once.ts';
import { mainTask } from '../shutdown/main-task.ts';
import { pollingPlace } from '../shutdown/polling.ts';
import { wayOutOf } from '../shutdown/way-out.ts';
import { testsLater } from '../signal/flag-readers.ts';
import { hasRun } from '../signal/flag-state.ts';
import { flagsOf, handlersOf, onlySets } from '../signal/handlers.ts';
import { anythingCancelled, hasReacted, hasVisiblyReacted } from '../signal/reaction.ts';
import type { Situation } from '../situation.ts';
import type { Cancellation, Certainty } from '../vocabulary.ts';
import { isBusy, turnsOf } from '../waits/blocked-loops.ts';
import { childPollPlace } from '../waits/child-polls.ts';
import { awaitsChildEnd } from '../waits/child-waits.ts';
import { threadOfJob } from '../waits/jobs.ts';
import { mayPollInShutdown, pollsInShutdown } from '../waits/polls.ts';
import { pollOfTask } from '../waits/timer-polls.ts';
import { secondsLabel } from '../words.ts';

/** A shield that plays no part in the shutdown is no shield of it: the cause of shields comes first, and did not want it. */
const LEFT_ALONE: ReadonlySet<Cancellation> = new Set<Cancellation>(['not-requested', 'unknown', 'shielded']);

const CLOSING = /(^|\.)shutdown_(asyncgens|default_executor)$/;

/** Those to blame that nobody cancelled and nobody else answers for; none before anybody was told anything. */
export const neverRequested = once((situation): Blamed[] => {
  if (situation.evidence.signal === null && !anythingCancelled(situation)) return [];
  if (!hasReacted(situation)) return [];
  return blamedTasks(situation).filter(
    (one) =>
      LEFT_ALONE.has(one.cancellation) &&
      one.cycle.length === 0 &&
      outlastingWaiter(situation, one) === null &&
      !isToldByFlag(situation, one) &&
      !isAlwaysRunning(situation, one.task) &&
      !isClosing(one.task) &&
      pollingPlace(situation, one.task) === null &&
      !awaitsChildEnd(one.task) &&
      childPollPlace(situation, one.task) === null &&
      threadOfJob(situation, one) === null,
  );
});

/** The handler has set a flag for which its own code looks further on, and it has not come there: nobody need cancel it. */
function isToldByFlag(situation: Situation, { task, victims }: Blamed): boolean {
  const { acting } = handlersOf(situation);
  if (acting === null || victims.length > 0 || mainTask(situation) !== task) return false;
  if (situation.tasksBefore.get(task.id)?.stepMark !== task.stepMark) return false;
  if (!onlySets(acting) || hasRun(situation, acting) !== true) return false;
  const flags = flagsOf(acting);
  return task.stack.some((place) => place.origin === 'user' && testsLater(situation, place, flags));
}

/** Up to 3.10 no counter tells of a cancellation, and for a watch that joined after the signal nothing can be compared either. */
export function certaintyOf(situation: Situation, { task, victims }: Blamed): Certainty {
  // It looks in rounds for something to end, and that is what does not.
  if (pollsInShutdown(situation, task)) return 'possible';
  const isUncounted = task.cancelRequests === null && task.inToCancel === null;
  // Requests from before the signal may have been the shutdown's; and uncancel() takes back what was asked for.
  const isDoubtful =
    (task.cancelRequests ?? 0) > 0 || isAsked(situation, task) || mayHaveTakenBack(situation, task);
  if (isUncounted && situation.before === null)
    return victims.length > 0 && findSwallower(situation, task) === null ? 'likely' : 'possible';
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

/** A counter of 0 is no proof: what keeps a cancellation may lower it as well, in code that is not to be seen. */
function mayHaveTakenBack(situation: Situation, task: TaskState): boolean {
  if (task.cancelRequests !== 0 || task.inToCancel === false) return false;
  const swallower = findSwallower(situation, task);
  return swallower?.followed === true && !swallower.endsTask;
}

/** A step that never ends is nothing that a cancellation would have ended: the loop's causes tell of it, or nobody can. */
function isAlwaysRunning(situation: Situation, { id, activity, loopId }: TaskState): boolean {
  return (
    activity === 'running' &&
    (loopId === null || turnsOf(situation, loopId) !== 'taken') &&
    situation.since.every(({ capture }) => taskAt(capture, id)?.activity === 'running')
  );
}

/** A library may go on without it after a while (Quart's shutdown of background tasks). */
export function limitEvidence(situation: Situation, { victims }: Blamed): string[] {
  const limitSeconds = limitOfWaiters(situation, victims);
  return limitSeconds === null
    ? []
    : [`who waits for it would go on without it in ${secondsLabel(limitSeconds)}, after the grace period`];
}
