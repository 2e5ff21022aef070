import type { SyntaxNode } from '@lezer/common';
import { parser } from '@lezer/python';
import type { Reader } from './header.ts';
import { headed } from './header.ts';
import { shownText } from './lines.ts';
import { isExpression, readExpression } from './read-expression.ts';
import { lineOf } from './source.ts';
import type { HandlerClause, TryStatement } from './tree.ts';

export function readTry(reader: Reader, node: SyntaxNode): TryStatement {
  const { source } = reader;
  const result: TryStatement = {
    kind: 'try',
    isGroup: false,
    handlers: [],
    body: reader.block(node.getChild('Body')),
    orelse: null,
    elseLine: null,
    finalbody: null,
    finallyLine: null,
    ...headed(source, node),
    suspensions: [],
  };
  let clause: SyntaxNode | null = null;
  for (let child = node.firstChild; child !== null; child = child.nextSibling) {
    if (child.name === 'except' || child.name === 'else' || child.name === 'finally') clause = child;
    if (child.name !== 'Body' || clause === null) continue;
    if (clause.name === 'except') {
      if (clause.nextSibling?.name === '*') result.isGroup = true;
      result.handlers.push(readHandler(reader, clause, child));
    } else if (clause.name === 'else') {
      result.orelse = reader.block(child);
      result.elseLine = lineOf(source, clause);
    } else {
      result.finalbody = reader.block(child);
      result.finallyLine = lineOf(source, clause);
    }
    clause = null;
  }
  return result;
}

function readHandler(reader: Reader, except: SyntaxNode, body: SyntaxNode): HandlerClause {
  const { source } = reader;
  let type: SyntaxNode | null = null;
  let name: string | null = null;
  let end = body.from;
  for (let child = except.nextSibling; child !== null && child.from < body.from; child = child.nextSibling) {
    if (child.name === 'as') {
      const bound = child.nextSibling;
      name = bound === null ? null : source.text.slice(bound.from, bound.to);
      end = child.from;
      break;
    }
    if (isExpression(child) && child.name !== 'Comment') type ??= child;
  }
  const clause = {
    line: lineOf(source, except),
    headerTo: lineOf(source, body),
    text: shownText(source.text.slice(except.from, body.from + 1)),
    name,
    body: reader.block(body),
  };
  if (type === null) return { ...clause, type: null, types: [] };
  const tuple = type.name === 'BinaryExpression' ? bareTuple(source.text.slice(type.from, end)) : null;
  if (tuple !== null) return { ...clause, ...tuple };
  return { ...clause, type: readExpression(type, source.text), types: typeTexts(type, source.text) };
}

/** `except A, B:` is a tuple from 3.14 on (PEP 758), of which the patched text has made a chain of `|`; null for others. */
function bareTuple(written: string): Pick<HandlerClause, 'type' | 'types'> | null {
  const text = `(${written.trim()})`;
  const tuple = parser.parse(text).topNode.firstChild?.firstChild ?? null;
  if (tuple?.name !== 'TupleExpression') return null;
  return { type: readExpression(tuple, text), types: typeTexts(tuple, text) };
}

function typeTexts(node: SyntaxNode, text: string): string[] {
  if (node.name !== 'TupleExpression' && node.name !== 'ParenthesizedExpression')
    return [shownText(text.slice(node.from, node.to))];
  const texts: string[] = [];
  for (let child = node.firstChild; child !== null; child = child.nextSibling)
    if (isExpression(child) && child.name !== 'Comment') texts.push(...typeTexts(child, text));
  return texts;
}
