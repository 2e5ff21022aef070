/** What the readers of statements share. */
import type { SyntaxNode } from '@lezer/common';
import { shownText } from './lines.ts';
import type { ParsedSource } from './source.ts';
import { endLineOf, lineOf } from './source.ts';
import { suspensionsIn } from './suspensions.ts';
import type { Block } from './tree.ts';

export interface Reader {
  source: ParsedSource;
  block(body: SyntaxNode | null): Block;
}

/** What every statement has: its span, its header's text and end, and what suspends in it. */
export function headed(source: ParsedSource, node: SyntaxNode) {
  const body = node.getChild('Body') ?? node.getChild('MatchBody');
  const toLine = endLineOf(source, node);
  return {
    span: { fromLine: lineOf(source, node), toLine },
    text: shownText(source.text.slice(node.from, body === null ? node.to : body.from + 1)),
    headerTo: body === null ? toLine : lineOf(source, body),
    suspensions: suspensionsIn(source, node),
  };
}

/** Dotted names that a target binds: `a`, `self.running` of `a, (self.running, b[0])`. */
export function namesIn(target: string): string[] {
  return target.match(/[^\W\d]\w*(?:\.[^\W\d]\w*)*/gu) ?? [];
}
