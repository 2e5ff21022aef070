/**
 * `try: await self.serve()`, `except CancelledError: pass`, and then `await self.stop()`: a shutdown in another dress. What is
 * caught by its name, outside any loop, before code that only goes on to its end, was not lost.
 */
import type { TaskState } from '../../python/model/capture.ts';
import type { CodePlace } from '../../python/model/frame.ts';
import { lastPart } from '../dotted-name.ts';
import { isShutdownName } from '../shutdown/shutdown-place.ts';
import type { Situation } from '../situation.ts';
import type { Layer } from '../source/surroundings.ts';
import { isCancelledAgainAndAgain } from './cancellation.ts';
import type { Swallower } from './swallow-search.ts';
import { findSwallower } from './swallow-search.ts';

/** What a shutdown does besides, by its name. */
const LAST_WORK =
  /(^|[._])(drain|flush|clean_up|finish|wait_closed|tear_down|release|save|persist|unregister|deregister|leave|goodbye)(_|$)/i;

/** Of a task that counts as one that has swallowed its cancellation. */
export function endsDeliberately(situation: Situation, task: TaskState): boolean {
  const earlier = situation.tasksBefore.get(task.id);
  if (earlier === undefined || isCancelledAgainAndAgain(task)) return false;
  const swallower = findSwallower(situation, task);
  if (swallower === null || !swallower.followed || !swallower.forward) return false;
  if (!/Cancelled/.test(swallower.construct.text)) return false;
  const anchor = anchorOf(earlier, task, swallower.place);
  if (anchor === null || !hasPassed(anchor, swallower)) return false;
  const outer = task.stack.slice(0, anchor.index);
  if (outer.some((place) => layersAt(situation, place).some(({ kind }) => kind === 'loop'))) return false;
  if (layersAt(situation, anchor.now).some((layer) => layer.kind === 'loop' && layer.endless)) return false;
  if (situation.graph.edges.has(task.id) || WAITS_FOR_ANOTHER.has(task.wait?.on.kind ?? '')) return true;
  return isEnding(situation, task.stack.slice(anchor.index));
}

/** The function that caught it has returned, and the one that called it waits further on. */
export function waitsBehindCall(
  { tasksBefore }: Situation,
  { id, stack }: TaskState,
  { construct, place }: Pick<Swallower, 'construct' | 'place'>,
): boolean {
  const earlier = tasksBefore.get(id);
  const anchor = earlier === undefined ? null : anchorOf(earlier, { stack }, place);
  return anchor !== null && anchor.now.codeId !== place.codeId && hasPassed(anchor, { construct, place });
}

/** Somebody else's end, which work does not wait for in passing. */
const WAITS_FOR_ANOTHER: ReadonlySet<string> = new Set(['thread-job', 'child', 'server-close']);

interface Anchor {
  index: number;
  before: CodePlace;
  now: CodePlace;
}

/** The innermost frame that stood before the signal and stands still, of that with the clause and those around it. */
function anchorOf(earlier: TaskState, { stack }: Pick<TaskState, 'stack'>, clause: CodePlace): Anchor | null {
  const last = earlier.stack.findIndex(({ codeId }) => codeId === clause.codeId);
  for (let index = Math.min(last, stack.length - 1); index >= 0; index -= 1) {
    const [before, now] = [earlier.stack[index], stack[index]];
    if (before !== undefined && before.codeId === now?.codeId) return { index, before, now };
  }
  return null;
}

function hasPassed(
  { before, now }: Anchor,
  { construct, place }: { construct: { line: number }; place: CodePlace },
): boolean {
  return now.line > (now.codeId === place.codeId ? Math.max(construct.line, before.line) : before.line);
}

function layersAt(situation: Situation, place: CodePlace): readonly Layer[] {
  return place.origin === 'python' ? [] : (situation.surroundings(place)?.layers ?? []);
}

function isEnding(situation: Situation, [anchor, ...inner]: readonly CodePlace[]): boolean {
  if (inner.some(({ name, origin }) => origin !== 'python' && isEndingName(name))) return true;
  const calls = anchor === undefined ? [] : (situation.surroundings(anchor)?.calls ?? []);
  return calls.some(({ callee }) => isEndingName(lastPart(callee)));
}

function isEndingName(name: string): boolean {
  return isShutdownName(name) || LAST_WORK.test(name);
}
