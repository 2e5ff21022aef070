/** What becomes of a path that leaves a block: through the loop, try or with statement that the block belongs to. */

import { suspensionsOf } from '../syntax/locate.ts';
import type { ContextItem, LoopStatement, Part, Statement, WithStatement } from '../syntax/tree.ts';
import { truth } from './evaluate.ts';
import { handsOut } from './hands-out.ts';
import { leaveTry } from './leave-try.ts';
import type { Completion, Decider, Machine, Path } from './state.ts';
import { ended, lessSure, merged, pathOf } from './state.ts';

export function leavePart(
  statement: Statement,
  part: Part,
  completion: Completion,
  machine: Machine,
): Completion[] {
  switch (statement.kind) {
    case 'loop':
      return part.part === 'body' ? afterBody(statement, completion, machine, 0) : [completion];
    case 'with':
      return part.part === 'body' ? leaveWith(statement, completion, machine) : [completion];
    case 'try':
      return leaveTry(statement, part, completion, machine);
    default:
      return [completion];
  }
}

/** Rounds of a loop without a suspension that are walked: enough for a flag set in the first to be seen in the second. */
const MOST_ROUNDS = 2;

export interface Round {
  round: number;
  /** The loop's header has just been waited for. */
  resumed: boolean;
}

function afterBody(
  loop: LoopStatement,
  completion: Completion,
  machine: Machine,
  round: number,
): Completion[] {
  switch (completion.end.kind) {
    case 'normal':
    case 'continue':
      return loopRound(loop, pathOf(completion), machine, { round: round + 1, resumed: false });
    case 'break':
      return [ended(pathOf(completion), { kind: 'normal' })];
    default:
      return [completion];
  }
}

/** From the header on: the body once more, or out of the loop. */
export function loopRound(
  loop: LoopStatement,
  start: Path,
  machine: Machine,
  { round, resumed }: Round,
): Completion[] {
  const wait = resumed ? null : headerWait(loop, start, machine);
  // The next item, or the end, may be there without a wait.
  if (wait !== null && (loop.loop !== 'async-for' || round >= MOST_ROUNDS)) return [wait];
  const answer = loop.test === null ? 'maybe' : truth(loop.test, start, machine);
  if (answer === 'no') return leaveLoop(loop, start, machine);
  const path = answer === 'maybe' ? lessSure(start, 'likely') : start;
  const out = answer === 'maybe' ? leaveLoop(loop, path, machine) : [];
  if (round >= MOST_ROUNDS) {
    const endless = ended(path, { kind: 'endless', line: loop.span.fromLine, text: loop.text });
    return answer === 'yes' || mayGoOn(loop, path) ? [endless, ...out] : out;
  }
  const body = machine.run(loop.body, unbound(path, loop.targets), machine);
  const rounds = merged(body, machine).flatMap((one) => afterBody(loop, one, machine, round));
  return merged(wait === null ? [...rounds, ...out] : [wait, ...rounds, ...out], machine);
}

/**
 * A loop on a plain name never ends when nothing changes the name. With the exception in hand, one that waits for
 * something may do so for ever too. A `for` comes to an end.
 */
function mayGoOn(loop: LoopStatement, path: Path): boolean {
  if (loop.loop === 'for') return false;
  const test = loop.test?.kind === 'not' ? loop.test.operand : loop.test;
  if (test?.kind === 'name') return true;
  return path.handling.length > 0 && (loop.suspensions.length > 0 || suspensionsOf(loop.body).length > 0);
}

function headerWait(loop: LoopStatement, path: Path, machine: Machine): Completion | null {
  const first = loop.suspensions[0];
  if (first === undefined) return null;
  if (path.handling.length > 0) machine.cleanupWaits.add(first.line);
  else if (machine.stopsAtWaits && path.swallowedBy !== null)
    return ended(path, { kind: 'wait', line: first.line, yields: handsOut(first, machine) });
  return null;
}

function leaveLoop(loop: LoopStatement, path: Path, machine: Machine): Completion[] {
  return loop.orelse === null ? [ended(path, { kind: 'normal' })] : machine.run(loop.orelse, path, machine);
}

function unbound(path: Path, names: readonly string[]): Path {
  if (!names.some((name) => path.env.has(name))) return path;
  const env = new Map(path.env);
  for (const name of names) env.delete(name);
  return { ...path, env };
}

/** The items are left from the last to the first; each may end the exception. */
function leaveWith(statement: WithStatement, completion: Completion, machine: Machine): Completion[] {
  if (completion.end.kind !== 'raise') return [completion];
  let { end } = completion;
  const results: Completion[] = [];
  let path = pathOf(completion);
  if (statement.isAsync) machine.cleanupWaits.add(statement.span.fromLine);
  for (const item of statement.items.toReversed()) {
    const answer = machine.swallows(item, statement, end.thrown, machine);
    if (answer === 'no') {
      const thrown = machine.converts(item, statement, end.thrown, machine);
      if (thrown === null) continue;
      end = { kind: 'raise', thrown, line: item.line };
      path = { ...path, convertedBy: path.convertedBy ?? converterOf(item, statement) };
      continue;
    }
    const decider = { kind: machine.kindOf(item), text: statement.text, line: item.line, statement: null };
    const swallowed = { ...path, swallowedBy: decider };
    if (answer === 'yes') return [...results, ended(swallowed, { kind: 'normal' })];
    machine.doubts.set(item.line, decider);
    results.push(ended(lessSure(swallowed, 'possible'), { kind: 'normal' }));
    path = lessSure(path, 'likely');
  }
  return [...results, ended(path, end)];
}

function converterOf({ line }: ContextItem, { text }: WithStatement): Decider {
  return { kind: 'with', text, line, statement: null };
}
