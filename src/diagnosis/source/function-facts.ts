/** Statements as the facts of `surroundings.ts`: made once for each function. */
import { blockExitOf } from './block-exit.ts';
import type { SourceFile } from './file.ts';
import { blockOf } from './file.ts';
import type { MachineOptions } from './flow/machine.ts';
import { callsIn } from './read-calls.ts';
import type { FunctionFacts, TryFacts, WithFacts } from './surroundings.ts';
import type { Expression } from './syntax/expression.ts';
import { dottedName } from './syntax/expression.ts';
import { suspensionsOf } from './syntax/locate.ts';
import type { Scope } from './syntax/scopes.ts';
import { parametersOf } from './syntax/scopes.ts';
import type { Block, ContextItem, LoopStatement, TryStatement, WithStatement } from './syntax/tree.ts';
import { blocksOf } from './syntax/tree.ts';

const known = new WeakMap<Scope, FunctionFacts>();

export function functionFactsOf(file: SourceFile, scope: Scope, minor: number): FunctionFacts {
  let facts = known.get(scope);
  if (facts === undefined) {
    facts = makeFacts(file, scope, minor);
    known.set(scope, facts);
  }
  return facts;
}

function makeFacts(file: SourceFile, scope: Scope, minor: number): FunctionFacts {
  const block = blockOf(file, scope);
  const facts: FunctionFacts = {
    name: scope.name,
    qualifiedName: scope.qualifiedName,
    line: scope.line,
    span: { fromLine: scope.firstLine, toLine: scope.toLine },
    isAsync: scope.isAsync,
    nested: file.scopes
      .filter(({ parent, kind }) => parent === scope && (kind === 'function' || kind === 'class'))
      .map(({ firstLine, toLine }) => ({ fromLine: firstLine, toLine })),
    parameters: parametersOf(file.source, scope),
    tries: [],
    withs: [],
    loops: [],
    calls: callsIn(file.source, scope.node),
    suspensions: suspensionsOf(block).map(({ line, kind }) => ({ line, kind })),
  };
  collect(block, facts, { file, scope, block, minor, stopsAtWaits: false });
  return facts;
}

function collect(block: Block, facts: FunctionFacts, options: MachineOptions): void {
  for (const statement of block.statements) {
    if (statement.kind === 'try') facts.tries.push(tryFactsOf(statement, options));
    if (statement.kind === 'with') facts.withs.push(withFactsOf(statement));
    if (statement.kind === 'loop') facts.loops.push(loopFactsOf(statement));
    for (const inner of blocksOf(statement)) collect(inner.block, facts, options);
  }
}

const tries = new WeakMap<TryStatement, TryFacts>();

export function tryFactsOf(statement: TryStatement, options: MachineOptions): TryFacts {
  let facts = tries.get(statement);
  if (facts !== undefined) return facts;
  facts = {
    line: statement.span.fromLine,
    span: statement.span,
    body: statement.body.span,
    handlers: statement.handlers.map((handler) => ({
      line: handler.line,
      text: handler.text,
      types: handler.types,
      isGroup: statement.isGroup,
      body: handler.body.span,
      exit: blockExitOf(handler.body, handler.name, options),
      awaits: suspensionsOf(handler.body).length > 0,
    })),
    elseBody: statement.orelse?.span ?? null,
    finallyBody: statement.finalbody?.span ?? null,
    finallyLine: statement.finallyLine,
    finallyExit: statement.finalbody === null ? null : blockExitOf(statement.finalbody, null, options),
  };
  tries.set(statement, facts);
  return facts;
}

export function withFactsOf(statement: WithStatement): WithFacts {
  return {
    line: statement.span.fromLine,
    text: statement.text,
    span: statement.span,
    items: statement.items.map((item) => itemFacts(item, statement.isAsync)),
  };
}

function itemFacts(item: ContextItem, isAsync: boolean) {
  const value = item.value.kind === 'await' ? item.value.value : item.value;
  const called = value.kind === 'call' ? value : null;
  return {
    line: item.line,
    text: item.text,
    callee: dottedName(called === null ? value : called.callee),
    argumentNames: (called?.positional ?? []).flatMap((one) => dottedName(one) ?? []),
    isAsync,
  };
}

export function loopFactsOf(statement: LoopStatement) {
  return {
    line: statement.span.fromLine,
    text: statement.text,
    span: statement.span,
    endless: isEndless(statement),
    conditionNames: statement.test === null ? [] : namesInTest(statement.test),
  };
}

/** `while True:`, whatever breaks it. */
function isEndless({ test }: LoopStatement): boolean {
  return test?.kind === 'constant' && Boolean(test.value);
}

function namesInTest(test: Expression): string[] {
  const name = dottedName(test);
  if (name !== null) return [name];
  switch (test.kind) {
    case 'not':
      return namesInTest(test.operand);
    case 'and':
    case 'or':
    case 'compare':
      return [...namesInTest(test.left), ...namesInTest(test.right)];
    case 'call':
      return [...namesInTest(test.callee), ...test.positional.flatMap(namesInTest)];
    case 'member':
      return namesInTest(test.object);
    case 'await':
    case 'bind':
    case 'starred':
      return namesInTest(test.value);
    default:
      return [];
  }
}
