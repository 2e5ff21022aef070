/** `while child.is_alive(): await asyncio.sleep(0.05)`: rounds that end when a child process has, though nothing is awaited of it. */
import type { TaskState, ThreadState } from '../../python/model/capture.ts';
import type { CodePlace } from '../../python/model/frame.ts';
import { workersOf } from '../causes/workers.ts';
import { hasToldChild } from '../children/told-children.ts';
import { linesOf } from '../lines-of.ts';
import { hasGoneOn } from '../shutdown/gone-on.ts';
import { flagState } from '../signal/flag-state.ts';
import { flagsOf, handlersOf } from '../signal/handlers.ts';
import type { Situation } from '../situation.ts';
import type { Layer } from '../source/surroundings.ts';
import { pausesBetweenRounds } from './pauses.ts';

type Loop = Extract<Layer, { kind: 'loop' }>;

interface Rounds {
  place: CodePlace;
  loop: Loop;
}

/** multiprocessing.Process, subprocess.Popen, os.waitpid with WNOHANG. */
const ASKS_FOR_CHILD =
  /\b(is_alive\(|exitcode\b|returncode\b|wait(pid|3|4|id)\(|active_children\()|\.poll\(\)/;
const WORDS = [
  'is_alive',
  'exitcode',
  'returncode',
  'poll',
  'waitpid',
  'wait3',
  'wait4',
  'waitid',
  'active_children',
];
const MOST_LINES = 60;
const MOST_FILE_LINES = 3_000;
/** An empty line has no text either; so many in a row are the end of the file. */
const MOST_EMPTY = 20;
/** `def pause(self): time.sleep(0.1)`: the rounds may be the caller's. */
const MOST_FRAMES = 2;
/** `if self.all_gone(): log(…); break`. */
const LINES_TO_BREAK = 4;

/**
 * Where the task looks whether a living child has ended; null when it does not. A loop without a condition of its own is no
 * wait before the shutdown has come to it: who watches over children, and starts them again, goes on without them.
 */
export function childPollPlace(situation: Situation, task: TaskState): CodePlace | null {
  const kind = task.wait?.on.kind;
  if (kind !== 'timer' && kind !== 'ready') return null;
  return pollIn(situation, task.stack, ({ loop }) => !loop.endless || hasGoneOn(situation, task));
}

/** The same of a thread that sleeps between its rounds, or waits for a word with a limit. */
export function childPollOfThread(situation: Situation, thread: ThreadState): CodePlace | null {
  if (!pausesBetweenRounds(thread)) return null;
  return pollIn(
    situation,
    thread.stack,
    (rounds) =>
      cameSinceSignal(situation, thread, rounds) ||
      hasToldChild(situation) ||
      looksAtSetFlag(situation, rounds),
  );
}

/** It was not in this loop before the signal. A watch that joined later takes a loop with an end for the shutdown's. */
function cameSinceSignal(
  { before }: Situation,
  { pthreadId }: ThreadState,
  { loop, place }: Rounds,
): boolean {
  if (before === null) return !loop.endless;
  const { fromLine, toLine } = loop.span;
  const earlier = before.threads.find((one) => one.pthreadId === pthreadId)?.stack ?? [];
  return !earlier.some((one) => one.codeId === place.codeId && one.line >= fromLine && one.line <= toLine);
}

/** `while True: if self.status == STOPPED: …`, and the handler has stored another status. */
function looksAtSetFlag(situation: Situation, { place, loop }: Rounds): boolean {
  const { acting } = handlersOf(situation);
  if (acting === null) return false;
  const lines = linesOf(situation, place.file, loop.span);
  const set = flagsOf(acting).filter((one) => flagState(situation, acting, one) === 'set');
  return set.some((flag) => lines.some((line) => line.split(/\W+/).includes(flag)));
}

/** `isOfShutdown` is asked of rounds whose condition does not ask for children itself. */
function pollIn(
  situation: Situation,
  stack: readonly CodePlace[],
  isOfShutdown: (rounds: Rounds) => boolean,
): CodePlace | null {
  if (workersOf(situation.last.family).length === 0) return null;
  const nearest = stack.filter((one) => one.origin !== 'python').slice(-MOST_FRAMES);
  for (const place of nearest.toReversed()) {
    const around = situation.mayMention(place.file, WORDS) ? situation.surroundings(place) : null;
    const loop = around?.layers.find((one): one is Loop => one.kind === 'loop');
    if (loop === undefined) continue;
    const rounds = { place, loop };
    const isPoll =
      asksInCondition(situation, rounds) || (asksInBody(situation, rounds) && isOfShutdown(rounds));
    return isPoll ? place : null;
  }
  return null;
}

function asksInCondition(situation: Situation, { place, loop }: Rounds): boolean {
  return !loop.endless && asks(situation, place.file, loop.text);
}

function asksInBody(situation: Situation, { place, loop }: Rounds): boolean {
  const lines = linesOf(situation, place.file, loop.span);
  if (loop.endless)
    return lines.some((text, index) => endsRounds(lines, index) && asks(situation, place.file, text));
  return !endsByFlag(situation, loop) && asks(situation, place.file, lines.join('\n'));
}

function asks(situation: Situation, file: string, text: string): boolean {
  return ASKS_FOR_CHILD.test(text) || callsWhoAsks(situation, file, text);
}

/** `if not any(child.is_alive() for child in self.children): break`, or `return`. */
function endsRounds(lines: readonly string[], index: number): boolean {
  if (!/^(if|elif)\b/.test(lines[index]?.trim() ?? '')) return false;
  return lines.slice(index, index + LINES_TO_BREAK).some((text) => /(^|:\s*|\s)(break|return)\b/.test(text));
}

/** `while not self.stopping:` goes round for the program's sake, whatever else is asked on the way. */
function endsByFlag(situation: Situation, { conditionNames }: Loop): boolean {
  const { acting } = handlersOf(situation);
  const flags = new Set(acting === null ? [] : flagsOf(acting));
  return conditionNames.some((name) => name.split('.').some((part) => flags.has(part)));
}

/** `while self.any_alive():`, `any(one.alive for one in self.workers)`: a function or property of the same file asks for it. */
function callsWhoAsks(situation: Situation, file: string, text: string): boolean {
  const names = [...text.matchAll(/\.([A-Za-z_]\w*)|\b([A-Za-z_]\w*)\(/g)].flatMap(
    ([, attribute, called]) => attribute ?? called ?? [],
  );
  if (names.length === 0) return false;
  const defined = new RegExp(`^(async )?def (${[...new Set(names)].join('|')})\\(`);
  for (let line = 1, empty = 0; line <= MOST_FILE_LINES && empty <= MOST_EMPTY; line += 1) {
    const found = situation.sourceLine(file, line);
    empty = found === null ? empty + 1 : 0;
    if (found !== null && defined.test(found) && bodyAsks(situation, file, line)) return true;
  }
  return false;
}

/** Down to the next definition. */
function bodyAsks(situation: Situation, file: string, line: number): boolean {
  for (let at = line; at < line + MOST_LINES; at += 1) {
    const text = situation.sourceLine(file, at) ?? '';
    if (at > line && /^(async )?(def|class) |^@/.test(text)) return false;
    if (ASKS_FOR_CHILD.test(text)) return true;
  }
  return false;
}
