import type { TaskState, ThreadState } from '../../python/model/capture.ts';
import type { CodePlace } from '../../python/model/frame.ts';
import { wasRequested } from '../cancellation/cancellation.ts';
import { findSwallower } from '../cancellation/swallow-search.ts';
import { threadCulprit } from '../culprit.ts';
import { progressOf } from '../drains/progress.ts';
import type { Situation } from '../situation.ts';
import { threadStand } from '../threads/thread-stand.ts';
import { isTimerRun } from '../threads/timer.ts';
import type { Finding } from '../vocabulary.ts';
import { waitsForProcess } from '../waits/child-waits.ts';
import { nonDaemons } from '../waits/exit-threads.ts';
import { HOLD_NO_LOCK, isOwnerKnown, ownersBehind, ownersLabel } from '../waits/held-locks.ts';
import { threadWaitLabel } from '../waits/thread-words.ts';
import { threadPath } from '../waits/threads.ts';
import { frameLabel, threadLabel, versionedFrameLabel } from '../words.ts';
import type { Cause } from './cause.ts';
import { runsWaitingLoop } from './joins.ts';
import { managesPool } from './process-pool-stuck.ts';
import { workersOf } from './workers.ts';

/** `threading._shutdown` joins every thread that is not a daemon; signal handlers are gone by then (Lib/threading.py). */
export const threadNotDaemon: Cause = {
  code: 'thread-not-daemon',
  title: 'a non-daemon thread goes on',
  stage: 'leaving',
  evidence: 'the main thread is in threading._shutdown; the thread is alive and not a daemon',
  find(situation) {
    if (situation.phase !== 'joining-threads') return [];
    const alive = nonDaemons(situation).filter(
      (one) => !(runsWaitingLoop(situation, one) && wasTold(situation, one)),
    );
    // A thread that only waits for another of them is a victim; the end of its path is to blame.
    const guilty = new Set(alive.map((one) => threadPath(situation, one).at(-1) ?? one));
    // Whoever waits for a lock of a daemon's is not excused by another of them.
    const isToBlame = (one: ThreadState) =>
      guilty.has(one) || alive.length === 1 || ownersBehind(situation, one).at(-1)?.daemon === true;
    // Of one that manages the processes of a pool they are the answer.
    const isManager = (one: ThreadState) => managesPool(one) && workersOf(situation.last.family).length > 0;
    // Of one that waits for a child the child is (child-still-running, child-pipe-held-open).
    const isVictim = (one: ThreadState) => isManager(one) || waitsForProcess(situation, one);
    return alive.filter((one) => isToBlame(one) && !isVictim(one)).map((one) => finding(situation, one));
  },
};

/** Its loop's tasks were cancelled: then a task of it is stuck, and not merely the thread forgotten. */
function wasTold(situation: Situation, thread: ThreadState): boolean {
  return situation.last.tasks.some(
    (task) =>
      task.loopId === thread.loopId &&
      (wasRequested(task) || task.handling.some((one) => one.isCancelled) || wasToldUnseen(situation, task)),
  );
}

/** Up to 3.10 no counter tells: it has taken one step since before the signal, rests since, and its code keeps what it is told. */
function wasToldUnseen(situation: Situation, task: TaskState): boolean {
  const earlier = situation.tasksBefore.get(task.id);
  if (task.cancelRequests !== null || earlier === undefined || earlier.stepMark === task.stepMark)
    return false;
  if (progressOf(situation, task) !== 'none') return false;
  const swallower = findSwallower(situation, task);
  return swallower?.certain === true && !swallower.endsTask && swallower.place.origin === 'user';
}

function finding(situation: Situation, thread: ThreadState): Finding {
  const owners = ownersBehind(situation, thread);
  const owner = owners.at(-1);
  if (owner !== undefined) return lockedFinding(situation, thread, owners, owner);
  const place = threadStand(situation, thread);
  const isTimer = thread.stack.some(isTimerRun);
  const at = place === null ? '' : ` ${versionedFrameLabel(place, situation.last.libraries)}`;
  // Before it calls its function, that is where it was made for.
  const does =
    isTimer && place === thread.target ? `waits to call${at}` : `goes on${at === '' ? '' : ` in${at}`}`;
  return {
    cause: 'thread-not-daemon',
    certainty: 'certain',
    sentence: `Thread '${thread.name}' ${isTimer ? 'is a threading.Timer, which is no daemon, and' : 'is not a daemon and'} ${does}: Python's exit joins it and waits.`,
    fix: isTimer
      ? 'Call cancel() of the timer in the shutdown, and start no other in its place once the service stops; or set `timer.daemon = True` before it is started.'
      : fixFor(place, thread),
    culprit: threadCulprit(situation, thread, null, place),
    waitsFor: { kind: 'thread', description: threadWaitLabel(situation, thread) },
    evidence: [
      'the main thread is in threading._shutdown',
      `thread '${thread.name}' is alive, not a daemon, and ${threadWaitLabel(situation, thread)}`,
    ],
    blocks: ['the main thread in threading._shutdown'],
  };
}

/** It would end, were it not for who has its lock. */
function lockedFinding(
  situation: Situation,
  thread: ThreadState,
  owners: readonly ThreadState[],
  owner: ThreadState,
): Finding {
  const place = threadStand(situation, thread);
  const stand = threadStand(situation, owner);
  const at = place === null ? '' : ` in ${frameLabel(place)}`;
  return {
    cause: 'thread-not-daemon',
    certainty: isOwnerKnown(thread) ? 'certain' : 'likely',
    sentence: `Thread '${thread.name}' is not a daemon, so that Python's exit joins it, and ${threadWaitLabel(situation, thread)}${at}${ownersLabel(situation, owners)}.`,
    fix: HOLD_NO_LOCK,
    culprit: threadCulprit(situation, owner, null, stand),
    waitsFor: { kind: 'thread', description: threadWaitLabel(situation, owner) },
    evidence: [
      'the main thread is in threading._shutdown',
      `thread '${thread.name}' is alive, not a daemon, and ${threadWaitLabel(situation, thread)}`,
      ...owners.map((one) => `${threadLabel(one)} ${threadWaitLabel(situation, one)}`),
    ],
    blocks: ['the main thread in threading._shutdown'],
  };
}

/**
 * A thread that a library has made ends when the object is closed that it belongs to: whose method the thread was begun with,
 * not whose it happens to be in. Of a subclass of Thread that is the thread itself (`PubSub.run_in_thread` gives one back).
 */
function fixFor(place: CodePlace | null, { stack }: ThreadState): string {
  if (place?.origin !== 'library' || place.package === null)
    return "End the thread in the service's shutdown (an Event that its loop looks at, and a time limit on what it waits for), or start it with daemon=True if it may be cut off.";
  const first = stack.findIndex((one) => one.package === place.package);
  const [, owner, method] = /^(\w+)\.(\w+)$/.exec(stack[first]?.function ?? '') ?? [];
  if (owner !== undefined && method === 'run' && stack[first - 1]?.name === '_bootstrap_inner')
    return `The thread is a ${owner} of ${place.package}: keep it where it is started, and stop it in the service's shutdown (its \`stop()\` or \`close()\`, if it has one, or that of the object which started it).`;
  const what =
    owner === undefined || owner === 'Thread' ? 'what it belongs to' : `the ${owner} that it belongs to`;
  return `The thread is one of ${place.package}'s, and ends with ${what}: close that in the service's shutdown (\`close()\`, \`stop()\`, or by using it in a \`with\` or \`async with\` block).`;
}
