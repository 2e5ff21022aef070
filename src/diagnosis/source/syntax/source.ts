/** A parsed file: its text, its lines and @lezer/python's tree. One parse for each SourceText, kept as long as that lives. */
import type { SyntaxNode, Tree } from '@lezer/common';
import { parser } from '@lezer/python';
import type { SourceText } from '../../../python/model/capture.ts';
import type { LineIndex } from './lines.ts';
import { lineIndexOf } from './lines.ts';
import { normalise, patchForParser } from './patch.ts';

export interface ParsedSource {
  file: string;
  /** Normalised: `\n` only, no byte order mark. Offsets of the tree are offsets into it. */
  text: string;
  lines: LineIndex;
  tree: Tree;
}

const parsed = new WeakMap<SourceText, ParsedSource>();

/** null when the source has no text. */
export function parsedSource(source: SourceText): ParsedSource | null {
  if (source.text === null) return null;
  let known = parsed.get(source);
  if (known === undefined) {
    const text = normalise(source.text);
    known = { file: source.file, text, lines: lineIndexOf(text), tree: parser.parse(patchForParser(text)) };
    parsed.set(source, known);
  }
  return known;
}

export function lineOf(source: ParsedSource, node: SyntaxNode): number {
  return source.lines.lineAt(node.from);
}

/** The line on which a node's last token ends; white space and comments behind it don't count. */
export function endLineOf(source: ParsedSource, node: SyntaxNode): number {
  return source.lines.lineAt(Math.max(node.from, endOf(node, source.text) - 1));
}

function endOf(node: SyntaxNode, text: string): number {
  let last = node;
  // The pieces of a string are children of it, its closing quotes are not.
  while (!last.name.endsWith('String')) {
    let child = last.lastChild;
    while (child !== null && (child.name === 'Comment' || child.from === child.to)) child = child.prevSibling;
    if (child === null) break;
    last = child;
  }
  let end = last.to;
  while (end > node.from && /\s/.test(text[end - 1] as string)) end -= 1;
  return end;
}
