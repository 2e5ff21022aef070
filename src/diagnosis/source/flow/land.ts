/** An exception lands at a place, or a call that was awaited there comes back: what the function does then. */
import type { Block, Statement, Step } from '../syntax/tree.ts';
import { childBlock } from '../syntax/tree.ts';
import type { Thrown } from './exceptions.ts';
import { caughtNames, UNKNOWN_THROWN } from './exceptions.ts';
import { leavePart, loopRound } from './leave.ts';
import { runFrom, runStatement } from './run.ts';
import { runSimple } from './simple.ts';
import type { Completion, Decider, Machine, Path } from './state.ts';
import { ended, lessSure, merged, pathOf, startPath } from './state.ts';

/** The ends of the function when the exception is thrown in at a place of it. */
export function landException(way: readonly Step[], thrown: Thrown, machine: Machine): Completion[] {
  const line = way[way.length - 1]?.statement.span.fromLine ?? 0;
  const path = startPath(handlingAt(way, machine));
  return riseFrom(way, [ended(path, { kind: 'raise', thrown, line, isReraise: true, by: null })], machine);
}

/** The ends of the function when the awaited call came back as if nothing had been (something in it swallowed). */
export function landReturn(way: readonly Step[], swallowedBy: Decider, machine: Machine): Completion[] {
  const last = way[way.length - 1];
  const path: Path = { ...startPath(handlingAt(way, machine)), swallowedBy };
  const completions = last === undefined ? [] : resumed(last, path, machine);
  return riseFrom(way, completions, machine);
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

function riseFrom(way: readonly Step[], first: readonly Completion[], machine: Machine): Completion[] {
  let completions = [...first];
  for (let index = way.length - 1; index >= 0; index -= 1) {
    const step = way[index] as Step;
    if (step.part.part !== 'header') {
      const outside = handlingAt(way.slice(0, index), machine);
      completions = completions.flatMap((one) => leaveStep(step, one, outside, machine));
    }
    completions = runFrom(step.block, step.index + 1, merged(completions, machine), machine);
  }
  return completions;
}

function leaveStep(step: Step, one: Completion, outside: readonly Thrown[], machine: Machine): Completion[] {
  const { statement, part } = step;
  const left: Completion = { ...one, handling: one.end.kind === 'endless' ? one.handling : outside };
  if (part.part === 'finally' && one.end.kind === 'normal') {
    // What the finally was entered with is not known from here: nothing, or an exception that now goes on.
    const path = lessSure(pathOf(left), 'likely');
    const pending = handlingAt([step], machine).at(-1) ?? UNKNOWN_THROWN;
    const line = statement.span.fromLine;
    return [
      ended(path, { kind: 'normal' }),
      ended(path, { kind: 'raise', thrown: pending, line, isReraise: true, by: null }),
    ];
  }
  return leavePart(statement, part, left, machine);
}

/** The exceptions in hand at a place, by the handlers and finally blocks around it. */
function handlingAt(way: readonly Step[], machine: Machine): Thrown[] {
  const handling: Thrown[] = [];
  for (const { statement, part } of way) {
    if (statement.kind !== 'try') continue;
    if (part.part === 'handler') {
      const names = caughtNames(statement.handlers[part.index]?.type ?? null, machine);
      handling.push({ names: names.includes('?') ? [] : names });
    } else if (part.part === 'finally') handling.push(UNKNOWN_THROWN);
  }
  return handling;
}

/** All ends of a block that is entered at its start with an exception in hand: what a handler or a finally does. */
export function runWhole(block: Block, machine: Machine, path: Path): Completion[] {
  return runFrom(block, 0, [ended(path, { kind: 'normal' })], machine);
}

export function blockAt(step: Step): Block | null {
  return childBlock(step.statement, step.part);
}
