/**
 * For a process that nobody has asked to stop yet (dump): what would hold up a shutdown, read off where it stands now.
 * Never more than likely, since a shutdown may yet tell these to end.
 */
import type { TaskState, ThreadState } from '../../python/model/capture.ts';
import type { CodePlace } from '../../python/model/frame.ts';
import { findSwallower } from '../cancellation/swallow-search.ts';
import { innermostOwn, taskCulprit, threadCulprit } from '../culprit.ts';
import type { Situation } from '../situation.ts';
import { isTimerRun } from '../threads/timer.ts';
import type { Finding } from '../vocabulary.ts';
import { threadWaitLabel } from '../waits/thread-words.ts';
import { frameLabel, placeLabel, taskLabel, waitsFor } from '../words.ts';

const MOST_STACKS = 500;

/** What a finding about a process that nobody has asked to stop begins its evidence with. */
export const NOT_ASKED = 'nobody has asked the process to stop yet';

export function prospectsOf(situation: Situation): Finding[] {
  return [...swallowers(situation), ...threads(situation)];
}

/** One look for each distinct stack: ten thousand tasks at one await share it. */
function swallowers(situation: Situation): Finding[] {
  const seen = new Set<readonly CodePlace[]>();
  const findings: Finding[] = [];
  for (const task of situation.last.tasks) {
    if (task.activity !== 'waiting' || seen.has(task.stack)) continue;
    seen.add(task.stack);
    if (seen.size > MOST_STACKS) break;
    const found = findSwallower(situation, task);
    if (found?.certain === true && !found.endsTask && found.place.origin === 'user')
      findings.push(swallowing(situation, task, found));
  }
  return findings;
}

function swallowing(
  situation: Situation,
  task: TaskState,
  found: NonNullable<ReturnType<typeof findSwallower>>,
): Finding {
  const { construct, how } = found;
  return {
    cause: 'cancel-swallowed',
    certainty: 'likely',
    sentence: `${taskLabel(task)} would swallow a cancellation: \`${construct.text}\` at ${placeLabel(construct)} ${how}.`,
    fix: 'Let CancelledError pass: `except asyncio.CancelledError: raise` before the clause, or `except Exception:` instead.',
    culprit: taskCulprit(situation, task, construct),
    waitsFor: waitsFor(task.wait),
    evidence: [`${NOT_ASKED}: this is read off the source around the place where the task waits`],
    blocks: [],
  };
}

function threads(situation: Situation): Finding[] {
  return situation.last.threads.flatMap((thread) => {
    if (thread.isMain || thread.loopId !== null) return [];
    // A job may be a function of C, which has no frame.
    if (thread.pool !== null)
      return thread.pool.idle ? [] : [held(situation, thread, 'executor-job-running')];
    return thread.daemon === false && thread.stack.some(isOwnOrTimer)
      ? [held(situation, thread, 'thread-not-daemon')]
      : [];
  });
}

function isOwnOrTimer(place: CodePlace): boolean {
  return place.origin === 'user' || isTimerRun(place);
}

function held(
  situation: Situation,
  thread: ThreadState,
  cause: 'executor-job-running' | 'thread-not-daemon',
): Finding {
  const innermost = innermostOwn(thread.stack);
  const place = innermost?.origin === 'python' ? null : innermost;
  const job = place === null ? 'runs a job of a thread pool, a function of C' : 'runs a job of a thread pool';
  const what = cause === 'thread-not-daemon' ? 'is not a daemon' : job;
  return {
    cause,
    certainty: 'possible',
    sentence: `Thread '${thread.name}' ${what}${place === null ? '' : ` and stands in ${frameLabel(place)}`}: a shutdown would wait until it ends.`,
    fix: 'Make sure that the shutdown tells it to end (an Event that it looks at, a time limit on what it waits for).',
    culprit: threadCulprit(situation, thread, null, place),
    waitsFor: { kind: 'thread', description: threadWaitLabel(situation, thread) },
    evidence: [NOT_ASKED],
    blocks: [],
  };
}
