import type { TaskState } from '../../python/model/capture.ts';
import type { Blamed } from '../blame.ts';
import { blamedTasks } from '../blame.ts';
import { outlastingWaiter } from '../bounded-waiter.ts';
import { innermostOwn } from '../culprit.ts';
import { anythingCancelled, hasGoneOn, hasReacted, hasVisiblyReacted, mainTask } from '../reaction.ts';
import type { Situation } from '../situation.ts';
import type { Certainty, Finding } from '../vocabulary.ts';
import { isBusy } from '../waits/blocked-loops.ts';
import { threadOfJob } from '../waits/jobs.ts';
import { mayPollInShutdown, pollsInShutdown } from '../waits/polls.ts';
import { placeLabel, taskLabel } from '../words.ts';
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

function neverRequested(situation: Situation): Blamed[] {
  return blamedTasks(situation).filter(
    (one) =>
      (one.cancellation === 'not-requested' || one.cancellation === 'unknown') &&
      one.cycle.length === 0 &&
      outlastingWaiter(situation, one) === null &&
      !isAlwaysRunning(situation, one.task) &&
      one.task.wait?.on.kind !== 'child' &&
      threadOfJob(situation, one) === null,
  );
}

/** Up to 3.10 no counter tells of a cancellation, and for a watch that joined after the signal nothing can be compared either. */
function certaintyOf(situation: Situation, { task, victims }: Blamed): Certainty {
  // It looks in rounds for something to end, and that is what does not.
  if (pollsInShutdown(situation, task)) return 'possible';
  const isUncounted = task.cancelRequests === null && task.inToCancel === null;
  if (isUncounted && situation.before === null) return 'possible';
  // Told by the code that somebody waits for it, and by no edge.
  const isInferred = victims.some((id) => !situation.graph.edges.has(id));
  // A loop that is busy all the time does something, and what that is may be the answer.
  const loop = task.loopId === null ? undefined : situation.loops.get(task.loopId);
  const thread = loop?.threadId == null ? undefined : situation.threads.get(loop.threadId);
  const isLoopBusy = thread !== undefined && isBusy(situation, thread);
  const mayPoll = mayPollInShutdown(situation, task);
  if (mayPoll && mainTask(situation) === task) return 'possible';
  const isUnsure = isUncounted || mayPoll;
  return isUnsure || isInferred || isLoopBusy || !hasVisiblyReacted(situation) ? 'likely' : 'certain';
}

/** A step that never ends is nothing that a cancellation would have ended: the loop's causes tell of it, or nobody can. */
function isAlwaysRunning({ since }: Situation, { id, activity }: TaskState): boolean {
  return (
    activity === 'running' &&
    since.every(({ capture }) => capture.tasks.find((one) => one.id === id)?.activity === 'running')
  );
}

function finding(situation: Situation, blamed: Blamed): Finding {
  const { task } = blamed;
  const place = innermostOwn(task.stack);
  const born = situation.before !== null && !situation.tasksBefore.has(task.id);
  const waiters = blamed.victims.length;
  const at = place === null ? '' : ` at ${placeLabel(place)}`;
  const isShutdown = mainTask(situation) === task && hasGoneOn(situation, task);
  const does = isShutdown
    ? shutdownDoes(situation, task, at)
    : `${born ? ', made during the shutdown,' : ''} was never cancelled and goes on${at}`;
  return taskFinding(situation, blamed, {
    cause: 'cancel-never-requested',
    certainty: certaintyOf(situation, blamed),
    sentence: `${taskLabel(task)}${does}${waiters > 0 ? '; the shutdown waits for it' : ''}.`,
    fix: isShutdown
      ? 'Bound every wait of the shutdown: `async with asyncio.timeout(seconds)` (or wait_for) around it, and go on without what does not come.'
      : 'Keep a reference to the task and cancel it in the shutdown (`task.cancel()`, then await it), or let it look at the stop signal wherever it waits.',
    construct: null,
    evidence: [
      ...requestEvidence(blamed),
      task.cancelRequests === 0
        ? 'its counter of cancel requests is 0'
        : 'nothing says that it was cancelled',
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
