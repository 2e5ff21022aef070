/** `while child.is_alive(): await asyncio.sleep(0.05)`: rounds that end when a child process has, though nothing is awaited of it. */
import type { TaskState, ThreadState } from '../../python/model/capture.ts';
import type { CodePlace } from '../../python/model/frame.ts';
import { workersOf } from '../causes/workers.ts';
import type { Situation } from '../situation.ts';

/** multiprocessing.Process, subprocess.Popen, os.waitpid with WNOHANG. */
const ASKS_FOR_CHILD = /\b(is_alive\(|exitcode\b|returncode\b|waitpid\(|active_children\()|\.poll\(\)/;
const WORDS = ['is_alive', 'exitcode', 'returncode', 'poll', 'waitpid', 'active_children'];
const MOST_LINES = 60;

/**
 * Where the task looks whether a living child has ended; null when it does not. A loop without an end of its own is no
 * wait: who watches over children, and starts them again, goes on without them.
 */
export function childPollPlace(situation: Situation, task: TaskState): CodePlace | null {
  const kind = task.wait?.on.kind;
  return kind === 'timer' || kind === 'ready' ? pollIn(situation, task.stack) : null;
}

/** The same of a thread that sleeps between its rounds. */
export function childPollOfThread(situation: Situation, { waitsFor, stack }: ThreadState): CodePlace | null {
  return waitsFor.kind === 'sleep' ? pollIn(situation, stack) : null;
}

function pollIn(situation: Situation, stack: readonly CodePlace[]): CodePlace | null {
  if (workersOf(situation.last.family).length === 0) return null;
  const place = stack.findLast((one) => one.origin !== 'python');
  if (place === undefined || !situation.mayMention(place.file, WORDS)) return null;
  const loop = situation.surroundings(place)?.layers.find((one) => one.kind === 'loop');
  if (loop?.kind !== 'loop' || loop.endless) return null;
  const { fromLine, toLine } = loop.span;
  for (let line = fromLine; line <= Math.min(toLine, fromLine + MOST_LINES); line += 1)
    if (ASKS_FOR_CHILD.test(situation.sourceLine(place.file, line) ?? '')) return place;
  return null;
}
