/** A shutdown on a thread that goes round until a test of its own, against a clock or a count, ends it: after the deadline. */
import type { ThreadState } from '../../python/model/capture.ts';
import { innermostOwn, threadCulprit } from '../culprit.ts';
import type { RoundLimit } from '../drains/round-limit.ts';
import { roundLimit } from '../drains/round-limit.ts';
import { waitedThreads } from '../drains/waited-threads.ts';
import { shutdownThreads } from '../shutdown/left-work.ts';
import { shutdownWords } from '../shutdown/shutdown-words.ts';
import type { Situation } from '../situation.ts';
import type { Finding } from '../vocabulary.ts';
import { childPollOfThread } from '../waits/child-polls.ts';
import { pausesBetweenRounds } from '../waits/pauses.ts';
import { threadWaitLabel } from '../waits/thread-words.ts';
import { nextThread } from '../waits/threads.ts';
import { frameLabel, placeLabel, secondsLabel, threadLabel, upperFirst } from '../words.ts';

/** Empty where nobody goes round, or it ends in time. A child that is waited for so answers for itself. */
export function boundedRoundsOfThreads(situation: Situation): Finding[] {
  const { graceSeconds } = situation.evidence;
  const seconds = situation.since.at(-1)?.seconds ?? 0;
  if (graceSeconds === null || situation.last.threads.some(holdsExit)) return [];
  return shutdownThreads(situation).flatMap((thread) => {
    if (!mayEndByLimit(situation, thread) || childPollOfThread(situation, thread) !== null) return [];
    const limit = roundLimit(situation, { taskId: null, threadId: thread.id, stack: thread.stack });
    const outlasts = limit !== null && seconds + limit.secondsLeft > graceSeconds;
    return outlasts ? [finding(situation, thread, limit)] : [];
  });
}

/** When the rounds are over Python's exit still waits for it. */
function holdsExit({ isMain, daemon, loopId, pool, stack }: ThreadState): boolean {
  if (isMain || daemon !== false || loopId !== null || pool?.idle === true) return false;
  return innermostOwn(stack)?.origin === 'user';
}

/** A pause, or a join in rounds of a thread that does not hold up Python's exit when it is given up. */
function mayEndByLimit(situation: Situation, thread: ThreadState): boolean {
  const { waitsFor } = thread;
  if (waitsFor.kind !== 'thread-join') return pausesBetweenRounds(thread);
  return waitsFor.timeoutSeconds !== null && nextThread(situation, thread)?.daemon === true;
}

function finding(situation: Situation, thread: ThreadState, limit: RoundLimit): Finding {
  const { construct, secondsLeft, place } = limit;
  const grace = situation.evidence.graceSeconds ?? 30;
  const words = shutdownWords(thread);
  const { threads, isKnown } = waitedThreads(situation, thread, place);
  const [first] = threads;
  const beside = first === undefined ? null : innermostOwn(first.stack);
  const does = first === undefined ? '' : threadWaitLabel(situation, first);
  const waited =
    first === undefined || beside === null
      ? ''
      : ` ${isKnown ? 'It' : 'Most likely it'} waits for ${threadLabel(first)}, which ${does} in ${frameLabel(beside)}.`;
  return {
    cause: 'drain-longer-than-grace',
    certainty: 'likely',
    sentence: `${upperFirst(threadLabel(thread))} ${words.stands} and goes round until the limit in \`${construct.text}\` at ${placeLabel(construct)} is over: in ${secondsLabel(secondsLeft)}, after the end of the grace period.${waited}`,
    fix: `Make this limit shorter than the grace period (${grace} s), or raise terminationGracePeriodSeconds above it.`,
    culprit: threadCulprit(situation, thread, construct, place),
    waitsFor: { kind: 'thread', description: threadWaitLabel(situation, thread) },
    evidence: [
      words.evidence,
      `that test, with the numbers that it compares, ends the rounds in ${secondsLabel(secondsLeft)}`,
      ...(waited === '' ? [] : [`${threadLabel(first as ThreadState)} ${does}`]),
    ],
    blocks: ['the exit of Python'],
  };
}
