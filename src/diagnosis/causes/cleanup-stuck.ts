import type { TaskState } from '../../python/model/capture.ts';
import type { CodePlace } from '../../python/model/frame.ts';
import type { Blamed } from '../blame.ts';
import { blamedTasks } from '../blame.ts';
import { endsDeliberately } from '../cancellation/deliberate-end.ts';
import { innerLoopOfHandler } from '../cancellation/handler-loop.ts';
import { findSwallower } from '../cancellation/swallow-search.ts';
import { innermostOwn } from '../culprit.ts';
import { progressOf } from '../drains/progress.ts';
import { endsLifespan } from '../drains/servers.ts';
import type { CleanupDefect } from '../libraries/cleanup-defects.ts';
import { cleanupDefect } from '../libraries/cleanup-defects.ts';
import { exitOnWayOut, innermostCleanup } from '../shutdown/cleanup-place.ts';
import type { CleanupRounds } from '../shutdown/cleanup-rounds.ts';
import { cleanupRounds } from '../shutdown/cleanup-rounds.ts';
import { hasLeft } from '../shutdown/left-work.ts';
import { mainTask } from '../shutdown/main-task.ts';
import { pollingPlace } from '../shutdown/polling.ts';
import { isRunUntilComplete } from '../shutdown/run-until-complete.ts';
import type { ShutdownTask } from '../shutdown/shutdown-tasks.ts';
import { shutdownTaskOf } from '../shutdown/shutdown-tasks.ts';
import type { Situation } from '../situation.ts';
import { cleanupRegion, exitRegion } from '../source/swallow.ts';
import type { Construct, Finding } from '../vocabulary.ts';
import { childPollPlace } from '../waits/child-polls.ts';
import { awaitsChildEnd, waitsForProcess } from '../waits/child-waits.ts';
import { isInSightOfUntold, mayBeHeldByWaiter } from '../waits/completers.ts';
import { threadJobOf, threadOfJob } from '../waits/jobs.ts';
import { pollLoop, pollsInShutdown, triesInRounds } from '../waits/polls.ts';
import { placeLabel, secondsLabel, taskLabel } from '../words.ts';
import type { Cause } from './cause.ts';
import { cleanupWords, ROUNDS_FIX } from './cleanup-stuck-words.ts';
import { progressEvidence, requestEvidence, taskFinding } from './task-finding.ts';

/** The exception of a coroutine that is suspended inside except, finally or __aexit__ is kept in its exc_state (Include/internal/pycore_interp_structs.h). */
export const cleanupStuck: Cause = {
  code: 'cleanup-stuck',
  title: 'a cleanup waits for what never comes',
  stage: 'tasks',
  evidence:
    "the coroutine's exception state holds CancelledError and the frame's line lies in except, finally or an exit",
  find(situation) {
    return blamedTasks(situation)
      .filter(
        (one) =>
          one.cycle.length === 0 &&
          !awaitsChildEnd(one.task) &&
          !waitsForProcessInJob(situation, one) &&
          childPollPlace(situation, one.task) === null &&
          isInCleanup(situation, one) &&
          (situation.evidence.endedLater === true || innerLoopOfHandler(situation, one.task) === null),
      )
      .map((one) => finding(situation, one));
  },
};

function waitsForProcessInJob(situation: Situation, blamed: Blamed): boolean {
  const thread = threadJobOf(situation, blamed);
  return thread !== null && waitsForProcess(situation, thread);
}

function isInCleanup(situation: Situation, blamed: Blamed): boolean {
  if (blamed.cancellation === 'unwinding' || endsLifespan(situation, blamed.task)) return true;
  if (isShutdownItself(situation, blamed)) return true;
  // Without a cancellation in hand: the orderly way out (a stop event) runs the same finally.
  return (
    (blamed.cancellation === 'not-requested' || blamed.cancellation === 'unknown') &&
    situation.evidence.signal !== null &&
    cleanupOf(situation, blamed, false) !== null
  );
}

/**
 * The handler started it, and it has not come to tell the others; or the main task on its way out: `run_until_complete` was
 * given it since the signal, or it has come past where it stood.
 */
function isShutdownItself(situation: Situation, blamed: Blamed): boolean {
  const { task, cancellation } = blamed;
  // What it waits for is a job in a thread, which is told of itself.
  if (threadOfJob(situation, blamed) !== null) return false;
  if (shutdownTaskOf(situation, task) !== null) return pollingPlace(situation, task) === null;
  if (situation.before === null || situation.phase !== 'draining') return false;
  if (cancellation !== 'not-requested' && cancellation !== 'unknown') return false;
  if (!task.doneCallbacks.some(isRunUntilComplete) || pollingPlace(situation, task) !== null) return false;
  // One that looks in rounds whether it may end waits for others, whom nothing names.
  if (pollsInShutdown(situation, task) && !triesInRounds(situation, task)) return false;
  const earlier = situation.tasksBefore.get(task.id);
  return earlier === undefined || hasLeft(situation, task, earlier);
}

/** The frame that is in its cleanup, and the construct it is in: by the exception it holds, else by syntax. */
function cleanupOf(
  situation: Situation,
  blamed: Blamed,
  holdsException: boolean,
): { place: CodePlace; construct: Construct | null } | null {
  const { task } = blamed;
  if (!holdsException) {
    const found = innermostCleanup(situation, task) ?? exitOnWayOut(situation, task);
    return found === null ? null : { place: found.place, construct: constructOf(found) };
  }
  const frames = task.handling.filter((one) => one.isCancelled).map((one) => task.stack[one.frameIndex]);
  const own = frames.filter((one): one is CodePlace => one !== undefined && one.origin !== 'python');
  for (const place of own) {
    const around = situation.surroundings(place);
    const region = around === null ? null : (cleanupRegion(around) ?? exitRegion(around));
    if (region !== null) return { place, construct: constructOf({ place, region }) };
  }
  const first = own[0];
  return first === undefined ? null : { place: first, construct: null };
}

function constructOf({ place, region }: { place: CodePlace; region: { construct: Construct } }): Construct {
  return { ...region.construct, file: place.file };
}

/** The shutdown as a task of the handler's: no cleanup of a construct, and nobody cancelled it. */
function shutdownFinding(
  situation: Situation,
  blamed: Blamed,
  { task, ahead, isNamed }: ShutdownTask,
): Finding {
  const now = innermostOwn(task.stack);
  const text = situation.sourceLine(ahead.file, ahead.line)?.trim() ?? null;
  const next = text === null ? placeLabel(ahead) : `\`${text}\` (${placeLabel(ahead)})`;
  return taskFinding(situation, blamed, {
    cause: 'cleanup-stuck',
    certainty: 'likely',
    sentence: `${taskLabel(task)} is the shutdown${isNamed ? ', which the signal handler started' : ''}; it waits${now === null ? '' : ` at ${placeLabel(now)}`} for ${task.wait?.description ?? 'something unknown'}, and has not come to ${next}.`,
    fix:
      shutdownRounds(situation, task) === null
        ? 'Bound every wait of the shutdown: `async with asyncio.timeout(seconds)` (or wait_for) around it, and go on to cancel the others without what does not come.'
        : ROUNDS_FIX,
    construct: null,
    evidence: [
      ...(isNamed
        ? ['the code of the signal handler makes its coroutine']
        : ['it came with the signal, and no other task did but those that it waits for']),
      ...(situation.before === null ? [] : ['it was not there before the signal']),
      ...progressEvidence(situation, blamed),
    ],
  });
}

function finding(situation: Situation, blamed: Blamed): Finding {
  const { task } = blamed;
  const shutdown = shutdownTaskOf(situation, task);
  if (shutdown !== null && blamed.cancellation !== 'unwinding')
    return shutdownFinding(situation, blamed, shutdown);
  const cleanup =
    cleanupOf(situation, blamed, blamed.cancellation === 'unwinding') ?? cleanupOf(situation, blamed, false);
  const rounds = cleanup === null ? shutdownRounds(situation, task) : cleanupRounds(situation, task, cleanup);
  const bound = rounds === null ? (task.wait?.bound ?? null) : null;
  const caughtIn = cleanup?.construct == null && rounds === null ? clauseBehind(situation, blamed) : null;
  const defect = defectIn(situation, blamed);
  const evidence = [...requestEvidence(blamed), ...handlingEvidence(task)];
  if (caughtIn !== null)
    evidence.push(
      'no frame of its chain is handling it any more; the names of what it calls speak of an end',
    );
  if (bound !== null) evidence.push(`a timer would end this wait in ${secondsLabel(bound.secondsLeft)}`);
  const words = cleanupWords(task, { cleanup, caughtIn, rounds, isMain: task === mainTask(situation) });
  const known =
    defect === null
      ? ''
      : `; ${defect.package} ${situation.last.libraries[defect.package]} ${defect.sentence}`;
  return taskFinding(situation, blamed, {
    cause: 'cleanup-stuck',
    certainty: isUnwinding(blamed) && isStuck(situation, task) ? 'certain' : 'likely',
    sentence: `${taskLabel(task)} ${words.does}${known}.`,
    fix: defect?.fix ?? words.fix,
    construct: cleanup?.construct ?? caughtIn,
    evidence: [...evidence, ...progressEvidence(situation, blamed)],
  });
}

/** Seen in its frames, and not only told by where it has gone to. */
function isUnwinding({ task, cancellation }: Blamed): boolean {
  return cancellation === 'unwinding' && task.handling.some((one) => one.isCancelled);
}

function handlingEvidence({ handling }: TaskState): string[] {
  const cancelled = handling.find((one) => one.isCancelled);
  const landed = cancelled?.traceback.findLast((one) => one.origin === 'user');
  if (cancelled === undefined) return [];
  return [
    `a frame of its chain is handling the CancelledError${landed === undefined ? '' : ` that landed at ${placeLabel(landed)}`}`,
  ];
}

/** The clause that has put the cancellation down, of one that goes on to its end behind it (`endsDeliberately`). */
function clauseBehind(situation: Situation, blamed: Blamed): Construct | null {
  if (blamed.cancellation !== 'unwinding' || isUnwinding(blamed)) return null;
  return endsDeliberately(situation, blamed.task)
    ? (findSwallower(situation, blamed.task)?.construct ?? null)
    : null;
}

/** Of the main task on its way out: an attempt that is made again and again. */
function shutdownRounds(situation: Situation, task: TaskState): CleanupRounds | null {
  const loop = triesInRounds(situation, task) ? pollLoop(situation, task) : null;
  const [outermost] = task.stack;
  if (loop !== null || outermost === undefined) return loop === null ? null : { loop, error: null };
  // One that asks for the end of others waits for those.
  if (pollLoop(situation, task) !== null) return null;
  return cleanupRounds(situation, task, { place: outermost, construct: null });
}

/** A library's frame that handles the cancellation, and whose version is known for not coming to its end. */
function defectIn({ last }: Situation, { task }: Blamed): CleanupDefect | null {
  const frames = task.handling.filter((one) => one.isCancelled).map((one) => task.stack[one.frameIndex]);
  return frames.flatMap((one) => (one && cleanupDefect(one, last.libraries)) ?? [])[0] ?? null;
}

/** What takes steps, or waits for no more than a time, gets on: it is late rather than stuck. So may be what a thread will end. */
function isStuck(situation: Situation, task: TaskState): boolean {
  const { wait } = task;
  if (wait === null || wait.on.kind === 'timer' || wait.on.kind === 'ready' || wait.bound !== null)
    return false;
  if (wait.threads !== undefined || wait.timer !== undefined || isInSightOfUntold(situation, task))
    return false;
  if (mayBeHeldByWaiter(situation, task)) return false;
  return progressOf(situation, task) !== 'steps';
}
