import type { TaskState } from '../../python/model/capture.ts';
import type { Situation } from '../situation.ts';

/** A loop of the service's own stands around the task's place: its rounds lead to another line at each look. */
export function isInLoop(situation: Situation, { stack }: TaskState): boolean {
  return stack.some(
    (place) =>
      place.origin === 'user' &&
      situation.surroundings(place)?.layers.some((layer) => layer.kind === 'loop') === true,
  );
}
