/** Where a child process is in the middle of the service's code, and which of several children keeps the parent. */

import type { Capture, ThreadState } from '../../python/model/capture.ts';
import { standardFile } from '../../python/model/forks.ts';
import type { CodePlace } from '../../python/model/frame.ts';
import type { ProcessFacts } from '../../target/facts.ts';
import { workersOf } from '../causes/workers.ts';
import { once } from '../once.ts';
import type { Situation } from '../situation.ts';
import { withoutParents } from './forked.ts';

export interface ChildStand {
  /** In the service's own code. */
  place: CodePlace;
  /** It waits for its next job, for a word, or for a child of its own: what it does may never have been meant to end. */
  idle: boolean;
  /** A library's loop has called it, or Python's own pool: it is a job, and jobs end. */
  isJob: boolean;
}

const POOL_FILE = /(concurrent\/futures\/process|multiprocessing\/pool)\.py$/;
/** What a worker calls its jobs from (concurrent/futures/process.py, multiprocessing/pool.py). */
const WORKER_NAME = /^(workloop|_process_worker|_process_chunk|worker|mapstar|starmapstar)$/;
/** Where a worker takes its next job from, or is told something (multiprocessing/queues.py, connection.py, synchronize.py). */
const RECEIVER_FILE = /multiprocessing\/(queues|connection|synchronize|managers)\.py$/;

/** null for a child that was not looked at, or in whose main thread no code of the service's runs. */
export function childStand(situation: Situation, child: ProcessFacts): ChildStand | null {
  const main = mainOf(situation, child.pid);
  if (main === null) return null;
  const stack = ownPart(situation, child, main.stack);
  // `<string>` is what multiprocessing starts a child with.
  const isOwn = ({ origin, file }: CodePlace) => origin === 'user' && !file.startsWith('<');
  const place = stack.findLast(isOwn);
  if (place === undefined) return null;
  const isJob = stack.slice(0, stack.findIndex(isOwn)).some(callsJobs);
  return { place, isJob, idle: waitsForWork(main, isJob, stack.slice(stack.lastIndexOf(place) + 1)) };
}

/** Workers of the target's, those first that are in the middle of something; helpers without code of the service's last. */
export const busiestFirst = once((situation): ProcessFacts[] => {
  const rank = (child: ProcessFacts) => {
    const stand = childStand(situation, child);
    if (stand === null) return isSeen(situation, child) ? 3 : 2;
    return stand.idle ? 1 : 0;
  };
  const ranked = workersOf(situation.last.family).map((child) => ({ child, rank: rank(child) }));
  return ranked.sort((a, b) => a.rank - b.rank).map(({ child }) => child);
});

function isSeen({ evidence }: Situation, { pid }: ProcessFacts): boolean {
  return evidence.children?.some((one) => one.pid === pid) === true;
}

function mainOf({ evidence }: Situation, pid: number): ThreadState | null {
  const newest = evidence.children?.find((one) => one.pid === pid)?.captures.at(-1);
  const main = newest === undefined ? undefined : mainIn(withoutParents(newest.capture));
  return main ?? null;
}

function mainIn({ threads }: Capture): ThreadState | undefined {
  return threads.find((one) => one.isMain);
}

/** A child that was forked goes on with its parent's frames, which lie at the same addresses in both. */
function ownPart(
  situation: Situation,
  { parentPid }: ProcessFacts,
  stack: readonly CodePlace[],
): readonly CodePlace[] {
  const { target } = situation.last.family;
  const parent = parentPid === target.pid ? situation.mainThread : mainOf(situation, parentPid);
  const shared = parent?.stack ?? [];
  const parting = stack.findIndex((place, index) => {
    const other = shared[index];
    return other === undefined || place.codeId !== other.codeId || place.file !== other.file;
  });
  return parting < 0 ? [] : stack.slice(parting);
}

function callsJobs(place: CodePlace): boolean {
  const file = standardFile(place.file);
  if (file !== place.file || place.origin === 'python')
    return POOL_FILE.test(file) && WORKER_NAME.test(place.name);
  return place.origin === 'library';
}

function waitsForWork({ waitsFor }: ThreadState, isJob: boolean, inner: readonly CodePlace[]): boolean {
  switch (waitsFor.kind) {
    case 'socket':
      return waitsFor.operation === 'accept';
    case 'selector':
    case 'pool-idle':
    case 'child':
      return true;
    case 'queue':
    case 'event':
    case 'condition':
    case 'sleep':
      // Whoever is called for a job was given it: within one there is nothing to wait for but the job.
      return !isJob || isInReceiver(inner);
    default:
      return isInReceiver(inner);
  }
}

function isInReceiver(inner: readonly CodePlace[]): boolean {
  return inner.some(({ file }) => RECEIVER_FILE.test(standardFile(file)));
}
