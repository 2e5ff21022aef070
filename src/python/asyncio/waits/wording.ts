/** Words for people: one clause, at most 200 characters, names quoted. */
import type { ThreadInSight, TimerInSight, Wait, WaitTarget } from '../../model/wait.ts';
import type { Futures } from './futures.ts';

const MAX_CHARACTERS = 200;
const MAX_NAMES = 3;

export function waitOf(on: WaitTarget, description: string): Wait {
  return { on, description: clipped(description), bound: null };
}

export function clipped(text: string): string {
  return text.length <= MAX_CHARACTERS ? text : `${text.slice(0, MAX_CHARACTERS - 1)}…`;
}

/** `'reader', 'writer' and 3 more` */
export function taskNames(futures: Futures, tasks: readonly number[]): string {
  const names = tasks
    .slice(0, MAX_NAMES)
    .map((one) => (futures.isTask(one) ? `'${futures.taskName(one)}'` : 'a plain future'));
  return listed(names, tasks.length);
}

/** Of what it completes. */
export function timerLabel({ function: name, secondsLeft, isRearmed }: TimerInSight): string {
  if (isRearmed) return `${mayComplete(name, secondsLeft)}, if it does not set one again`;
  return `, which ${name} completes, called by a timer of the loop, ${timeLeft(secondsLeft)}`;
}

/** Of a callback whose code reaches it, but may leave it as it is. */
export function mayComplete(name: string, secondsLeft: number): string {
  return `, which ${name} may complete, called by a timer of the loop, ${timeLeft(secondsLeft)}`;
}

/** `thread 'writer' (Snapshot.write at snapshot.py:40)` */
export function threadName({ name, place }: ThreadInSight): string {
  const file = place?.file.split('/').at(-1);
  return `thread '${name}'${place === null ? '' : ` (${place.function} at ${file}:${place.line})`}`;
}

/** `a, b and 3 more`: `total` is how many there are in all. */
export function listed(shown: readonly string[], total: number = shown.length): string {
  if (total > shown.length) return `${shown.join(', ')} and ${total - shown.length} more`;
  if (shown.length < 2) return shown.join('');
  return `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`;
}

/** `12.3 s left`; a timer that is due and still there says that its loop does not run. */
export function timeLeft(value: number): string {
  if (value <= 0) return 'over, and not yet seen by the loop';
  return `${value < 100 ? value.toFixed(1) : value.toFixed(0)} s left`;
}

export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
