/** From @lezer/python's tree to the statements of `tree.ts`. */
import type { SyntaxNode } from '@lezer/common';
import { readIf, readLoop } from './branches.ts';
import { dottedName } from './expression.ts';
import type { Reader } from './header.ts';
import { headed, namesIn } from './header.ts';
import { readMatch } from './match-statement.ts';
import { isExpression, readExpression, readList } from './read-expression.ts';
import type { ParsedSource } from './source.ts';
import { lineOf } from './source.ts';
import type { Block, Effect, Statement } from './tree.ts';
import { readTry } from './try-statement.ts';
import { readWith } from './with-statement.ts';

export function readBlock(source: ParsedSource, body: SyntaxNode | null): Block {
  const reader: Reader = { source, block: (inner) => readBlock(source, inner) };
  const statements: Statement[] = [];
  for (let node = body?.firstChild ?? null; node !== null; node = node.nextSibling) {
    if (node.name === 'StatementGroup') {
      for (let inner = node.firstChild; inner !== null; inner = inner.nextSibling)
        add(reader, inner, statements);
    } else add(reader, node, statements);
  }
  const line = body === null ? 0 : lineOf(source, body);
  return {
    statements,
    span: {
      fromLine: statements[0]?.span.fromLine ?? line,
      toLine: statements[statements.length - 1]?.span.toLine ?? line,
    },
  };
}

function add(reader: Reader, node: SyntaxNode, statements: Statement[]): void {
  if (/(Statement|Definition)$/.test(node.name)) statements.push(readStatement(reader, node));
}

function readStatement(reader: Reader, node: SyntaxNode): Statement {
  switch (node.name) {
    case 'IfStatement':
      return readIf(reader, node);
    case 'ForStatement':
    case 'WhileStatement':
      return readLoop(reader, node);
    case 'TryStatement':
      return readTry(reader, node);
    case 'WithStatement':
      return readWith(reader, node);
    case 'MatchStatement':
      return readMatch(reader, node);
    case 'DecoratedStatement':
    case 'FunctionDefinition':
    case 'ClassDefinition': {
      const definition = node.name === 'DecoratedStatement' ? node.lastChild : node;
      const name = definition?.getChild('VariableName');
      return {
        kind: 'definition',
        name: name == null ? '' : reader.source.text.slice(name.from, name.to),
        ...headed(reader.source, node),
        suspensions: [],
      };
    }
    default:
      return { kind: 'simple', effect: effectOf(reader.source.text, node), ...headed(reader.source, node) };
  }
}

function effectOf(text: string, node: SyntaxNode): Effect {
  const first = node.firstChild;
  switch (node.name) {
    case 'ReturnStatement': {
      const value = first?.nextSibling ?? null;
      return {
        kind: 'return',
        value: value === null || !isExpression(value) ? null : readExpression(value, text),
      };
    }
    case 'BreakStatement':
      return { kind: 'break' };
    case 'ContinueStatement':
      return { kind: 'continue' };
    case 'RaiseStatement': {
      const value = first?.nextSibling ?? null;
      return {
        kind: 'raise',
        value: value === null || !isExpression(value) ? null : readExpression(value, text),
      };
    }
    case 'AssertStatement':
      return { kind: 'assert', test: readExpression(first?.nextSibling ?? null, text) };
    case 'ExpressionStatement':
      return { kind: 'expression', value: readExpression(first, text) };
    case 'AssignStatement':
    case 'UpdateStatement':
      return assignment(text, node);
    case 'DeleteStatement':
      return {
        kind: 'assign',
        targets: readList(first?.nextSibling ?? null, text).flatMap((one) => dottedName(one) ?? []),
        value: null,
      };
    default:
      return { kind: 'none' };
  }
}

function assignment(text: string, node: SyntaxNode): Effect {
  const targets: string[] = [];
  for (let child = node.firstChild; child !== null && child !== node.lastChild; child = child.nextSibling) {
    if (child.name === 'TypeDef' || !isExpression(child)) continue;
    if (child.to === node.lastChild?.to) break;
    targets.push(...namesIn(text.slice(child.from, child.to)));
  }
  const plain = node.name === 'AssignStatement' && node.getChildren(',').length === 0;
  return { kind: 'assign', targets, value: plain ? readExpression(node.lastChild, text) : null };
}
