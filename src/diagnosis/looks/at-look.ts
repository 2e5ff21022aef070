/** One task or primitive at one look, by its id: without a look at all the others, as each of ten thousand may be asked for. */
import type { Capture, TaskState } from '../../python/model/capture.ts';
import type { Primitive } from '../../python/model/wait.ts';

export const taskAt = finder<TaskState>(({ tasks }) => tasks);
export const primitiveAt = finder<Primitive>(({ primitives }) => primitives);

function finder<T extends { id: string }>(list: (capture: Capture) => readonly T[]) {
  const known = new WeakMap<Capture, ReadonlyMap<string, T>>();
  return (capture: Capture, id: string): T | undefined => {
    let found = known.get(capture);
    if (found === undefined) {
      found = new Map(list(capture).map((one) => [one.id, one]));
      known.set(capture, found);
    }
    return found.get(id);
  };
}
