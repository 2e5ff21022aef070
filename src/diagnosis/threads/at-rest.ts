/** Threads that go round: where they stand between two of their looks, which is what holds, and not where one happened to meet them. */
import type { ThreadState } from '../../python/model/capture.ts';
import type { Situation } from '../situation.ts';

/**
 * A thread that polls is met on its way round now and then, more often on a crowded machine, where it has to wait for a
 * processor: then as the newest look since the signal saw it that met it asleep in the same functions. Else the thread itself.
 */
export function atRest({ since }: Situation, thread: ThreadState): ThreadState {
  if (!isOnItsWay(thread)) return thread;
  const stand = functionsOf(thread);
  for (const { capture } of since.toReversed()) {
    const then = capture.threads.find((one) => one.pthreadId === thread.pthreadId);
    if (then !== undefined && then.waitsFor.kind === 'sleep' && functionsOf(then) === stand) return then;
  }
  return thread;
}

function isOnItsWay({ waitsFor }: ThreadState): boolean {
  return waitsFor.kind === 'computing' || waitsFor.kind === 'native' || waitsFor.kind === 'unknown';
}

function functionsOf({ stack }: ThreadState): string {
  return stack
    .filter(({ origin }) => origin !== 'python')
    .map(({ codeId }) => codeId)
    .join(' ');
}
