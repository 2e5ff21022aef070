/** Parked code that would look at a flag, if only it came round: in the condition of a loop around it, in a wait, or in a test. */
import type { SignalHandler } from '../../python/model/capture.ts';
import type { CodePlace } from '../../python/model/frame.ts';
import { innermostOwn } from '../culprit.ts';
import { escapePattern } from '../escape-pattern.ts';
import { linesOf } from '../lines-of.ts';
import { mainTask } from '../shutdown/main-task.ts';
import type { Situation } from '../situation.ts';
import type { Surroundings } from '../source/surroundings.ts';
import { schedulerOn } from '../threads/schedulers.ts';
import type { Owner, Parked } from './comes-round.ts';
import { comesRound } from './comes-round.ts';
import type { Alias } from './flag-aliases.ts';
import { setsUnawaited } from './handlers.ts';
import { isMainLine } from './main-line.ts';
import { isNameOfAnother } from './name-of-another.ts';

interface FlagUse {
  flag: string;
  /** In the condition of a loop around the place, or what it waits for, rather than merely somewhere in the function. */
  inCondition: boolean;
}

export interface FlagReader extends FlagUse, Parked {}

const IS_SET = 'is_set';
const MOST_TASKS = 200;
const MOST_LINES = 400;

/** Who looks at it too seldom, also by another name that leads to it. */
export function flagReaders(
  situation: Situation,
  flags: readonly string[],
  alias: Alias = () => null,
): FlagReader[] {
  const [round, slow] = [true, false].map((comes) =>
    flagTests(situation, flags, alias).filter((one) => comesRound(situation, one) === comes),
  );
  // Whoever comes round within a function that looks at it as well has looked.
  const hasLooked = ({ owner, flag, inCondition }: FlagReader) =>
    !inCondition && round?.some((one) => one.owner.id === owner.id && one.flag === flag && one.inCondition);
  return slow?.filter((one) => !hasLooked(one)) ?? [];
}

/** Whoever looks at it. The surest first; the main task before others. */
export function flagTests(
  situation: Situation,
  flags: readonly string[],
  alias: Alias = () => null,
): FlagReader[] {
  const found: FlagReader[] = [];
  for (const { stack, owner } of chains(situation)) {
    const innermost = innermostOwn(stack);
    if (innermost === null) continue;
    for (const place of [...stack].reverse()) {
      const use =
        place.origin === 'python'
          ? null
          : (useAt(situation, place, flags) ?? aliasAt(situation, place, alias));
      if (use === null) continue;
      // What a loop runs for a main line is an affair of the call that runs it: who looks at the flag waits for that call.
      const parked = owner.kind === 'thread' && isMainLine(stack, place) ? place : innermost;
      found.push({ ...use, place, parked, owner, stack });
    }
  }
  return found.sort((a, b) => Number(b.inCondition) - Number(a.inCondition));
}

/**
 * Names of the events that loops around parked code poll (`while not self.stop.is_set()`), for a handler that is an event's
 * own `set`: it says by no name which one. None where somebody waits for that event: it woke who looks at it.
 */
export function polledEvents(situation: Situation, handler: SignalHandler): string[] {
  if (!setsUnawaited(situation, handler)) return [];
  const names = chains(situation).flatMap(({ stack }) =>
    stack.flatMap((place) => eventsAt(situation, place)),
  );
  return [...new Set(names)];
}

function eventsAt(situation: Situation, place: CodePlace): string[] {
  if (place.origin === 'python' || !situation.mayMention(place.file, [IS_SET])) return [];
  const loops = situation.surroundings(place)?.layers.filter((layer) => layer.kind === 'loop') ?? [];
  return loops
    .flatMap(({ conditionNames }) => conditionNames.map((name) => name.split('.')))
    .flatMap((path) => (path.at(-1) === IS_SET && path.length > 1 ? [path.at(-2) ?? ''] : []));
}

function chains(situation: Situation): { stack: readonly CodePlace[]; owner: Owner }[] {
  const { last } = situation;
  const main = mainTask(situation);
  const tasks = main === null ? last.tasks : [main, ...last.tasks.filter((one) => one !== main)];
  const { waitsFor } = situation.mainThread ?? {};
  const polled = waitsFor?.kind === 'sleep' ? waitsFor.polledThreadId : undefined;
  // What a scheduler's thread shows is not what its tasks are parked in.
  const threads = last.threads.filter(
    (one) =>
      (one.isMain || one.daemon === false || one.id === polled) && schedulerOn(situation, one.id) === null,
  );
  return [
    ...tasks.slice(0, MOST_TASKS).map(({ stack, id, name, coroutine }) => ({
      stack,
      owner: { kind: 'task' as const, id, name, coroutine },
    })),
    ...threads.map(({ stack, id, name }) => ({ stack, owner: { kind: 'thread' as const, id, name } })),
  ];
}

function useAt(situation: Situation, place: CodePlace, names: readonly string[]): FlagUse | null {
  if (!situation.mayMention(place.file, names)) return null;
  const flags = names.filter((name) => !isNameOfAnother(situation, place, name));
  if (flags.length === 0) return null;
  const around = situation.surroundings(place);
  if (around === null) return null;
  const flag =
    inLoopCondition(around, flags) ??
    inWait(around, flags) ??
    inLeavingTest(situation, place, around, testOf(flags));
  if (flag !== undefined) return { flag, inCondition: true };
  const tested = inTest(situation, place, around, testOf(flags));
  return tested === undefined ? null : { flag: tested, inCondition: false };
}

function aliasAt(situation: Situation, place: CodePlace, alias: Alias): FlagUse | null {
  const around = situation.surroundings(place);
  if (around === null) return null;
  const loops = around.layers.filter((layer) => layer.kind === 'loop');
  const flag = loops.flatMap(({ conditionNames }) => conditionNames.flatMap((name) => alias(name) ?? []))[0];
  const leaving = flag ?? inLeavingTest(situation, place, around, aliasTestOf(alias));
  if (leaving !== undefined) return { flag: leaving, inCondition: true };
  const tested = inTest(situation, place, around, aliasTestOf(alias));
  return tested === undefined ? null : { flag: tested, inCondition: false };
}

function inLoopCondition(around: Surroundings, flags: readonly string[]): string | undefined {
  const loops = around.layers.filter((layer) => layer.kind === 'loop');
  const names = loops.flatMap(({ conditionNames }) => conditionNames);
  return flags.find((flag) => {
    // `while not state['stopping']:`: an entry of what the handler stores into.
    const entry = new RegExp(`\\b${escapePattern(flag)}(\\[|\\.get\\()`);
    const key = new RegExp(`['"]${escapePattern(flag)}['"]`);
    return (
      names.some((name) => name.split('.').includes(flag)) ||
      loops.some(({ text }) => entry.test(text) || key.test(text))
    );
  });
}

export function inWait(around: Surroundings, flags: readonly string[]): string | undefined {
  const text = around.statement?.text ?? around.text;
  return flags.find((flag) => new RegExp(`\\b${escapePattern(flag)}\\.wait\\(`).test(text));
}

function inTest(
  situation: Situation,
  place: CodePlace,
  around: Surroundings,
  find: (text: string) => string | undefined,
): string | undefined {
  const span = around.function?.span;
  if (span === undefined) return undefined;
  const { nested } = around.function ?? { nested: [] };
  for (let line = span.fromLine; line <= Math.min(span.toLine, span.fromLine + MOST_LINES); line += 1) {
    if (nested.some(({ fromLine, toLine }) => line >= fromLine && line <= toLine)) continue;
    const text = situation.sourceLine(place.file, line)?.replace(/#.*$/, '') ?? null;
    // A loop that it is not in any more was left because the flag was read.
    const isLeft = line < place.line && text !== null && /^\s*while\b/.test(text);
    const found = text === null || isLeft ? undefined : find(text);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** `if self.stopping: break` within a loop around the place is as good as the loop's own condition. */
function inLeavingTest(
  situation: Situation,
  place: CodePlace,
  around: Surroundings,
  find: (text: string) => string | undefined,
): string | undefined {
  const loop = around.layers.find((layer) => layer.kind === 'loop');
  if (loop?.kind !== 'loop') return undefined;
  const lines = linesOf(situation, place.file, loop.span);
  for (const [index, text] of lines.entries()) {
    const leaves = LEAVES.test(text)
      ? /^if\b.*:\s*(break|return)\b/.test(text)
      : LEAVES.test(lines[index + 1] ?? '');
    const found = leaves && /^(if|elif)\b/.test(text) ? find(text) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

const LEAVES = /^(if\b.*:\s*)?(break|return)\b/;

function testOf(flags: readonly string[]): (text: string) => string | undefined {
  const patterns = flags.map((flag) => ({
    flag,
    pattern: new RegExp(`\\b(if|while|not|and|or)\\b.*\\b${escapePattern(flag)}\\b`),
  }));
  return (text) => patterns.find((one) => one.pattern.test(text))?.flag;
}

/** A word within it is no name of anything. */
const LITERAL = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/g;

/** `if self.control.wants('stop'):` within the function. */
function aliasTestOf(alias: Alias): (text: string) => string | undefined {
  return (text) => {
    const [, test] = /^\s*(?:if|elif|while)\b(.*)/.exec(text) ?? [];
    for (const [name] of test?.replaceAll(LITERAL, '').matchAll(/[A-Za-z_][\w.]*/g) ?? []) {
      const flag = alias(name);
      if (flag !== null) return flag;
    }
    return undefined;
  };
}

/** In the body of a loop whose condition looks at the flag. */
export function isInLoopOf(situation: Situation, place: CodePlace, flags: readonly string[]): boolean {
  if (place.origin === 'python' || !situation.mayMention(place.file, flags)) return false;
  const around = situation.surroundings(place);
  return around !== null && inLoopCondition(around, flags) !== undefined;
}

/** The flag is looked at in the code that is still to come: below the line in its function, or in a loop around it. */
export function testsLater(situation: Situation, place: CodePlace, flags: readonly string[]): boolean {
  if (place.origin === 'python' || flags.length === 0 || !situation.mayMention(place.file, flags))
    return false;
  const around = situation.surroundings(place);
  if (around === null) return false;
  if (inLoopCondition(around, flags) !== undefined || inWait(around, flags) !== undefined) return true;
  const span = around.function?.span;
  if (span === undefined) return false;
  const outermost = around.layers.findLast((layer) => layer.kind === 'loop');
  const from = outermost?.kind === 'loop' ? outermost.span.fromLine : place.line + 1;
  const names = flags.map(escapePattern).join('|');
  const pattern = new RegExp(
    `\\b(if|while|not|and|or|assert|until)\\b.*\\b(${names})\\b|\\b(${names})\\.wait\\(`,
  );
  for (let line = from; line <= Math.min(span.toLine, from + MOST_LINES); line += 1) {
    const text = situation.sourceLine(place.file, line);
    if (text !== null && pattern.test(text)) return true;
  }
  return false;
}

/** A loop that the flag ends, or a wait for it, lies above the line in its function, and is over. */
export function testedAbove(situation: Situation, place: CodePlace, flags: readonly string[]): boolean {
  if (place.origin !== 'user' || !situation.mayMention(place.file, flags)) return false;
  const facts = situation.surroundings(place)?.function ?? null;
  const names = flags.map(escapePattern).join('|');
  const isOfFlag = new RegExp(`\\b(${names})\\b`);
  const isLeft = facts?.loops.some(
    ({ span, text, conditionNames }) =>
      span.toLine < place.line && (isOfFlag.test(text) || conditionNames.some((name) => isOfFlag.test(name))),
  );
  if (isLeft === true) return true;
  const from = Math.max(facts?.span.fromLine ?? 1, place.line - MOST_LINES);
  const isWait = new RegExp(`^(if |while |not )*[\\w.]*\\b(${names})\\.wait\\(`);
  for (let line = from; line < place.line; line += 1) {
    const text = situation.sourceLine(place.file, line);
    if (text !== null && isWait.test(text)) return true;
  }
  return false;
}
