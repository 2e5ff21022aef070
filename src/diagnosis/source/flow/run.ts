/** Walks statements forward, path by path: an abstract interpreter of control flow, bounded in steps and paths. */
import type { Expression } from '../syntax/expression.ts';
import type { Block, IfStatement, MatchStatement, Statement, Suspension } from '../syntax/tree.ts';
import { knownValue, truth } from './evaluate.ts';
import { catches, caughtNames } from './exceptions.ts';
import { handsOut } from './hands-out.ts';
import { leavePart, loopRound } from './leave.ts';
import { runSimple } from './simple.ts';
import type { Completion, Machine, Path } from './state.ts';
import { ended, lessSure, merged, pathOf } from './state.ts';

export function runBlock(block: Block, path: Path, machine: Machine): Completion[] {
  return runFrom(block, 0, [ended(path, { kind: 'normal' })], machine);
}

/** Goes on from a statement of a block with every path that has come that far. */
export function runFrom(
  block: Block,
  index: number,
  arrived: readonly Completion[],
  machine: Machine,
): Completion[] {
  const left: Completion[] = arrived.filter((one) => one.end.kind !== 'normal');
  let going = arrived.filter((one) => one.end.kind === 'normal');
  for (let at = index; at < block.statements.length && going.length > 0; at += 1) {
    const statement = block.statements[at] as Statement;
    const next: Completion[] = [];
    for (const one of going) {
      for (const result of runStatement(statement, pathOf(one), machine))
        (result.end.kind === 'normal' ? next : left).push(result);
    }
    going = merged(next, machine);
  }
  return merged([...left, ...going], machine);
}

export function runStatement(statement: Statement, path: Path, machine: Machine): Completion[] {
  machine.budget -= 1;
  if (machine.budget < 0) {
    machine.truncated = true;
    return [];
  }
  if (statement.kind !== 'loop' && statement.kind !== 'if') {
    const wait = waitAt(statement.suspensions, path, machine);
    if (wait !== null) return [wait];
  }
  switch (statement.kind) {
    case 'simple':
      return runSimple(statement, path, machine);
    case 'definition':
      return [ended(path, { kind: 'normal' })];
    case 'if':
      return runIf(statement, path, machine);
    case 'loop':
      return loopRound(statement, path, machine, { round: 0, resumed: false });
    case 'match':
      return runMatch(statement, path, machine);
    case 'with':
    case 'try':
      return machine
        .run(statement.body, path, machine)
        .flatMap((one) => leavePart(statement, { part: 'body' }, one, machine));
  }
}

/**
 * The path ends where the coroutine is suspended again after the exception is gone. Entering an `async with` is left
 * out: most context managers (locks, sessions) do not suspend there.
 */
function waitAt(suspensions: readonly Suspension[], path: Path, machine: Machine): Completion | null {
  const first = suspensions.find((one) => one.kind !== 'async-with') ?? suspensions[0];
  if (first === undefined) return null;
  if (path.handling.length > 0) machine.cleanupWaits.add(first.line);
  else if (machine.stopsAtWaits && path.swallowedBy !== null && first.kind !== 'async-with')
    return ended(path, { kind: 'wait', line: first.line, yields: handsOut(first, machine) });
  return null;
}

function runIf(statement: IfStatement, start: Path, machine: Machine): Completion[] {
  const results: Completion[] = [];
  let path = start;
  for (const arm of statement.arms) {
    const wait = waitAt(arm.suspensions, path, machine);
    if (wait !== null) return [...results, wait];
    const answer = arm.test === null ? 'yes' : truth(arm.test, path, machine);
    if (answer === 'no') continue;
    if (answer === 'maybe') path = lessSure(path, 'likely');
    results.push(...machine.run(arm.body, narrowed(arm.test, path), machine));
    if (answer === 'yes') return results;
  }
  return [...results, ended(path, { kind: 'normal' })];
}

/** In the arm of `if self.running:` the name is true, of `if not self.running:` false. */
function narrowed(test: Expression | null, path: Path): Path {
  if (test?.kind !== 'bind') return path;
  const env = new Map(path.env);
  env.delete(test.name);
  return { ...path, env };
}

function runMatch(statement: MatchStatement, start: Path, machine: Machine): Completion[] {
  const results: Completion[] = [];
  const subject = knownValue(statement.subject, start, machine);
  let path = start;
  for (const arm of statement.arms) {
    let answer = arm.isWildcard ? 'yes' : 'maybe';
    if (arm.classes !== null && subject?.kind === 'exception') {
      const names = arm.classes.flatMap((one) => caughtNames(dotted(one), machine));
      answer = catches(subject.thrown, names, machine);
    }
    if (arm.guard !== null && answer === 'yes') answer = truth(arm.guard, path, machine);
    if (answer === 'no') continue;
    if (answer === 'maybe') path = lessSure(path, 'likely');
    results.push(...machine.run(arm.body, path, machine));
    if (answer === 'yes') return results;
  }
  return [...results, ended(path, { kind: 'normal' })];
}

function dotted(name: string): Expression {
  const [first = '', ...rest] = name.split('.');
  return rest.reduce<Expression>((object, part) => ({ kind: 'member', object, name: part }), {
    kind: 'name',
    name: first,
  });
}
