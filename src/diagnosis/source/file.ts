/** A source file ready to be asked: its scopes and names, made once for each SourceText. */
import type { SourceText } from '../../python/model/capture.ts';
import type { ModuleNames } from './syntax/names.ts';
import { namesOf } from './syntax/names.ts';
import type { Scope } from './syntax/scopes.ts';
import { scopesOf } from './syntax/scopes.ts';
import type { ParsedSource } from './syntax/source.ts';
import { parsedSource } from './syntax/source.ts';
import { readBlock } from './syntax/statements.ts';
import type { Block } from './syntax/tree.ts';

export interface SourceFile {
  source: ParsedSource;
  scopes: Scope[];
  names: ModuleNames;
}

const files = new WeakMap<ParsedSource, SourceFile>();

export function sourceFileOf(text: SourceText): SourceFile | null {
  const source = parsedSource(text);
  if (source === null) return null;
  let file = files.get(source);
  if (file === undefined) {
    const scopes = scopesOf(source);
    file = { source, scopes, names: namesOf(source, scopes) };
    files.set(source, file);
  }
  return file;
}

const blocks = new WeakMap<Scope, Block>();

/** The statements of a function's body; empty for a lambda or a comprehension. */
export function blockOf(file: SourceFile, scope: Scope): Block {
  let block = blocks.get(scope);
  if (block === undefined) {
    block = readBlock(file.source, scope.body);
    blocks.set(scope, block);
  }
  return block;
}
