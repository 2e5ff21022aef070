/** Who did it, in words. */

import { shareOf } from '../../diagnosis/slow/words.ts';
import type { Culprit } from '../../diagnosis/vocabulary.ts';
import type { Finding } from '../report.ts';
import { causePredicate, pastCausePredicate } from './causes.ts';
import { programName } from './program.ts';

/** "Task 'poller' swallowed its cancellation", "Task 'poller' was in its cleanup (at least 3.9 of 5.1 s)". */
export function findingTitle(finding: Finding): string {
  const { cause, culprit, held } = finding;
  if (held === null) return `${culpritName(culprit)} ${causePredicate(cause)}`;
  const share = shareOf(held, held.ofSeconds);
  return `${culpritName(culprit)} ${pastCausePredicate(cause)} (${share})`;
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
      return frame === null ? 'An atexit callback' : `The atexit callback ${frame.function}`;
    default:
      return 'The culprit';
  }
}

function processName(process: Culprit['process'], pid: number): string {
  if (process === null || process.command.length === 0) return `Process ${process?.pid ?? pid}`;
  return `${programName(process)} (pid ${process.pid})`;
}
