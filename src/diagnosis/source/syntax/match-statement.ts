import type { SyntaxNode } from '@lezer/common';
import type { Reader } from './header.ts';
import { headed } from './header.ts';
import { readExpression } from './read-expression.ts';
import { lineOf } from './source.ts';
import type { MatchArm, MatchStatement } from './tree.ts';

export function readMatch(reader: Reader, node: SyntaxNode): MatchStatement {
  const arms: MatchArm[] = [];
  const { source } = reader;
  for (const clause of node.getChild('MatchBody')?.getChildren('MatchClause') ?? []) {
    const body = clause.getChild('Body');
    const guard = clause.getChild('Guard');
    const end = guard?.from ?? body?.from ?? clause.to;
    arms.push({
      line: lineOf(source, clause),
      ...patternOf(
        source.text
          .slice(clause.from, end)
          .replace(/^case\b/, '')
          .trim(),
      ),
      guard: guard === null ? null : readExpression(guard.lastChild, source.text),
      body: reader.block(body),
    });
  }
  const subject = readExpression(node.firstChild?.nextSibling ?? null, source.text);
  return { kind: 'match', subject, arms, ...headed(source, node) };
}

function patternOf(pattern: string): { classes: string[] | null; isWildcard: boolean } {
  const plain = pattern.replace(/^\((.*)\)$/s, '$1').replace(/\bas\s+\w+$/, '');
  const parts = plain.split('|').map((one) => one.trim());
  if (parts.length === 1 && /^[^\W\d]\w*$/u.test(plain.trim())) return { classes: null, isWildcard: true };
  const classes = parts.map((one) => /^([^\W\d][\w.]*)\s*\(\s*\)$/u.exec(one)?.[1]);
  return {
    classes: classes.every((one) => one !== undefined) ? (classes as string[]) : null,
    isWildcard: false,
  };
}
