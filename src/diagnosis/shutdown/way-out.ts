/** Tasks that nobody cancelled, and that have ended their work by themselves: a message told them, a flag, the end of a queue. */
import type { TaskState } from '../../python/model/capture.ts';
import type { CodePlace } from '../../python/model/frame.ts';
import { innermostOwn } from '../culprit.ts';
import type { Situation } from '../situation.ts';
import { isByItself } from './gone-on.ts';
import { placesSince } from './left-work.ts';

export interface WayOut {
  /** What it has called since, where that is not the innermost place itself: `Ledger.on_stop`, which waits in a helper. */
  via: CodePlace | null;
}

/** Null unless it stands, since the signal and as far as can be told by it, outside of every loop that it was in before. */
export function wayOutOf(situation: Situation, task: TaskState): WayOut | null {
  const earlier = situation.tasksBefore.get(task.id);
  if (earlier === undefined || isByItself(situation, task, earlier)) return null;
  const places = placesSince(situation, task, earlier);
  if (places === null) return null;
  // The first is where it left, the next what it has called there.
  const via = places[1];
  return { via: via === undefined || via === innermostOwn(task.stack) ? null : via };
}
