/** Cleanups in a task's chain: an `except` or `finally` in which it is on its way out, by syntax and by what it has in hand. */
import type { TaskState } from '../../python/model/capture.ts';
import type { CodePlace } from '../../python/model/frame.ts';
import type { Situation } from '../situation.ts';
import type { Layer, Surroundings } from '../source/surroundings.ts';
import type { CleanupRegion } from '../source/swallow.ts';
import { cleanupRegion, exitRegion, withoutRetries } from '../source/swallow.ts';
import { sameStand } from './stands.ts';

export interface Cleanup {
  place: CodePlace;
  region: CleanupRegion;
}

/**
 * The innermost, in code that is not Python's own. The handler of an ordinary error is none where a loop goes on behind it, or
 * where the task stood in it before the signal: `except OSError: await asyncio.sleep(backoff)` is how a client works.
 */
export function innermostCleanup(situation: Situation, task: TaskState): Cleanup | null {
  for (let index = task.stack.length - 1; index >= 0; index -= 1) {
    const place = task.stack[index];
    const around = place === undefined || place.origin === 'python' ? null : situation.surroundings(place);
    if (place === undefined || around === null) continue;
    const region = cleanupRegion(withoutErrors(situation, task, index, around));
    if (region !== null) return { place, region };
  }
  return null;
}

/** The innermost block of a `with` whose `__aexit__` is under way: by the frame that it has called. */
function innermostExit(situation: Situation, { stack }: TaskState): Cleanup | null {
  const index = stack.findLastIndex(({ name }, at) => at > 0 && name === '__aexit__');
  const place = stack.slice(0, Math.max(index, 0)).findLast(({ origin }) => origin === 'user');
  const around = place === undefined ? null : situation.surroundings(place);
  const region = around === null ? null : exitRegion(around);
  return place === undefined || region === null ? null : { place, region };
}

/** Likewise one that no loop surrounds, and that was not under way before the signal: it is no part of what the task does all day. */
export function exitOnWayOut(situation: Situation, task: TaskState): Cleanup | null {
  const found = innermostExit(situation, task);
  const earlier = situation.tasksBefore.get(task.id);
  if (found === null || (earlier !== undefined && sameStand(earlier, task))) return null;
  return isCalledInLoop(situation, task, task.stack.indexOf(found.place) + 1) ? null : found;
}

/** The clauses that handle a cancellation, and those that a task has come to since the signal and does not come back from. */
function withoutErrors(
  situation: Situation,
  task: TaskState,
  index: number,
  around: Surroundings,
): Surroundings {
  if (handlesCancellation(situation, task, index, around)) return around;
  const ended = withoutRetries(around, isCalledInLoop(situation, task, index));
  const earlier = standBefore(situation, task, index);
  if (earlier === null) return ended;
  const wasInside = (layer: Layer) =>
    layer.kind === 'handler' &&
    layer.handler.body.fromLine <= earlier.line &&
    earlier.line <= layer.handler.body.toLine;
  return { ...ended, layers: ended.layers.filter((layer) => !wasInside(layer)) };
}

/** What the frame has in hand tells; where that cannot be read, the clause's own words. */
function handlesCancellation(
  { minor }: Situation,
  { handling }: TaskState,
  index: number,
  { layers }: Surroundings,
): boolean {
  const inHand = handling.find(({ frameIndex }) => frameIndex === index);
  if (inHand !== undefined) return inHand.isCancelled;
  const clause = layers.find((layer) => layer.kind === 'handler');
  if (clause === undefined) return false;
  const { types } = clause.handler;
  return minor < 8 || types.length === 0 || types.some((one) => /Cancel|BaseException/.test(one));
}

function isCalledInLoop(situation: Situation, { stack }: TaskState, index: number): boolean {
  return stack
    .slice(0, index)
    .some(
      (place) =>
        place.origin === 'user' &&
        situation.surroundings(place)?.layers.some(({ kind }) => kind === 'loop') === true,
    );
}

/** The same frame of the same call, as far as can be told: all that called it stood where it stands now. */
function standBefore({ tasksBefore }: Situation, { id, stack }: TaskState, index: number): CodePlace | null {
  const earlier = tasksBefore.get(id)?.stack ?? [];
  const isSame = stack.slice(0, index).every(({ codeId, line }, at) => {
    const there = earlier[at];
    return there?.codeId === codeId && there.line === line;
  });
  const there = earlier[index];
  return isSame && there?.codeId === stack[index]?.codeId ? (there ?? null) : null;
}
