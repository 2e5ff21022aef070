import type { ThreadState } from '../../python/model/capture.ts';
import { busiestFirst, childStand } from '../children/child-stand.ts';
import { callConstruct, innermostOwn, threadCulprit } from '../culprit.ts';
import { once } from '../once.ts';
import { shutdownThreads } from '../shutdown/left-work.ts';
import { shutdownWords } from '../shutdown/shutdown-words.ts';
import type { Situation } from '../situation.ts';
import { schedulerOn } from '../threads/schedulers.ts';
import { threadStand } from '../threads/thread-stand.ts';
import type { Finding, WaitKind } from '../vocabulary.ts';
import { childPollOfThread } from '../waits/child-polls.ts';
import { threadWaitLabel } from '../waits/thread-words.ts';
import { counterpartOf } from '../waits/threads.ts';
import { frameLabel, placeLabel, threadLabel, upperFirst } from '../words.ts';
import type { Cause } from './cause.ts';
import { supervises } from './child-still-running.ts';
import { drainLongerThanGraceThread } from './drain-longer-than-grace-thread.ts';
import {
  cleanupDeadlockServer,
  drainWaitsForConnectionThread,
  drainWaitsForHandlerThread,
} from './drain-of-server-thread.ts';
import { drainWaitsForHandlerEvent } from './drain-waits-for-handler-event.ts';
import { executorJobRunningDrained } from './executor-job-running-drained.ts';
import { executorJobRunningResult } from './executor-job-running-result.ts';
import { processPoolStuckPolled } from './process-pool-stuck.ts';
import { threadJoinStuckPolled } from './thread-join-stuck-polled.ts';

/** What a wait in the shutdown may be for; what is joined has causes of its own, and who sleeps or computes may get on with it. */
const KINDS: Partial<Record<ThreadState['waitsFor']['kind'], WaitKind>> = {
  event: 'event',
  condition: 'event',
  barrier: 'event',
  queue: 'queue',
  lock: 'semaphore',
  'concurrent-future': 'future',
  socket: 'socket',
  'file-lock': 'lock',
};

const OTHER_ENDS: readonly Cause[] = [
  drainLongerThanGraceThread,
  executorJobRunningResult,
  executorJobRunningDrained,
  processPoolStuckPolled,
  threadJoinStuckPolled,
  cleanupDeadlockServer,
  drainWaitsForHandlerThread,
  drainWaitsForHandlerEvent,
  drainWaitsForConnectionThread,
];

/** The code that comes after the loop which the handler ends: no finally, and no less a cleanup. */
export const cleanupStuckShutdown: Cause = {
  code: 'cleanup-stuck',
  title: 'a cleanup waits for what never comes',
  stage: 'leaving',
  evidence:
    "no loop runs on the main thread, and since the signal it has gone on to code of the service's that comes after its work, or into the signal's handler, and waits there",
  find(situation) {
    if (isExplained(situation)) return [];
    return shutdownThreads(situation).flatMap((waiting) => finding(situation, waiting));
  },
};

/** Who is waited for is to blame, where that is seen. */
export const isExplained = once((situation): boolean => {
  return OTHER_ENDS.some((cause) => cause.find(situation).length > 0);
});

function finding(situation: Situation, waiting: ThreadState): Finding[] {
  const kind = kindOf(waiting);
  const place = innermostOwn(waiting.stack);
  if (kind === undefined || place?.origin === 'python' || place === null) return [];
  // Of other locks the holder is to blame, or who lost them (cleanup-lock.ts).
  if (waiting.waitsFor.kind === 'lock' && waiting.waitsFor.type !== 'Semaphore') return [];
  if (supervises(waiting) || childPollOfThread(situation, waiting) !== null) return [];
  if (schedulerOn(situation, waiting.id) !== null) return [];
  if (!(isLibraryPoll(waiting.waitsFor) || isOneWait(situation, waiting))) return [];
  if (isForLoop(situation, waiting) || isForMain(situation, waiting)) return [];
  const does = threadWaitLabel(situation, waiting);
  const who = threadLabel(waiting);
  const words = shutdownWords(waiting);
  const other = otherEnd(situation, waiting) ?? processLeft(situation, waiting);
  return [
    {
      cause: 'cleanup-stuck',
      // The main thread is still at its work, and may have to do with it in a way that is not seen.
      certainty: waiting.isMain || other !== null ? 'likely' : 'possible',
      sentence: `${upperFirst(who)} ${words.stands} and ${does} in ${frameLabel(place)}${other === null ? '' : `; ${other}`}.`,
      fix: fixFor(waiting),
      culprit: threadCulprit(situation, waiting, callConstruct(situation, place), place),
      waitsFor: { kind, description: does },
      evidence: [
        words.evidence,
        `${who} ${does} at ${placeLabel(place)}`,
        ...(other === null ? [] : [other]),
      ],
      blocks: ['the exit of Python'],
    },
  ];
}

const BOUND = 'Bound every wait of the shutdown with a time limit, and go on without what does not come.';
const SET_A_FLAG =
  'Do nothing in a signal handler that may wait: set a flag there, and close things where the program looks at it, each with a time limit.';

const TRY_LOCK =
  'Take the file lock without waiting (`fcntl.LOCK_NB`), try again until a limit, and go on without it: whoever has it may not end before this process does.';

function fixFor({ waitsFor, signalFrameIndex }: ThreadState): string {
  if (signalFrameIndex !== null) return SET_A_FLAG;
  return waitsFor.kind === 'file-lock' ? TRY_LOCK : BOUND;
}

/** System calls on files, pipes and semaphores that may last; Python has no wait of its own around them. */
const LASTING_CALLS =
  /^(p?read(v|64|v2)?|p?write(v|64|v2)?|openat2?|open|f(data)?sync|sendfile|splice|msgrcv|msgsnd|semop|semtimedop|futex)$/;

function kindOf({ waitsFor, state, syscallName }: ThreadState): WaitKind | undefined {
  const isCall = waitsFor.kind === 'unknown' && state !== 'R' && LASTING_CALLS.test(syscallName ?? '');
  return isCall || isLibraryPoll(waitsFor) ? 'unknown' : KINDS[waitsFor.kind];
}

/** One call of the service's, in which C code asks and sleeps in turn. */
function isLibraryPoll(waitsFor: ThreadState['waitsFor']): boolean {
  return waitsFor.kind === 'sleep' && waitsFor.library !== undefined;
}

/** A signal, and the call that goes on after it, cost a switch or two. */
const MOST_SWITCHES = 3;

/** A drain that gets on waits again and again at one line: then the thread gives the processor away at each. */
function isOneWait({ since }: Situation, waiting: ThreadState): boolean {
  const counts = since.slice(-3).flatMap(({ capture }) => {
    const facts = capture.family.target.threads.find(({ tid }) => tid === waiting.id);
    return facts?.voluntarySwitches ?? [];
  });
  const [first = 0, last = 0] = [counts[0], counts.at(-1)];
  return last - first <= MOST_SWITCHES;
}

/** What a task of a loop on another thread has to do, that task answers for. */
function isForLoop(situation: Situation, waiting: ThreadState): boolean {
  const { waitsFor } = waiting;
  if (waitsFor.kind === 'concurrent-future' && (waitsFor.loopId !== null || waitsFor.taskId !== null))
    return true;
  // No task goes on below a handler.
  if (waiting.signalFrameIndex !== null) return false;
  return counterpartOf(situation, waiting) === null && situation.last.tasks.length > 0;
}

/** A thread that the handler has started waits for what the main thread does. */
function isForMain(situation: Situation, waiting: ThreadState): boolean {
  return counterpartOf(situation, waiting) === situation.mainThread;
}

/** Its code puts into that queue as well, and now it waits there itself. */
function isOnSame({ waitsFor: one }: ThreadState, { waitsFor: other }: ThreadState): boolean {
  return 'objectId' in one && 'objectId' in other && one.objectId === other.objectId;
}

const ANSWERS: Partial<Record<ThreadState['waitsFor']['kind'], string>> = {
  event: 'would set it',
  condition: 'would notify it',
  barrier: 'comes to it too',
  queue: 'would put into it',
};

/** What processes share may be another's to end; where no thread of this one is in sight, those that are alive are named. */
function processLeft(situation: Situation, { waitsFor }: ThreadState): string | null {
  if (!('ofProcesses' in waitsFor) || waitsFor.ofProcesses !== true) return null;
  const [child] = busiestFirst(situation);
  if (child === undefined) return null;
  const stand = childStand(situation, child);
  return `child process ${child.pid} (${child.comm}), which may be the one to end that, is alive${stand === null ? '' : ` and stands in ${frameLabel(stand.place)}`}`;
}

/** In one clause: who would end the wait, and what that thread does. */
export function otherEnd(situation: Situation, waiting: ThreadState): string | null {
  const other = counterpartOf(situation, waiting);
  const answer = ANSWERS[waiting.waitsFor.kind];
  if (other === null || answer === undefined || isOnSame(waiting, other)) return null;
  const stand = threadStand(situation, other);
  return `${threadLabel(other)}, whose code ${answer}, ${threadWaitLabel(situation, other)}${stand === null ? '' : ` in ${frameLabel(stand)}`}`;
}
