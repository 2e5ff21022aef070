/** Tasks whose own code completes, further on, what another waits for: told by the object itself, whatever it is called there. */
import type { TaskState } from '../../python/model/capture.ts';
import type { Holder } from '../../python/model/wait.ts';
import type { Situation } from '../situation.ts';
import type { Layer } from '../source/surroundings.ts';
import type { LineSpan } from '../source/syntax/lines.ts';

/** Ids of those that would complete it by ending. */
export function completersAhead(situation: Situation, task: TaskState, holders: readonly Holder[]): string[] {
  const found = holders.filter(
    ({ taskId, completesAt }) =>
      completesAt !== undefined && taskId !== task.id && situation.tasks.has(taskId),
  );
  return [...new Set(found.filter((one) => completesOnItsWayOut(situation, one)).map((one) => one.taskId))];
}

/**
 * What an endless loop says further down it says to what comes in: it is the other side that does not come, and to end this
 * task completes nothing. A `finally` within is on the way out all the same.
 */
function completesOnItsWayOut(
  situation: Situation,
  { taskId, frameIndex, completesAt = 0 }: Holder,
): boolean {
  const place = situation.tasks.get(taskId)?.stack[frameIndex];
  const layers = place === undefined ? [] : (situation.surroundings(place)?.layers ?? []);
  const loop = layers.findIndex((one) => one.kind === 'loop' && one.endless);
  const around = layers[loop];
  if (around?.kind !== 'loop' || !includes(around.span, completesAt)) return true;
  return layers.slice(0, loop).some((layer) => completesInLeaving(layer, completesAt));
}

function completesInLeaving(layer: Layer, line: number): boolean {
  if (layer.kind !== 'try-body' && layer.kind !== 'try-else' && layer.kind !== 'handler') return false;
  const { finallyBody, handlers } = layer.facts;
  const clauses = layer.kind === 'try-body' ? handlers.map(({ body }) => body) : [];
  return [finallyBody, ...clauses].some((span) => span !== null && includes(span, line));
}

function includes({ fromLine, toLine }: LineSpan, line: number): boolean {
  return line >= fromLine && line <= toLine;
}

/** A task that nobody cancelled, and that does not wait for this one, has it in sight: that may be the one to complete it. */
export function isInSightOfUntold(situation: Situation, task: TaskState): boolean {
  const on = task.wait?.on;
  const isKnown = on?.kind === 'primitive' && on.role === 'wait';
  const primitive = isKnown ? situation.primitives.get(on.primitiveId) : undefined;
  const ids = on?.kind === 'future' ? on.holderIds : (primitive?.holders ?? []).map(({ taskId }) => taskId);
  if (ids.length === 0) return false;
  const waiting = situation.graph.waitersFor([task.id]);
  const same = new Set(primitive?.waiters);
  return ids.some(
    (id) =>
      id !== task.id &&
      !same.has(id) &&
      !waiting.has(id) &&
      situation.cancellation.get(id) === 'not-requested',
  );
}

/** Nobody is seen to hold the lock, and one that has it in sight waits for another lock itself: the two may wait for each other. */
export function mayBeHeldByWaiter(situation: Situation, { id, wait }: TaskState): boolean {
  const on = wait?.on;
  if (on?.kind !== 'primitive' || on.role !== 'acquire') return false;
  const holders = situation.primitives.get(on.primitiveId)?.holders ?? [];
  if (holders.some(({ taskId, how }) => how === 'acquired' && taskId !== id)) return false;
  return holders.some(({ taskId }) => {
    const other = situation.tasks.get(taskId)?.wait?.on;
    return other?.kind === 'primitive' && other.role === 'acquire' && other.primitiveId !== on.primitiveId;
  });
}
