/** An exception lands at a place, or a call that was awaited there comes back: what the function does then. */
import type { Block, Statement, Step } from '../syntax/tree.ts';
import { blocksOf } from '../syntax/tree.ts';
import type { Thrown } from './exceptions.ts';
import { caughtNames } from './exceptions.ts';
import { leavePart, loopRound } from './leave.ts';
import { runFrom, runStatement } from './run.ts';
import { runSimple } from './simple.ts';
import type { Completion, Decider, Machine, Path } from './state.ts';
import { ended, lessSure, merged, pathOf, startPath } from './state.ts';

/** The ends of the function when the exception is thrown in at a place of it. */
export function landException(way: readonly Step[], thrown: Thrown, machine: Machine): Completion[] {
  const line = way[way.length - 1]?.statement.span.fromLine ?? 0;
  return riseFrom(way, machine, (path) => [ended(path, { kind: 'raise', thrown, line })]);
}

/** The ends of the function when the awaited call came back as if nothing had been (something in it swallowed). */
export function landReturn(way: readonly Step[], swallowedBy: Decider, machine: Machine): Completion[] {
  const last = way[way.length - 1];
  return last === undefined
    ? []
    : riseFrom(way, machine, (path) => resumed(last, { ...path, swallowedBy }, machine));
}

/** The statement goes on behind its await. */
function resumed(step: Step, path: Path, machine: Machine): Completion[] {
  const { statement, part } = step;
  if (part.part !== 'header') return [ended(path, { kind: 'normal' })];
  switch (statement.kind) {
    case 'simple':
      return runSimple(statement, path, machine);
    case 'loop':
      return loopRound(statement, path, machine, { round: 0, resumed: true });
    case 'if':
      return runStatement(
        { ...statement, arms: statement.arms.map((arm) => ({ ...arm, suspensions: [] })) },
        path,
        machine,
      );
    default:
      return runStatement({ ...statement, suspensions: [] } as Statement, path, machine);
  }
}

/** What a finally around the place was entered with is not known: all that can be is followed, up to a limit. */
const MOST_VARIANTS = 12;

/** What waits for a handler or a finally to be done: the exception in hand, a jump that led into it, or nothing. */
type Pending =
  | { kind: 'exception'; thrown: Thrown }
  | { kind: 'return' | 'break' | 'continue' }
  | { kind: 'nothing' };

function riseFrom(way: readonly Step[], machine: Machine, start: (path: Path) => Completion[]): Completion[] {
  const variants = variantsOf(way, machine);
  const results: Completion[] = [];
  for (const pending of variants) {
    const path = startPath(inHand(pending));
    const sure = variants.length === 1 ? path : lessSure(path, 'likely');
    results.push(...rise(way, pending, start(sure), machine));
  }
  return results;
}

function rise(
  way: readonly Step[],
  pending: readonly Pending[],
  first: readonly Completion[],
  machine: Machine,
): Completion[] {
  let completions = [...first];
  for (let index = way.length - 1; index >= 0; index -= 1) {
    const step = way[index] as Step;
    if (step.part.part !== 'header') {
      const outside = inHand(pending.slice(0, index));
      completions = completions.flatMap((one) => {
        const handling = one.end.kind === 'endless' ? one.handling : outside;
        return leaveStep(step, { ...one, handling }, pending[index] as Pending, machine);
      });
    }
    completions = runFrom(step.block, step.index + 1, merged(completions, machine), machine);
  }
  return completions;
}

function inHand(pending: readonly Pending[]): Thrown[] {
  return pending.flatMap((one) => (one.kind === 'exception' ? [one.thrown] : []));
}

function leaveStep(step: Step, one: Completion, pending: Pending, machine: Machine): Completion[] {
  const { statement, part } = step;
  if (part.part === 'finally' && one.end.kind === 'normal') {
    const line = statement.span.fromLine;
    if (pending.kind === 'exception')
      return [ended(pathOf(one), { kind: 'raise', thrown: pending.thrown, line })];
    if (pending.kind !== 'nothing')
      return [ended(pathOf(one), { kind: pending.kind, line, text: pending.kind })];
  }
  return leavePart(statement, part, one, machine);
}

/** For each step what is pending there; one list for each combination. */
function variantsOf(way: readonly Step[], machine: Machine): Pending[][] {
  let variants: Pending[][] = [[]];
  for (const step of way) {
    const options = pendingAt(step, machine);
    variants = variants.flatMap((before) => options.map((one) => [...before, one])).slice(0, MOST_VARIANTS);
  }
  return variants;
}

function pendingAt({ statement, part }: Step, machine: Machine): Pending[] {
  if (statement.kind === 'try' && part.part === 'handler') {
    const names = caughtNames(statement.handlers[part.index]?.type ?? null, machine);
    const isWide = names.some((name) => name === '?' || name === 'BaseException' || name === 'Exception');
    return [{ kind: 'exception', thrown: { names: isWide ? [] : names } }];
  }
  if (statement.kind !== 'try' || part.part !== 'finally') return [{ kind: 'nothing' }];
  const options: Pending[] = [{ kind: 'exception', thrown: { names: [] } }, { kind: 'nothing' }];
  return [...options, ...jumpsInto(statement).map((kind) => ({ kind }))];
}

type Jump = 'return' | 'break' | 'continue';

/** Jumps in the other parts of a try, which pass through its finally. */
function jumpsInto(statement: Statement): Jump[] {
  const jumps = new Set<Jump>();
  for (const { part, block } of blocksOf(statement))
    if (part.part !== 'finally') addJumps(block, false, jumps);
  return [...jumps];
}

function addJumps(block: Block, inLoop: boolean, jumps: Set<Jump>): void {
  for (const statement of block.statements) {
    if (statement.kind === 'simple') {
      const { kind } = statement.effect;
      if (kind === 'return' || (!inLoop && (kind === 'break' || kind === 'continue'))) jumps.add(kind);
    }
    for (const inner of blocksOf(statement))
      addJumps(inner.block, inLoop || (statement.kind === 'loop' && inner.part.part === 'body'), jumps);
  }
}
