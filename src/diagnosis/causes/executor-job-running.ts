import type { TaskState, ThreadState } from '../../python/model/capture.ts';
import type { CodePlace } from '../../python/model/frame.ts';
import { innermostOwn, threadCulprit } from '../culprit.ts';
import type { Backlog } from '../drains/backlog.ts';
import { backlogEvidence, backlogOf } from '../drains/backlog.ts';
import type { Situation } from '../situation.ts';
import { threadStand } from '../threads/thread-stand.ts';
import type { Finding } from '../vocabulary.ts';
import { waitsForProcess } from '../waits/child-waits.ts';
import { busyWorkers, joinsExecutor } from '../waits/exit-threads.ts';
import { HOLD_NO_LOCK, isOwnerKnown, ownersBehind, ownersLabel } from '../waits/held-locks.ts';
import { threadWaitLabel } from '../waits/thread-words.ts';
import { frameLabel, lowerFirst, placeLabel, taskLabel, threadLabel, versionedFrameLabel } from '../words.ts';
import type { Cause } from './cause.ts';
import { joinFix } from './join-fix.ts';
import { joinPlace } from './joins.ts';

/**
 * `concurrent.futures.thread._python_exit` and `loop.shutdown_default_executor` join every worker; a running job cannot
 * be cancelled (`Future.cancel` returns False once it runs).
 */
export const executorJobRunning: Cause = {
  code: 'executor-job-running',
  title: 'a job in a thread pool goes on, and the exit joins the pool',
  stage: 'leaving',
  evidence: 'the main thread, or asyncio.run, joins the executor; a worker of it is not idle',
  find(situation) {
    if (!joinsExecutor(situation)) return [];
    // One that waits for a child is not what goes on (child-still-running, child-pipe-held-open).
    return busyWorkers(situation)
      .filter((worker) => !waitsForProcess(situation, worker))
      .map((worker) => finding(situation, worker));
  },
};

/** The task that waits for the job of a worker, and the one that asked for it before it was cancelled. */
export function taskOfJob(situation: Situation, worker: ThreadState): TaskState | null {
  const waits = (task: TaskState) =>
    task.wait?.on.kind === 'thread-job' && task.wait.on.threadId === worker.id;
  const now = situation.last.tasks.find(waits);
  if (now !== undefined) return now;
  for (let index = situation.evidence.captures.length - 1; index >= 0; index -= 1) {
    const found = situation.evidence.captures[index]?.capture.tasks.find(waits);
    if (found !== undefined) return found;
  }
  return null;
}

/** `to_thread(requests.get, url)`: no line of the user's is in the thread, but the one that asked for the job is. */
function blamedPlace(running: CodePlace | null, askedAt: CodePlace | null): CodePlace | null {
  return running?.origin !== 'user' && askedAt?.origin === 'user' ? askedAt : running;
}

/** `with ThreadPoolExecutor() as pool:` joins it where the block ends; a library in its own shutdown; else asyncio.run, or Python. */
function joinerLabel({ mainThread, last }: Situation): string {
  const at = mainThread?.waitsFor.kind === 'executor-shutdown' ? joinPlace(mainThread) : null;
  if (at !== null) return at.origin === 'user' ? frameLabel(at) : versionedFrameLabel(at, last.libraries);
  const isRun = ({ name, file }: CodePlace) => name === 'run' && file.endsWith('/asyncio/runners.py');
  if (mainThread?.stack.some(isRun) === true) return 'asyncio.run';
  // `loop.run_until_complete(loop.shutdown_default_executor())`, in a runner of the service's own.
  const isAsked = last.tasks.some(({ coroutine }) => /(^|\.)shutdown_default_executor$/.test(coroutine));
  const own = mainThread === null ? null : innermostOwn(mainThread.stack);
  return isAsked && own?.origin === 'user' ? frameLabel(own) : 'the exit of Python';
}

/** From 3.9 on (Lib/concurrent/futures/thread.py); what runs already is waited for. */
const DROP_QUEUED =
  'Drop what has not begun: `executor.shutdown(cancel_futures=True)` as soon as the signal comes (from Python 3.9 on; cancel the futures yourself before), or give the pool more workers, or raise terminationGracePeriodSeconds.';

const END_THE_JOB =
  'Give the job a way to end: a time limit on what it calls, or a threading.Event that it looks at and the shutdown sets; or run it in a daemon thread or a process that may be killed.';

/** A job that asks the loop for anything would wait for ever. */
const LEAVE_THE_LOOP =
  ' Wait for the pool in a thread, so that the event loop can go on: `await asyncio.to_thread(pool.shutdown)`.';

function jobFix(worker: ThreadState): string {
  const { waitsFor } = worker;
  return waitsFor.kind === 'queue' && waitsFor.operation !== 'get' ? joinFix(worker) : END_THE_JOB;
}

/** The pool is joined in a step of an event loop, which has nobody else to run it. */
function holdsLoop({ mainThread: main, last }: Situation): boolean {
  if (main?.waitsFor.kind !== 'executor-shutdown') return false;
  return last.loops.some(({ threadId, state }) => threadId === main.id && state === 'running');
}

function backlogOfPool(situation: Situation, { pool }: ThreadState): Backlog | null {
  return backlogOf(
    situation,
    'jobs',
    ({ threads }) => threads.find((one) => one.pool?.executorId === pool?.executorId)?.pool?.queued ?? null,
  );
}

/** The job would end, were it not for who has its lock. */
function lockedFinding(
  situation: Situation,
  worker: ThreadState,
  owners: readonly ThreadState[],
  owner: ThreadState,
): Finding {
  const running = threadStand(situation, worker);
  const at = running === null ? '' : ` in ${frameLabel(running)}`;
  return {
    cause: 'executor-job-running',
    certainty: isOwnerKnown(worker) ? 'certain' : 'likely',
    sentence: `A job in ${threadLabel(worker)} ${threadWaitLabel(situation, worker)}${at}, and ${joinerLabel(situation)} joins the pool${ownersLabel(situation, owners)}.`,
    fix: HOLD_NO_LOCK,
    culprit: threadCulprit(situation, owner, null, threadStand(situation, owner)),
    waitsFor: { kind: 'thread', description: threadWaitLabel(situation, owner) },
    evidence: [worker, ...owners].map((one) => `${threadLabel(one)} ${threadWaitLabel(situation, one)}`),
    blocks: blocked(situation),
  };
}

function blocked(situation: Situation): string[] {
  return [
    situation.mainThread === null
      ? 'the exit of Python'
      : `the main thread, which ${threadWaitLabel(situation, situation.mainThread)}`,
  ];
}

function finding(situation: Situation, worker: ThreadState): Finding {
  const owners = ownersBehind(situation, worker);
  const owner = owners.at(-1);
  if (owner !== undefined) return lockedFinding(situation, worker, owners, owner);
  const running = threadStand(situation, worker);
  const asker = taskOfJob(situation, worker);
  const askedAt = asker === null ? null : innermostOwn(asker.stack);
  const place = blamedPlace(running, askedAt);
  const what =
    running === null || (running.origin === 'python' && place !== running)
      ? ''
      : ` ${versionedFrameLabel(running, situation.last.libraries)}`;
  const origin = place === running || place === null ? '' : `, asked for at ${placeLabel(place)}`;
  const evidence = [
    `${threadLabel(worker)} is a worker of a thread pool and not idle: it ${threadWaitLabel(situation, worker)}`,
  ];
  if (asker !== null && askedAt !== null)
    evidence.push(`${lowerFirst(taskLabel(asker))} asked for the job at ${frameLabel(askedAt)}`);
  const isHeld = holdsLoop(situation);
  if (isHeld)
    evidence.push('the main thread joins the pool in a step of its event loop, which stands still meanwhile');
  const backlog = backlogOfPool(situation, worker);
  const others =
    backlog === null
      ? ''
      : ` ${backlog.last.left} more jobs are queued, and each of them will run before that ends.`;
  return {
    cause: 'executor-job-running',
    certainty: 'certain',
    sentence: `A job in ${threadLabel(worker)} still runs${what}${origin}: a thread cannot be cancelled, and ${joinerLabel(situation)} joins the pool.${others}`,
    fix: `${backlog !== null ? DROP_QUEUED : jobFix(worker)}${isHeld ? LEAVE_THE_LOOP : ''}`,
    culprit: threadCulprit(situation, worker, null, place),
    waitsFor: { kind: 'thread', description: threadWaitLabel(situation, worker) },
    evidence: backlog === null ? evidence : [...evidence, ...backlogEvidence(backlog)],
    blocks: blocked(situation),
  };
}
