/** `while child.is_alive(): await asyncio.sleep(0.05)`: rounds that end when a child process has, though nothing is awaited of it. */
import type { TaskState, ThreadState } from '../../python/model/capture.ts';
import type { CodePlace } from '../../python/model/frame.ts';
import { workersOf } from '../causes/workers.ts';
import { flagState } from '../flag-state.ts';
import { flagsOf, handlersOf } from '../handlers.ts';
import { hasGoneOn } from '../reaction.ts';
import type { Situation } from '../situation.ts';
import { calledNames } from '../source/called-names.ts';
import type { FunctionFacts, Layer } from '../source/surroundings.ts';
import { hasToldChild } from '../told-children.ts';

type Loop = Extract<Layer, { kind: 'loop' }>;

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
  return pollIn(situation, task.stack, () => hasGoneOn(situation, task));
}

/** The same of a thread that sleeps between its rounds, or waits for a word with a limit. */
export function childPollOfThread(situation: Situation, thread: ThreadState): CodePlace | null {
  if (!pausesBetweenRounds(thread)) return null;
  return pollIn(
    situation,
    thread.stack,
    (lines) => hasToldChild(situation) || looksAtSetFlag(situation, lines),
  );
}

/** What a thread does between two looks of a poll. */
export function pausesBetweenRounds({ waitsFor }: ThreadState): boolean {
  switch (waitsFor.kind) {
    case 'sleep':
      return true;
    case 'event':
    case 'condition':
      return waitsFor.timeoutSeconds !== null;
    default:
      return false;
  }
}

/** `while True: if self.status == STOPPED: …`, and the handler has stored another status. */
function looksAtSetFlag(situation: Situation, lines: readonly string[]): boolean {
  const { acting } = handlersOf(situation);
  if (acting === null) return false;
  const set = flagsOf(acting).filter((one) => flagState(situation, acting, one) === 'set');
  return set.some((flag) => lines.some((line) => line.split(/\W+/).includes(flag)));
}

/** `isOfShutdown` is asked of the lines of an endless loop. */
function pollIn(
  situation: Situation,
  stack: readonly CodePlace[],
  isOfShutdown: (lines: readonly string[]) => boolean,
): CodePlace | null {
  if (workersOf(situation.last.family).length === 0) return null;
  for (const place of stack
    .filter((one) => one.origin !== 'python')
    .slice(-MOST_FRAMES)
    .toReversed()) {
    const around = situation.mayMention(place.file, WORDS) ? situation.surroundings(place) : null;
    const loop = around?.layers.find((one): one is Loop => one.kind === 'loop');
    if (around === null || loop === undefined) continue;
    const asked = { file: place.file, loop, facts: around.function };
    return asksForChildren(situation, asked, isOfShutdown) ? place : null;
  }
  return null;
}

function asksForChildren(
  situation: Situation,
  { file, loop, facts }: { file: string; loop: Loop; facts: FunctionFacts | null },
  isOfShutdown: (lines: readonly string[]) => boolean,
): boolean {
  const lines = linesOf(situation, file, loop.span);
  const asks = (text: string) => ASKS_FOR_CHILD.test(text) || callsWhoAsks(situation, file, text, facts);
  if (loop.endless)
    return lines.some((text, index) => endsRounds(lines, index) && asks(text)) && isOfShutdown(lines);
  return asks(loop.text) || (!endsByFlag(situation, loop) && lines.some(asks));
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

/** `while self.any_alive():`: a function of the same file asks for it. */
function callsWhoAsks(
  situation: Situation,
  file: string,
  text: string,
  facts: FunctionFacts | null,
): boolean {
  if (facts === null) return false;
  const callees = [...text.matchAll(/((?:self\.|cls\.)?[A-Za-z_]\w*)\(/g)].flatMap(([, name]) => name ?? []);
  return callees
    .flatMap((callee) => calledNames(facts, callee))
    .flatMap((name) => situation.functionNamed(file, name) ?? [])
    .some(({ span }) => linesOf(situation, file, span).some((line) => ASKS_FOR_CHILD.test(line)));
}

function linesOf(situation: Situation, file: string, { fromLine, toLine }: FunctionFacts['span']): string[] {
  const count = Math.min(toLine - fromLine + 1, MOST_LINES);
  return Array.from({ length: count }, (_, index) => situation.sourceLine(file, fromLine + index) ?? '');
}
