/** Who did it, in words. */

import { shareOf } from '../../diagnosis/slow/words.ts';
import type { Culprit } from '../../diagnosis/vocabulary.ts';
import type { Finding } from '../report.ts';
import { findingPredicate, pastCausePredicate } from './causes.ts';
import { programName } from './program.ts';

/**
 * "Task 'poller' swallowed its cancellation", "Task 'poller' was in its cleanup (at least 3.9 of 5.1 s)". `targetPid`: of the
 * process that was watched, to say of what is found in another one where that is.
 */
export function findingTitle(finding: Finding, targetPid?: number): string {
  const { cause, culprit, held } = finding;
  // Its frame is where it waits, which may be a function that it has called.
  const who = cause === 'signal-handler-deadlock' ? 'The signal handler' : culpritName(culprit);
  const isElsewhere = targetPid !== undefined && culprit.process === null && culprit.pid !== targetPid;
  const name = isElsewhere ? `${who} of child process ${culprit.pid}` : who;
  if (held === null) return `${name} ${findingPredicate(finding)}`;
  const share = shareOf(held, held.ofSeconds);
  return `${name} ${pastCausePredicate(cause)} (${share})`;
}

export function culpritName(culprit: Culprit): string {
  const { task, thread, process, frame } = culprit;
  switch (culprit.kind) {
    case 'task':
      return task === null ? 'A task' : `Task '${task.name}'`;
    case 'thread':
      return thread === null ? 'A thread' : `Thread '${thread.name}'`;
    case 'process':
      return processName(process, culprit.pid);
    case 'signal-handler':
      return frame === null ? 'The signal handler' : `The signal handler ${frame.function}`;
    case 'loop':
      return 'The event loop';
    case 'atexit':
      return atexitName(frame?.function ?? null);
    default:
      return 'The culprit';
  }
}

/** What Python calls at its exit; the frame is where it waits. */
function atexitName(name: string | null): string {
  if (name === null) return 'An atexit callback';
  return /(^|\.)__del__$/.test(name) ? `The finalizer ${name}` : `An atexit callback, in ${name},`;
}

function processName(process: Culprit['process'], pid: number): string {
  if (process === null || process.command.length === 0) return `Process ${process?.pid ?? pid}`;
  return `${programName(process)} (pid ${process.pid})`;
}
