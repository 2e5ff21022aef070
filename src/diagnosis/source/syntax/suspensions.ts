/** The places of a statement at which its frame can be suspended. */
import type { SyntaxNode } from '@lezer/common';
import type { ParsedSource } from './source.ts';
import { lineOf } from './source.ts';
import type { Suspension } from './tree.ts';

/** Run in frames of their own, and not here; a generator expression runs where it is iterated. */
const OWN_FRAME = new Set([
  'FunctionDefinition',
  'ClassDefinition',
  'LambdaExpression',
  'ComprehensionExpression',
]);

/** Those of a node without its bodies, in the order of the text. */
export function suspensionsIn(source: ParsedSource, node: SyntaxNode): Suspension[] {
  const found: Suspension[] = [];
  for (let child = node.firstChild; child !== null; child = child.nextSibling) {
    if (child.name !== 'Body' && child.name !== 'MatchBody') collect(source, child, found);
  }
  if (node.name === 'YieldStatement') found.push({ line: lineOf(source, node), kind: kindOfYield(node) });
  return found;
}

export function collect(source: ParsedSource, node: SyntaxNode, found: Suspension[]): void {
  node.cursor().iterate((child) => {
    if (OWN_FRAME.has(child.name) || child.name === 'Body') return false;
    if (child.name === 'AwaitExpression')
      found.push({ line: source.lines.lineAt(child.from), kind: 'await' });
    else if (child.name === 'YieldExpression')
      found.push({ line: source.lines.lineAt(child.from), kind: kindOfYield(child.node) });
    else if (child.name === 'async') found.push({ line: source.lines.lineAt(child.from), kind: 'async-for' });
    return true;
  });
}

function kindOfYield(node: SyntaxNode): 'yield' | 'yield-from' {
  return node.getChild('from') === null ? 'yield' : 'yield-from';
}
