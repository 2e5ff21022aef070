/** A stand-in for the syntax where only layers are known (bytecode): each layer as the statement that it came from. */
import type { BlockExit, ExceptHandler, Layer, Surroundings, TryFacts } from './surroundings.ts';
import type { Expression } from './syntax/expression.ts';
import { OTHER } from './syntax/expression.ts';
import type { LineSpan } from './syntax/lines.ts';
import type { Block, Effect, HandlerClause, Part, Statement, Step, TryStatement } from './syntax/tree.ts';
import type { SyntaxPlace } from './syntax-place.ts';

export function syntaxFromLayers(s: Surroundings): SyntaxPlace {
  const line = { fromLine: s.line, toLine: s.line };
  let block = blockOf([simple({ kind: 'none' }, line, s.text, true)]);
  const way: Step[] = [
    { block, index: 0, statement: block.statements[0] as Statement, part: { part: 'header' } },
  ];
  for (const layer of s.layers) {
    const { statement, part } = statementOf(layer, block);
    block = blockOf([statement]);
    way.unshift({ block, index: 0, statement, part });
  }
  return { file: null, scope: null, body: block, way };
}

function blockOf(statements: Statement[]): Block {
  const first = statements[0]?.span.fromLine ?? 0;
  return { statements, span: { fromLine: first, toLine: statements.at(-1)?.span.toLine ?? first } };
}

function simple(effect: Effect, span: LineSpan, text: string, waits = false): Statement {
  return {
    kind: 'simple',
    effect,
    span,
    text,
    headerTo: span.toLine,
    suspensions: waits ? [{ line: span.fromLine, kind: 'await' }] : [],
  };
}

function statementOf(layer: Layer, inner: Block): { statement: Statement; part: Part } {
  switch (layer.kind) {
    case 'with':
      return {
        part: { part: 'body' },
        statement: {
          kind: 'with',
          isAsync: layer.items.some((item) => item.isAsync),
          items: layer.items.map((item) => ({
            line: item.line,
            text: item.text,
            targets: [],
            value:
              item.callee === null
                ? OTHER
                : {
                    kind: 'call',
                    callee: nameOf(item.callee),
                    positional: item.argumentNames.map(nameOf),
                    keywords: [],
                  },
          })),
          body: inner,
          ...headed(layer.span, layer.text),
        },
      };
    case 'loop':
      return {
        part: { part: 'body' },
        statement: {
          kind: 'loop',
          loop: layer.loop,
          test: layer.endless ? { kind: 'constant', value: true } : OTHER,
          targets: [],
          body: inner,
          orelse: null,
          ...headed(layer.span, layer.text),
        },
      };
    default:
      return tryOf(layer, inner);
  }
}

function headed(span: LineSpan, text: string) {
  return { span, text, headerTo: span.fromLine, suspensions: [] };
}

function tryOf(
  layer: Extract<Layer, { facts: TryFacts }>,
  inner: Block,
): { statement: TryStatement; part: Part } {
  const { facts } = layer;
  const statement: TryStatement = {
    kind: 'try',
    isGroup: facts.handlers.some((handler) => handler.isGroup),
    body: blockOf([]),
    handlers: facts.handlers.map(clauseOf),
    orelse: null,
    elseLine: null,
    finalbody:
      facts.finallyExit === null ? null : exitBlock(facts.finallyExit, facts.finallyLine ?? facts.line),
    finallyLine: facts.finallyLine,
    ...headed(facts.span, 'try:'),
  };
  switch (layer.kind) {
    case 'try-body':
      statement.body = inner;
      return { statement, part: { part: 'body' } };
    case 'try-else':
      statement.orelse = inner;
      return { statement, part: { part: 'orelse' } };
    case 'finally':
      statement.finalbody = inner;
      return { statement, part: { part: 'finally' } };
    case 'handler': {
      const index = facts.handlers.indexOf(layer.handler);
      const clause = statement.handlers[index];
      if (clause !== undefined) clause.body = inner;
      return { statement, part: { part: 'handler', index } };
    }
  }
}

function clauseOf(handler: ExceptHandler): HandlerClause {
  return {
    line: handler.line,
    headerTo: handler.line,
    text: handler.text,
    type: handler.types.length === 0 ? null : { kind: 'tuple', items: handler.types.map(nameOf) },
    types: handler.types,
    name: null,
    body: exitBlock(handler.exit, handler.line),
  };
}

/** One branch for each way of leaving. */
function exitBlock(exit: BlockExit, line: number): Block {
  const ways: Statement[] = [];
  const add = (effect: Effect, at: number) => {
    ways.push(simple(effect, { fromLine: at, toLine: at }, effect.kind));
  };
  if (exit.fallsThrough) add({ kind: 'none' }, line);
  if (exit.continues !== null) add({ kind: 'continue' }, exit.continues.line);
  if (exit.breaks !== null) add({ kind: 'break' }, exit.breaks.line);
  if (exit.returns !== null) add({ kind: 'return', value: null }, exit.returns.line);
  if (exit.reraises) add({ kind: 'raise', value: null }, line);
  if (exit.raisesOther !== null)
    add({ kind: 'raise', value: nameOf(exit.raisesOther.types[0] ?? '?') }, exit.raisesOther.line);
  const [only] = ways;
  if (ways.length < 2) return blockOf(only === undefined ? [] : [only]);
  const span = { fromLine: line, toLine: line };
  const arms = ways.map((way, index) => ({
    test: index === ways.length - 1 ? null : OTHER,
    line,
    headerTo: line,
    body: blockOf([way]),
    suspensions: [],
  }));
  return blockOf([{ kind: 'if', arms, ...headed(span, 'if …:') }]);
}

function nameOf(dotted: string): Expression {
  const [first = '', ...rest] = dotted.split('.');
  return rest.reduce<Expression>((object, name) => ({ kind: 'member', object, name }), {
    kind: 'name',
    name: first,
  });
}
