/** What names mean in a file: its imports (with their aliases), and what it assigns to names outside functions. */
import type { Expression } from './expression.ts';
import { readExpression } from './read-expression.ts';
import type { Scope } from './scopes.ts';
import type { ParsedSource } from './source.ts';

export interface ModuleNames {
  /** Local name → dotted name of what was imported: `CE` → `asyncio.CancelledError`; a relative import keeps its dots. */
  imports: ReadonlyMap<string, string>;
  /** `ERRORS` → the tuple; `Worker.ERRORS` for what a class body assigns; null when it is assigned more than once. */
  assignments: ReadonlyMap<string, Expression | null>;
  /** Classes of the file by qualified name, and functions by qualified name. */
  scopes: ReadonlyMap<string, Scope>;
}

export const NO_NAMES: ModuleNames = { imports: new Map(), assignments: new Map(), scopes: new Map() };

export function namesOf(source: ParsedSource, scopes: readonly Scope[]): ModuleNames {
  const imports = new Map<string, string>();
  source.tree.topNode.cursor().iterate((cursor) => {
    if (cursor.name !== 'ImportStatement') return !/Expression$|^ArgList$|^String$/.test(cursor.name);
    readImport(source.text.slice(cursor.from, cursor.to), imports);
    return false;
  });
  const assignments = new Map<string, Expression | null>();
  const byName = new Map<string, Scope>();
  for (const scope of scopes) {
    if (scope.kind === 'module' || scope.kind === 'class') readAssignments(source, scope, assignments);
    if (scope.kind === 'class' || scope.kind === 'function') byName.set(scope.qualifiedName, scope);
  }
  return { imports, assignments, scopes: byName };
}

function readImport(statement: string, imports: Map<string, string>): void {
  const plain = statement
    .replace(/#.*$/gm, ' ')
    .replace(/[\\()\s]+/g, ' ')
    .trim();
  const from = /^from ([\w. ]+?) import (.*)$/u.exec(plain);
  const prefix = from?.[1] === undefined ? null : from[1].replaceAll(' ', '');
  const list = from?.[2] ?? plain.replace(/^import /, '');
  for (const part of list.split(',')) {
    const [name, alias] = part.trim().split(/ as /);
    if (name === undefined || name === '' || name === '*') continue;
    if (prefix !== null)
      imports.set(alias ?? name, prefix.endsWith('.') ? prefix + name : `${prefix}.${name}`);
    else if (alias !== undefined) imports.set(alias, name);
    else imports.set(name.split('.')[0] as string, name.split('.')[0] as string);
  }
}

function readAssignments(
  source: ParsedSource,
  scope: Scope,
  assignments: Map<string, Expression | null>,
): void {
  const prefix = scope.kind === 'class' ? `${scope.qualifiedName}.` : '';
  for (const node of scope.body?.getChildren('AssignStatement') ?? []) {
    const target = node.firstChild;
    if (target?.name !== 'VariableName' || node.getChildren('AssignOp').length !== 1) continue;
    const name = prefix + source.text.slice(target.from, target.to);
    const value = node.getChildren(',').length > 0 ? null : readExpression(node.lastChild, source.text);
    assignments.set(name, assignments.has(name) ? null : value);
  }
}
