/** `if` and the loops. */
import type { SyntaxNode } from '@lezer/common';
import type { Reader } from './header.ts';
import { headed, namesIn } from './header.ts';
import { isExpression, readExpression } from './read-expression.ts';
import { lineOf } from './source.ts';
import { collect } from './suspensions.ts';
import type { IfArm, IfStatement, LoopStatement } from './tree.ts';

export function readIf(reader: Reader, node: SyntaxNode): IfStatement {
  const arms: IfArm[] = [];
  let line = lineOf(reader.source, node);
  let test: SyntaxNode | null = null;
  for (let child = node.firstChild; child !== null; child = child.nextSibling) {
    if (child.name === 'if' || child.name === 'elif' || child.name === 'else') {
      line = lineOf(reader.source, child);
      test = null;
    } else if (child.name === 'Body') {
      const suspensions: IfArm['suspensions'] = [];
      if (test !== null) collect(reader.source, test, suspensions);
      arms.push({
        test: test === null ? null : readExpression(test, reader.source.text),
        line,
        headerTo: lineOf(reader.source, child),
        body: reader.block(child),
        suspensions,
      });
    } else if (isExpression(child)) test = child;
  }
  return { kind: 'if', arms, ...headed(reader.source, node) };
}

export function readLoop(reader: Reader, node: SyntaxNode): LoopStatement {
  const [body, orelse] = node.getChildren('Body');
  const isAsync = node.firstChild?.name === 'async';
  const isFor = node.name === 'ForStatement';
  const start = node.getChild(isFor ? 'for' : 'while');
  const middle = node.getChild('in');
  const { text } = reader.source;
  const base = headed(reader.source, node);
  if (isAsync)
    base.suspensions = base.suspensions.filter((one, index) => index > 0 || one.kind !== 'async-for');
  if (isAsync) base.suspensions.push({ line: base.span.fromLine, kind: 'async-for' });
  return {
    kind: 'loop',
    loop: loopKind(isFor, isAsync),
    test: isFor || start === null ? null : readExpression(start.nextSibling, text),
    targets: isFor && start !== null && middle !== null ? namesIn(text.slice(start.to, middle.from)) : [],
    body: reader.block(body ?? null),
    orelse: orelse === undefined ? null : reader.block(orelse),
    ...base,
  };
}

function loopKind(isFor: boolean, isAsync: boolean): LoopStatement['loop'] {
  if (!isFor) return 'while';
  return isAsync ? 'async-for' : 'for';
}
