/** try: its handlers, else and finally. `except*` runs a naked exception as a group of one (PEP 654). */
import type { HandlerClause, Part, TryStatement } from '../syntax/tree.ts';
import type { Thrown } from './exceptions.ts';
import { catches, catchesInside, caughtNames, grouped, sameThrown } from './exceptions.ts';
import type { Completion, Decider, Machine, Path } from './state.ts';
import { ended, lessSure, merged, pathOf } from './state.ts';

export function leaveTry(
  statement: TryStatement,
  part: Part,
  completion: Completion,
  machine: Machine,
): Completion[] {
  switch (part.part) {
    case 'body':
      return leaveBody(statement, completion, machine);
    case 'orelse':
    case 'handler':
      return runFinally(statement, completion, machine);
    default:
      return [completion];
  }
}

function leaveBody(statement: TryStatement, completion: Completion, machine: Machine): Completion[] {
  if (completion.end.kind === 'raise') {
    return merged(handled(statement, completion, machine), machine).flatMap((one) =>
      runFinally(statement, one, machine),
    );
  }
  const after =
    completion.end.kind === 'normal' && statement.orelse !== null
      ? machine.run(statement.orelse, pathOf(completion), machine)
      : [completion];
  return after.flatMap((one) => runFinally(statement, one, machine));
}

function handled(statement: TryStatement, completion: Completion, machine: Machine): Completion[] {
  if (completion.end.kind !== 'raise') return [completion];
  const { thrown } = completion.end;
  const results: Completion[] = [];
  let path = pathOf(completion);
  for (const handler of statement.handlers) {
    const answer = (statement.isGroup ? catchesInside : catches)(
      thrown,
      caughtNames(handler.type, machine),
      machine,
    );
    if (answer === 'no') continue;
    const entered = answer === 'maybe' ? lessSure(path, 'possible') : path;
    results.push(...runHandler(statement, handler, { ...completion, ...entered }, machine));
    if (answer === 'yes') return results;
    path = lessSure(path, 'likely');
  }
  return [...results, { ...completion, ...path }];
}

function runHandler(
  statement: TryStatement,
  handler: HandlerClause,
  completion: Completion,
  machine: Machine,
): Completion[] {
  if (completion.end.kind !== 'raise') return [completion];
  const { thrown } = completion.end;
  const inHand = statement.isGroup ? grouped(thrown, machine) : thrown;
  const env = new Map(completion.env);
  if (handler.name !== null) env.set(handler.name, { kind: 'exception', thrown: inHand });
  const inside: Path = { ...pathOf(completion), env, handling: [...completion.handling, inHand] };
  return machine.run(handler.body, inside, machine).map((one) => {
    const after = new Map(one.env);
    if (handler.name !== null) after.delete(handler.name);
    const path: Path = { ...pathOf(one), env: after, handling: completion.handling };
    return leaveHandler(thrown, handler, ended(path, one.end));
  });
}

function leaveHandler(caught: Thrown, handler: HandlerClause, one: Completion): Completion {
  const { end } = one;
  switch (end.kind) {
    case 'normal':
    case 'endless':
      return { ...one, swallowedBy: deciderOf(handler, null) };
    case 'return':
    case 'break':
    case 'continue':
      return { ...one, swallowedBy: deciderOf(handler, { text: end.text, line: end.line }) };
    case 'raise': {
      const isSame = sameThrown(end.thrown, caught);
      const convertedBy = isSame ? one.convertedBy : (one.convertedBy ?? deciderOf(handler, null));
      return { ...one, swallowedBy: null, convertedBy };
    }
    default:
      return one;
  }
}

function deciderOf(handler: HandlerClause, statement: Decider['statement']): Decider {
  return { kind: 'except', text: handler.text, line: handler.line, statement };
}

/** Whatever leaves the rest of the statement passes through `finally`, which may take another way. */
function runFinally(statement: TryStatement, completion: Completion, machine: Machine): Completion[] {
  const { finalbody } = statement;
  const { end } = completion;
  if (finalbody === null || end.kind === 'wait' || end.kind === 'endless' || end.kind === 'exit')
    return [completion];
  const handling = end.kind === 'raise' ? [...completion.handling, end.thrown] : completion.handling;
  return machine.run(finalbody, { ...pathOf(completion), handling }, machine).map((one) => {
    const path: Path = { ...pathOf(one), handling: completion.handling };
    if (one.end.kind === 'normal') return ended(path, end);
    if (end.kind !== 'raise') return ended(path, one.end);
    if (one.end.kind === 'raise') return replaced(statement, path, end.thrown, one.end);
    const leaves = 'text' in one.end ? { text: one.end.text, line: one.end.line } : null;
    return ended({ ...path, swallowedBy: finallyDecider(statement, leaves) }, one.end);
  });
}

/** Another exception raised in the finally takes the place of the one in flight. */
function replaced(
  statement: TryStatement,
  path: Path,
  inFlight: Thrown,
  end: Completion['end'] & { kind: 'raise' },
): Completion {
  if (sameThrown(end.thrown, inFlight)) return ended(path, end);
  const raises = { text: 'raise', line: end.line };
  return ended({ ...path, convertedBy: path.convertedBy ?? finallyDecider(statement, raises) }, end);
}

function finallyDecider(statement: TryStatement, leaves: Decider['statement']): Decider {
  const line = statement.finallyLine ?? statement.span.toLine;
  return { kind: 'finally', text: 'finally:', line, statement: leaves };
}
