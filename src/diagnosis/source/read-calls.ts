/** Calls in a part of the parse tree. */
import type { SyntaxNode } from '@lezer/common';
import type { CallFacts } from './surroundings.ts';
import { dottedName } from './syntax/expression.ts';
import { shownText } from './syntax/lines.ts';
import { readExpression } from './syntax/read-expression.ts';
import type { ParsedSource } from './syntax/source.ts';

/** In the order of the text, the outer call before the inner; nested functions and classes are left out. */
export function callsIn(
  source: ParsedSource,
  node: SyntaxNode,
  fromLine = 0,
  toLine = Number.POSITIVE_INFINITY,
): CallFacts[] {
  const calls: CallFacts[] = [];
  node.cursor().iterate((cursor) => {
    const { name } = cursor;
    if ((name === 'FunctionDefinition' || name === 'ClassDefinition') && cursor.from !== node.from)
      return false;
    if (name !== 'CallExpression') return true;
    const line = source.lines.lineAt(cursor.from);
    if (line >= fromLine && line <= toLine) calls.push(callFacts(source, cursor.node, line));
    return true;
  });
  return calls;
}

function callFacts(source: ParsedSource, node: SyntaxNode, line: number): CallFacts {
  const { text } = source;
  const callee = node.firstChild;
  const call: CallFacts = {
    line,
    callee: callee === null ? '' : shownText(text.slice(callee.from, callee.to)).replace(/\s/g, ''),
    text: shownText(text.slice(node.from, node.to)),
    awaited: isAwaited(node),
    keywords: [],
    argumentNames: [],
  };
  readArguments(text, node, call);
  return call;
}

function readArguments(text: string, node: SyntaxNode, call: CallFacts): void {
  const list = node.getChild('ArgList');
  for (let child = list?.firstChild ?? null; child !== null; child = child.nextSibling) {
    if (child.name === 'VariableName' && child.nextSibling?.name === 'AssignOp') {
      const value = child.nextSibling.nextSibling;
      const written = value === null ? '' : shownText(text.slice(value.from, value.to));
      call.keywords.push({ name: text.slice(child.from, child.to), value: written });
      if (value !== null) child = value;
    } else if (child.name === 'VariableName' || child.name === 'MemberExpression') {
      const name = dottedName(readExpression(child, text));
      if (name !== null) call.argumentNames.push(name);
    }
  }
}

function isAwaited(node: SyntaxNode): boolean {
  let parent = node.parent;
  while (parent?.name === 'ParenthesizedExpression') parent = parent.parent;
  return parent?.name === 'AwaitExpression';
}
