import type { ThreadState } from '../../python/model/capture.ts';
import type { CodePlace } from '../../python/model/frame.ts';
import type { ProcessFacts } from '../../target/facts.ts';
import type { Blamed } from '../blame.ts';
import { blamedTasks } from '../blame.ts';
import { childJob } from '../children/child-job.ts';
import { busiestFirst, childStand } from '../children/child-stand.ts';
import { isAtCopiedLock } from '../children/copied-lock.ts';
import { withoutParents } from '../children/forked.ts';
import { callConstruct, innermostOwn, processCulprit, sourceFrame } from '../culprit.ts';
import { drainRule } from '../libraries/drains.ts';
import type { Situation } from '../situation.ts';
import type { Certainty, Finding } from '../vocabulary.ts';
import { childPollOfThread, childPollPlace } from '../waits/child-polls.ts';
import { childWaitOnMainLoop, pipeReaderBehind } from '../waits/child-waits.ts';
import { childWaiterOfJob } from '../waits/jobs.ts';
import { threadPath } from '../waits/threads.ts';
import { frameLabel, placeLabel, secondsLabel, threadLabel } from '../words.ts';
import type { Cause } from './cause.ts';
import { childFix, childMaskEvidence, childStandLabel } from './child-words.ts';
import { signalNotForwardedPython } from './signal-not-forwarded-python.ts';

/** The main thread itself waits: a supervisor, whose own handler is not to blame. */
export const childStillRunningMain: Cause = {
  code: 'child-still-running',
  title: 'the parent waits for a child that does not end',
  stage: 'leaving',
  evidence:
    "the main thread waits for a child's exit, outside any loop or in the shutdown that its loop runs; the child is alive",
  find(situation) {
    const main = situation.mainThread;
    if (situation.evidence.signal === null || main === null) return [];
    const waiter = waiterBehindJoins(situation, main);
    if (pipeReaderBehind(situation, main) !== null) return [];
    const polled = supervises(waiter) ? null : childPollOfThread(situation, waiter);
    if (!supervises(waiter) && polled === null) return [];
    const runsLoop = situation.last.loops.some(
      (loop) => loop.threadId === main.id && loop.state !== 'closed',
    );
    if (runsLoop && childWaitOnMainLoop(situation) === null) return [];
    if (signalNotForwardedPython.find(situation).length > 0) return [];
    const childPid = waiter.waitsFor.kind === 'child' ? waiter.waitsFor.childPid : null;
    return of(situation, childPid, { ...waiterAt(waiter, polled), ...limitOf(waiter) });
  },
};

/**
 * The thread that the main thread joins since the signal, or that one joins, where it waits for a child; else the main
 * thread itself. A join from before the signal is the program's work.
 */
function waiterBehindJoins(situation: Situation, main: ThreadState): ThreadState {
  const earlier = situation.before?.threads.find((one) => one.isMain);
  if (earlier?.waitsFor.kind === 'thread-join') return main;
  const path = threadPath(situation, main);
  const last = path.at(-1);
  const joins = path.slice(0, -1).every(({ waitsFor }) => waitsFor.kind === 'thread-join');
  if (last?.waitsFor.kind !== 'child' || !joins) return main;
  // The thread that manages a process pool is Python's own, and its workers are the pool's affair.
  return innermostOwn(last.stack)?.origin === 'python' ? main : last;
}

/** It waits for a child, or stands where a supervisor looks now and then whether its workers have ended. */
export function supervises(main: ThreadState): boolean {
  return main.waitsFor.kind === 'child' || main.stack.some((place) => drainRule(place)?.supervises === true);
}

export const childStillRunning: Cause = {
  code: 'child-still-running',
  title: 'the parent waits for a child that does not end',
  stage: 'tasks',
  evidence:
    "a task of the shutdown, or the thread that does a job for it, waits for a child's exit; the child is alive",
  find(situation) {
    return blamedTasks(situation).flatMap((one) => {
      const polled = childPollPlace(situation, one.task);
      if (polled !== null) return of(situation, null, waiterBehind(situation, one, polled));
      const on = one.task.wait?.on;
      const wait =
        on?.kind === 'child' && on.what !== 'input' ? on : childWaiterOfJob(situation, one)?.waitsFor;
      return wait?.kind === 'child' ? of(situation, wait.childPid, waiterBehind(situation, one)) : [];
    });
  },
};

/** What is said of the child for which a thread waits; `asker`: where it was given that to do, if no code of the service's own is on it. */
export function childFindings(
  situation: Situation,
  thread: ThreadState,
  asker: CodePlace | null = null,
): Finding[] {
  const { waitsFor } = thread;
  if (waitsFor.kind !== 'child') return [];
  const waiter = { ...waiterAt(thread), ...limitOf(thread), thread };
  // `Thread(target=child.wait)`: no line of Python's own says anything.
  const place = waiter.place?.origin === 'python' ? asker : waiter.place;
  return of(situation, waitsFor.childPid, { ...waiter, place });
}

/** Of one that a thread goes round for. */
export function polledChildFinding(situation: Situation, thread: ThreadState, child: ProcessFacts): Finding {
  return finding(situation, child, waiterAt(thread), 'likely');
}

/** Where the wait is written: in the service's own code, and below Python's own. */
interface Waiter {
  place: CodePlace | null;
  innermost: CodePlace | null;
  /** `process.wait(timeout=…)`; absent for none. */
  limitSeconds?: number;
  /** Which waits, where that is another than the main one. */
  thread?: ThreadState;
}

function waiterAt({ stack }: { stack: readonly CodePlace[] }, polled: CodePlace | null = null): Waiter {
  const place = polled?.origin === 'user' ? polled : innermostOwn(stack);
  return { place, innermost: stack.findLast(({ origin }) => origin !== 'python') ?? null };
}

function limitOf({ waitsFor }: ThreadState): Pick<Waiter, 'limitSeconds'> {
  const seconds = waitsFor.kind === 'child' ? waitsFor.timeoutSeconds : undefined;
  return seconds === undefined ? {} : { limitSeconds: seconds };
}

/** A library's pool may go round in a task of its own, or gather make one of `process.wait()`, for which the service's waits. */
function waiterBehind(
  situation: Situation,
  { task, victims }: Blamed,
  polled: CodePlace | null = null,
): Waiter {
  const waiter = waiterAt(task, polled);
  if (waiter.place?.origin === 'user') return waiter;
  const asked = victims
    .flatMap((id) => situation.tasks.get(id) ?? [])
    .map((one) => waiterAt(one))
    .find(({ place }) => place?.origin === 'user');
  return asked === undefined ? waiter : { ...waiter, place: asked.place };
}

function of(situation: Situation, childPid: number | null, waiter: Waiter): Finding[] {
  const { family } = situation.last;
  const child =
    childPid === null
      ? busiestFirst(situation)[0]
      : family.descendants.find((one) => one.pid === childPid && one.state !== 'Z' && one.state !== 'X');
  return child === undefined
    ? []
    : [finding(situation, child, waiter, childPid === null ? 'likely' : 'certain')];
}

/** Where the child itself stands, if it was looked at. */
function placeInChild(situation: Situation, child: ProcessFacts): CodePlace | null {
  const { pid } = child;
  const looks = situation.evidence.children?.find((one) => one.pid === pid)?.captures ?? [];
  const newest = looks.at(-1);
  const main = newest === undefined ? null : withoutParents(newest.capture).threads.find((one) => one.isMain);
  const stand = childStand(situation, child);
  if (main == null || (main.loopId !== null && stand?.idle !== false)) return null;
  const place = stand?.place ?? innermostOwn(main.stack);
  // `<string>` is what multiprocessing starts a child with.
  return place?.file.startsWith('<') === true ? null : place;
}

function finding(situation: Situation, child: ProcessFacts, waiter: Waiter, certainty: Certainty): Finding {
  const { place, limitSeconds, thread } = waiter;
  const who = thread === undefined ? '' : ` in ${threadLabel(thread)}`;
  const main = placeInChild(situation, child);
  // Where its main thread waits for others in a library's code is nobody's fault.
  const job = main?.origin === 'user' ? null : childJob(situation, child);
  const own = job?.place ?? main;
  const isLocked = isAtCopiedLock(situation, child);
  const locked = isLocked
    ? '; there it waits for a lock that, most likely, the fork copied while another thread of its parent held it'
    : '';
  return {
    cause: 'child-still-running',
    certainty: own === null || (own === main && own.origin === 'user') ? certainty : 'likely',
    sentence: `The process waits${who}${place === null || place.origin === 'python' ? '' : ` at ${placeLabel(place)}`} for its child ${child.comm} (pid ${child.pid}), which ${childStandLabel(situation, child)}${job === null ? '' : `; there ${job.who} is in ${frameLabel(job.place)}`}${locked}.`,
    fix: childFix(situation, child, waiter, own),
    culprit: {
      ...processCulprit(child),
      frame: sourceFrame(situation, own ?? place),
      construct: callConstruct(situation, place),
    },
    waitsFor:
      own === null ? { kind: 'child', description: `child process ${child.pid} (${child.comm})` } : null,
    evidence: [
      `pid ${child.pid} is alive (state ${child.state})`,
      childMaskEvidence(situation, child),
      ...(limitSeconds === undefined ? [] : [`the wait has a limit of ${secondsLabel(limitSeconds)}`]),
      ...(own === null ? [] : [`it stands in ${frameLabel(own)}`]),
      ...(isLocked ? ['it waits there for a lock, and has no other thread that could free it'] : []),
    ],
    blocks: [`pid ${situation.last.family.target.pid}`],
  };
}
