import type { SourceFile } from './file.ts';
import type { Scope } from './syntax/scopes.ts';
import type { Block, Step } from './syntax/tree.ts';

/** A line in a parsed function. */
export interface SyntaxPlace {
  file: SourceFile | null;
  scope: Scope | null;
  body: Block;
  /** From the body to the line, outermost first. */
  way: Step[];
}
