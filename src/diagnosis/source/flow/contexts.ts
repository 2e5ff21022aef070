/** What a context manager does with an exception that leaves its block: known ones by name, the file's own by reading them. */
import { lastPart } from '../../dotted-name.ts';
import { blockOf } from '../file.ts';
import type { Expression } from '../syntax/expression.ts';
import { dottedName } from '../syntax/expression.ts';
import { suspensionsOf } from '../syntax/locate.ts';
import type { Scope } from '../syntax/scopes.ts';
import { parametersOf } from '../syntax/scopes.ts';
import type { Block, ContextItem, WithStatement } from '../syntax/tree.ts';
import { blocksOf } from '../syntax/tree.ts';
import { methodOf, scopeCalled } from './callees.ts';
import { truth } from './evaluate.ts';
import type { Answer, Thrown } from './exceptions.ts';
import { assignedValue, resolvedName, sameThrown } from './exceptions.ts';
import { enteredInto } from './exit-stack.ts';
import { expectedSwallows, namedSwallows } from './known-managers.ts';
import { landException } from './land.ts';
import { runBlock } from './run.ts';
import type { Completion, Env, Machine, Value } from './state.ts';
import { startPath } from './state.ts';

const EXIT_STACK = /(^|\.)(Async)?ExitStack$/;
const MANAGER_DECORATORS = /(^|\.)(asynccontextmanager|contextmanager)$/;
const DEEPEST = 4;

/** As the file tells it, whatever the manager is called. */
export function swallows(
  item: ContextItem,
  statement: WithStatement,
  thrown: Thrown,
  machine: Machine,
): Answer {
  const value = managerOf(item);
  if (value.kind === 'call' && EXIT_STACK.test(dottedName(value.callee) ?? ''))
    return stackSwallows(item.targets[0], statement, thrown, machine);
  return valueSwallows(value, statement, thrown, machine);
}

/** As its name tells it, where its code could not be read. */
export function swallowsByName(item: ContextItem, machine: Machine): Answer {
  return nameTells(managerOf(item), machine);
}

/** `self.guard = asyncio.Lock()`: the name of what was made says more. */
function nameTells(value: Expression, machine: Machine, depth = 0): Answer {
  const made = value.kind === 'call' || depth > DEEPEST ? null : madeFor(value, machine);
  return made === null ? namedSwallows(value, machine) : nameTells(made, machine, depth + 1);
}

function madeFor(value: Expression, machine: Machine): Expression | null {
  const name = dottedName(value);
  const assigned = name === null ? null : (assignedValue(name, machine) ?? attributeValue(name, machine));
  return assigned?.kind === 'call' ? assigned : null;
}

function managerOf({ value }: ContextItem): Expression {
  return value.kind === 'await' ? value.value : value;
}

export function kindOf({ text }: ContextItem): 'suppress' | 'with' {
  return /\bsuppress$/.test(text.replace(/\(.*/s, '')) ? 'suppress' : 'with';
}

function valueSwallows(
  value: Expression,
  statement: WithStatement,
  thrown: Thrown,
  machine: Machine,
  depth = 0,
): Answer {
  if (depth > DEEPEST) return 'maybe';
  if (value.kind !== 'call') {
    const made = madeFor(value, machine);
    return made === null ? 'maybe' : valueSwallows(made, statement, thrown, machine, depth + 1);
  }
  const scope = managerCalled(dottedName(value.callee), machine);
  if (scope !== null) return scopeSwallows(scope, statement, thrown, machine);
  return expectedSwallows(value, thrown, machine);
}

/** `self.guard = Guard(...)` anywhere in the class. */
function attributeValue(name: string, machine: Machine): Expression | null {
  const attribute = /^self\.(\w+)$/.exec(name)?.[1];
  const { className, file } = machine;
  if (attribute === undefined || className === null || file === null) return null;
  const scope = file.names.scopes.get(className);
  if (scope === undefined) return null;
  const text = file.source.text.slice(scope.node.from, scope.node.to);
  const made = [
    ...text.matchAll(new RegExp(`\\bself\\.${attribute}\\s*(?::[^=\\n]+)?=\\s*([\\w.]+)\\(`, 'g')),
  ];
  const callee = made.length === 1 ? made[0]?.[1] : undefined;
  // What `suppress` suppresses is in its arguments, which memory tells.
  if (callee === undefined || /(^|\.)suppress$/.test(callee)) return null;
  const [first = '', ...rest] = callee.split('.');
  const dotted = rest.reduce<Expression>((object, part) => ({ kind: 'member', object, name: part }), {
    kind: 'name',
    name: first,
  });
  return { kind: 'call', callee: dotted, positional: [], keywords: [] };
}

/** `self.db.transaction()`: whose method that is nobody knows, but one generator of the file alone is called so. */
function managerCalled(written: string | null, machine: Machine): Scope | null {
  if (written === null) return null;
  const scope = scopeCalled(written, resolvedName(written, machine), machine);
  if (scope !== null || !written.includes('.')) return scope;
  const name = lastPart(written);
  const found = [...(machine.file?.names.scopes.values() ?? [])].filter(
    (one) => lastPart(one.qualifiedName) === name,
  );
  const [only] = found;
  return found.length === 1 && only !== undefined && isGenerator(only) ? only : null;
}

function isGenerator({ decorators }: Scope): boolean {
  return decorators.some((one) => MANAGER_DECORATORS.test(one));
}

function scopeSwallows(scope: Scope, statement: WithStatement, thrown: Thrown, machine: Machine): Answer {
  if (machine.depth >= DEEPEST) return 'maybe';
  if (scope.kind === 'class') return classSwallows(scope, statement.isAsync, thrown, machine);
  if (!isGenerator(scope)) return 'maybe';
  return generatorSwallows(scope, thrown, machine);
}

/** `__exit__`/`__aexit__` swallows when it returns something true. */
function classSwallows(scope: Scope, isAsync: boolean, thrown: Thrown, machine: Machine): Answer {
  const exit = methodOf(scope, isAsync ? '__aexit__' : '__exit__', machine);
  return exit === null ? 'maybe' : exitSwallows(exit, thrown, machine);
}

function pushedSwallows(value: Expression, thrown: Thrown, machine: Machine): Answer {
  const name = dottedName(value);
  const scope = name === null ? null : scopeCalled(name, resolvedName(name, machine), machine);
  return scope?.kind === 'function' ? exitSwallows(scope, thrown, machine) : 'maybe';
}

/** `machine` is of the file in which the exit stands. */
export function exitSwallows(exit: Scope, thrown: Thrown, machine: Machine): Answer {
  if (machine.file === null || machine.depth >= DEEPEST) return 'maybe';
  const inner = machine.inner(exit);
  const answers = exitEnds(exit, thrown, inner).map((one): Answer => {
    if (one.end.kind === 'return') return truthOfReturn(one.end.line, one.env, inner, machine, exit);
    return 'no';
  });
  return inAgreement(answers);
}

/** How an exit that is given the exception leaves its own code. */
function exitEnds(exit: Scope, thrown: Thrown, inner: Machine): Completion[] {
  if (inner.file === null) return [];
  const parameters = parametersOf(inner.file.source, exit);
  const [type, value] = exit.parent?.kind === 'class' ? parameters.slice(1) : parameters;
  const env = new Map<string, Value>();
  if (type !== undefined) env.set(type, { kind: 'exception-class', thrown });
  if (value !== undefined) env.set(value, { kind: 'exception', thrown });
  return runBlock(blockOf(inner.file, exit), { ...startPath(), env }, inner);
}

function inAgreement(answers: readonly Answer[]): Answer {
  if (answers.length === 0 || answers.some((one) => one === 'maybe')) return 'maybe';
  if (answers.every((one) => one === 'yes')) return 'yes';
  return answers.every((one) => one === 'no') ? 'no' : 'maybe';
}

/**
 * The exception that comes out instead, where a class or a generator of the file's own raises another on every path of
 * its exit; null where it does not, or may not.
 */
export function converts(
  item: ContextItem,
  { isAsync }: WithStatement,
  thrown: Thrown,
  machine: Machine,
): Thrown | null {
  const value = managerOf(item);
  const scope = managerCalled(value.kind === 'call' ? dottedName(value.callee) : null, machine);
  if (scope === null || machine.depth >= DEEPEST) return null;
  const others = leavingEnds(scope, isAsync, thrown, machine).map(({ end }) =>
    end.kind === 'raise' && !sameThrown(end.thrown, thrown) ? end.thrown : null,
  );
  const [first] = others;
  return first === undefined || others.includes(null) ? null : first;
}

function leavingEnds(scope: Scope, isAsync: boolean, thrown: Thrown, machine: Machine): Completion[] {
  if (scope.kind === 'class') {
    const exit = methodOf(scope, isAsync ? '__aexit__' : '__exit__', machine);
    return exit === null ? [] : exitEnds(exit, thrown, machine.inner(exit));
  }
  return isGenerator(scope) ? generatorEnds(scope, thrown, machine.inner(scope)) : [];
}

function truthOfReturn(line: number, env: Env, inner: Machine, machine: Machine, exit: Scope): Answer {
  if (machine.file === null) return 'maybe';
  const value = returnedAt(blockOf(machine.file, exit), line);
  return value === null ? 'no' : truth(value, { ...startPath(), env }, inner);
}

function returnedAt(block: Block, line: number): Expression | null {
  for (const statement of block.statements) {
    if (statement.kind === 'simple' && statement.effect.kind === 'return' && statement.span.fromLine === line)
      return statement.effect.value;
    for (const inner of blocksOf(statement)) {
      const found = returnedAt(inner.block, line);
      if (found !== null) return found;
    }
  }
  return null;
}

/** The exception comes out of the `yield`; a generator that ends instead has swallowed it (contextlib.py). */
function generatorSwallows(scope: Scope, thrown: Thrown, machine: Machine): Answer {
  const inner = machine.inner(scope);
  const ends = generatorEnds(scope, thrown, inner);
  if (inner.truncated) return 'maybe';
  return inAgreement(ends.map(({ end }): Answer => (end.kind === 'raise' ? 'no' : 'yes')));
}

function generatorEnds(scope: Scope, thrown: Thrown, inner: Machine): Completion[] {
  if (inner.file === null) return [];
  const yields = suspensionsOf(blockOf(inner.file, scope)).filter(
    ({ kind }) => kind === 'yield' || kind === 'yield-from',
  );
  return yields.flatMap(({ way }) => landException(way, thrown, inner));
}

function stackSwallows(
  stack: string | undefined,
  statement: WithStatement,
  thrown: Thrown,
  machine: Machine,
): Answer {
  if (stack === undefined) return 'no';
  let answer: Answer = 'no';
  for (const { value, isExit, isCertain } of enteredInto(stack, statement.body)) {
    const one = isExit
      ? pushedSwallows(value, thrown, machine)
      : valueSwallows(value, statement, thrown, machine);
    if (one === 'yes' && isCertain) return 'yes';
    if (one === 'no' || (one === 'maybe' && !isExit && nameTells(value, machine) === 'no')) continue;
    answer = 'maybe';
  }
  return answer;
}
