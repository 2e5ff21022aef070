import type { SyntaxNode } from '@lezer/common';
import type { Reader } from './header.ts';
import { headed, namesIn } from './header.ts';
import { shownText } from './lines.ts';
import { isExpression, readExpression } from './read-expression.ts';
import type { ParsedSource } from './source.ts';
import { lineOf } from './source.ts';
import type { ContextItem, WithStatement } from './tree.ts';

export function readWith(reader: Reader, node: SyntaxNode): WithStatement {
  const { source } = reader;
  const isAsync = node.firstChild?.name === 'async';
  const base = headed(source, node);
  if (isAsync) {
    base.suspensions = base.suspensions.filter((one, index) => index > 0 || one.kind !== 'async-for');
    base.suspensions.push({ line: base.span.fromLine, kind: 'async-with' });
  }
  return {
    kind: 'with',
    isAsync,
    items: itemsOf(source, node),
    body: reader.block(node.getChild('Body')),
    ...base,
  };
}

function itemsOf(source: ParsedSource, node: SyntaxNode): ContextItem[] {
  const items: ContextItem[] = [];
  for (let child = node.getChild('with')?.nextSibling ?? null; child !== null; child = child.nextSibling) {
    if (child.name === 'Body') break;
    if (!isExpression(child) || child.name === 'Comment') continue;
    const last = items[items.length - 1];
    if (child.prevSibling?.name !== 'as') items.push(...itemsAt(source, child));
    else if (last !== undefined) last.targets = namesIn(source.text.slice(child.from, child.to));
  }
  return items;
}

/** `with (a(), b()):` means two items from 3.9 on. */
function itemsAt(source: ParsedSource, node: SyntaxNode): ContextItem[] {
  const calls = node.name === 'TupleExpression' ? node.getChildren('CallExpression') : [];
  return (calls.length === 0 ? [node] : calls).map((one) => itemOf(source, one));
}

function itemOf(source: ParsedSource, node: SyntaxNode): ContextItem {
  let inner = node;
  while (inner.name === 'ParenthesizedExpression') {
    const content: SyntaxNode | null = inner.firstChild?.nextSibling ?? null;
    if (content === null || !isExpression(content)) break;
    inner = content;
  }
  return {
    line: lineOf(source, inner),
    text: shownText(source.text.slice(inner.from, inner.to)),
    value: readExpression(inner, source.text),
    targets: [],
  };
}
