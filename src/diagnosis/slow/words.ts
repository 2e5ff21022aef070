/** Times of a late stop, as people say them. */
import type { Culprit, Finding } from '../vocabulary.ts';
import { listLabel } from '../words.ts';
import type { Stretch } from './holders.ts';

interface Amount {
  leastSeconds: number;
  mostSeconds: number;
}
/** Looks told one by one; of more the first and the last. */
const LOOKS_IN_FULL = 7;
/** Nobody reads a tenth of a second. */
const SAME_SECONDS = 0.1;

export function timeLabel(seconds: number): string {
  return `${number(seconds)} s`;
}

function number(seconds: number): string {
  return seconds < 1 ? String(Number(seconds.toFixed(2))) : seconds.toFixed(1);
}

/** "at least 3.9 s"; what lies between two looks is not known. */
export function amountOf({ leastSeconds, mostSeconds }: Amount): string {
  if (mostSeconds - leastSeconds < SAME_SECONDS) return timeLabel(mostSeconds);
  return leastSeconds > 0 ? `at least ${timeLabel(leastSeconds)}` : `at most ${timeLabel(mostSeconds)}`;
}

/** "at least 3.9 of 5.1 s" */
export function shareOf(amount: Amount, ofSeconds: number): string {
  return `${amountOf(amount).replace(/ s$/, '')} of ${timeLabel(ofSeconds)}`;
}

/** "seen at 0.03, 0.4 and 1.9 s", "seen at 9 looks from 0.03 to 24.1 s"; `offset` is added to each. */
export function looksLabel(stretches: readonly Stretch[], offset: number): string {
  const looks = stretches.flatMap((one) => one.looks);
  if (looks.length <= LOOKS_IN_FULL)
    return `seen at ${listLabel(
      looks.map((one) => number(one + offset)),
      LOOKS_IN_FULL,
    )} s`;
  const parts = stretches.map((one) =>
    one.first === one.last
      ? `at ${number(one.first + offset)} s`
      : `from ${number(one.first + offset)} to ${number(one.last + offset)} s`,
  );
  return `seen at ${looks.length} looks, ${listLabel(parts)}`;
}

/** Within a sentence. */
export function culpritLabel({ culprit }: Finding): string {
  const { kind, task, thread, process, frame } = culprit;
  if (kind === 'signal-handler') return `the signal handler${frame === null ? '' : ` ${frame.function}`}`;
  if (kind === 'atexit') return `the atexit callback${frame === null ? '' : ` ${frame.function}`}`;
  if (kind === 'loop') return 'a callback of the event loop';
  if (task !== null) return taskName(task);
  if (thread !== null) return thread.id === culprit.pid ? 'the main thread' : `thread '${thread.name}'`;
  return process === null ? 'the process' : `process ${process.pid}`;
}

function taskName({ name, coroutine }: NonNullable<Culprit['task']>): string {
  return /^Task-\d+$/.test(name) ? `task '${name}' (${coroutine})` : `task '${name}'`;
}
