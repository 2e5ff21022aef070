/** The names that a function assigns once, with their value: what is never changed can be known. */
import type { SourceFile } from '../file.ts';
import type { Expression } from '../syntax/expression.ts';
import type { Scope } from '../syntax/scopes.ts';
import { parametersOf } from '../syntax/scopes.ts';
import type { Block, Statement } from '../syntax/tree.ts';
import { blocksOf } from '../syntax/tree.ts';

type Locals = Map<string, Expression | null>;

const known = new WeakMap<Block, Locals>();

/** null: a parameter, assigned more than once, or with a value that is not written there. */
export function localsOf(block: Block, file: SourceFile | null, scope: Scope | null): Locals {
  let locals = known.get(block);
  if (locals === undefined) {
    locals = new Map();
    if (file !== null && scope !== null)
      for (const name of parametersOf(file.source, scope)) locals.set(name, null);
    if (scope?.kind !== 'module') collect(block, locals);
    known.set(block, locals);
  }
  return locals;
}

function collect(block: Block, locals: Locals): void {
  for (const statement of block.statements) {
    for (const { name, value } of assignedIn(statement)) locals.set(name, locals.has(name) ? null : value);
    for (const inner of blocksOf(statement)) collect(inner.block, locals);
  }
}

function assignedIn(statement: Statement): { name: string; value: Expression | null }[] {
  const unknown = (names: readonly (string | null)[]) =>
    names.flatMap((name) => (name === null || name.includes('.') ? [] : [{ name, value: null }]));
  switch (statement.kind) {
    case 'simple': {
      if (statement.effect.kind !== 'assign') return [];
      const { targets, value } = statement.effect;
      const [only] = targets;
      const single = targets.length === 1 && only !== undefined && !only.includes('.');
      return single ? [{ name: only, value }] : unknown(targets);
    }
    case 'loop':
      return unknown(statement.targets);
    case 'with':
      return unknown(statement.items.flatMap((item) => item.targets));
    case 'try':
      return unknown(statement.handlers.map((handler) => handler.name));
    default:
      return [];
  }
}
