/** Who may put something back for which another waits: merely to know a queue is no debt. */
import type { TaskState } from '../../python/model/capture.ts';
import type { CodePlace } from '../../python/model/frame.ts';
import { lastPart } from '../dotted-name.ts';
import type { Situation } from '../situation.ts';
import type { CallFacts, Layer } from '../source/surroundings.ts';

/** What the service's own code calls that puts something into a queue. */
const GIVES_BACK = /put|release|return|give|free|check_?in|restore|recycle|send|publish|submit|emit/i;

/** Its code puts something somewhere, or it stands in a `with` that may. */
export function mayGiveBack(situation: Situation, task: TaskState): boolean {
  const own = task.stack.filter(({ origin }) => origin === 'user');
  return own.length === 0 || own.some((place) => frameMayGiveBack(situation, place));
}

function frameMayGiveBack(situation: Situation, place: CodePlace): boolean {
  const around = situation.surroundings(place);
  if (around === null) return true;
  const calls = around.function?.calls ?? [];
  return (
    around.layers.some((layer) => mayLend(layer, calls)) ||
    calls.some(({ callee }) => GIVES_BACK.test(lastPart(callee)))
  );
}

/** By the names that people give to such things; a pool is asked for what it lends, by a call. */
const LOCK = /(^|[._])(r?lock|mutex|sem|semaphore|cond|condition)\w*$/i;

function mayLend(layer: Layer, calls: readonly CallFacts[]): boolean {
  return layer.kind === 'with' && !layer.items.every(({ text }) => isLock(text, calls));
}

/** `async with self.changed: await self.changed.wait()`: only a Condition is waited for within its own `with`. */
function isLock(text: string, calls: readonly CallFacts[]): boolean {
  if (!/^[\w.]+$/.test(text)) return false;
  return (
    LOCK.test(text) ||
    calls.some(({ callee }) => /^\.wait(_for)?$/.test(callee.slice(text.length)) && callee.startsWith(text))
  );
}
