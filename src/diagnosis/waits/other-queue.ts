/** Consumers of another queue than the one that is joined: both lie in one dict of `self`, which all of them know. */
import type { TaskState } from '../../python/model/capture.ts';
import type { Situation } from '../situation.ts';
import { splitCallee } from './callee.ts';

/** It waits in `queue.get()` of another one, and calls `task_done()` of that same name. */
export function consumesOther(situation: Situation, { wait, stack }: TaskState, joinedId: string): boolean {
  const on = wait?.on;
  if (on?.kind !== 'primitive' || on.role !== 'get' || on.primitiveId === joinedId) return false;
  const place = stack.findLast((one) => one.origin !== 'python');
  const around = place === undefined ? null : situation.surroundings(place);
  const gotten = (around?.calls ?? []).map(splitCallee).filter(({ method }) => method === 'get');
  const done = (around?.function?.calls ?? [])
    .map(splitCallee)
    .filter(({ method }) => method === 'task_done');
  return gotten.some(({ object }) => done.some((one) => one.object === object));
}
