/** Everything in a file that becomes a code object of its own: functions, lambdas, comprehensions, class bodies, the module. */
import type { SyntaxNode } from '@lezer/common';
import type { ParsedSource } from './source.ts';
import { endLineOf, lineOf } from './source.ts';

export interface Scope {
  kind: 'module' | 'class' | 'function' | 'lambda' | 'comprehension';
  /** `co_name`. */
  name: string;
  qualifiedName: string;
  /** Line of the first decorator: `co_firstlineno` from 3.8 on. */
  firstLine: number;
  /** Line of `def`, `class`, `lambda`. */
  line: number;
  toLine: number;
  isAsync: boolean;
  /** The function, or the whole file. */
  node: SyntaxNode;
  /** Its `Body` (the file for a module); null for an expression. */
  body: SyntaxNode | null;
  parent: Scope | null;
  /** In this file, for a class: names of its bases as written. */
  bases: string[];
  decorators: string[];
}

const COMPREHENSIONS: Record<string, string> = {
  ArrayComprehensionExpression: '<listcomp>',
  SetComprehensionExpression: '<setcomp>',
  DictionaryComprehensionExpression: '<dictcomp>',
  ComprehensionExpression: '<genexpr>',
};

/** In the order of the text; the module comes first. */
export function scopesOf(source: ParsedSource): Scope[] {
  const { topNode } = source.tree;
  const root: Scope = {
    kind: 'module',
    name: '<module>',
    qualifiedName: '<module>',
    firstLine: 1,
    line: 1,
    toLine: source.lines.count,
    isAsync: false,
    node: topNode,
    body: topNode,
    parent: null,
    bases: [],
    decorators: [],
  };
  const scopes = [root];
  let current = root;
  topNode.cursor().iterate(
    (cursor) => {
      const kind = kindOf(cursor.name);
      if (kind === null) return;
      current = scopeOf(source, cursor.node, kind, current);
      scopes.push(current);
    },
    (cursor) => {
      if (kindOf(cursor.name) !== null) current = current.parent ?? root;
    },
  );
  return scopes;
}

function kindOf(name: string): Scope['kind'] | null {
  switch (name) {
    case 'FunctionDefinition':
      return 'function';
    case 'ClassDefinition':
      return 'class';
    case 'LambdaExpression':
      return 'lambda';
    default:
      return name in COMPREHENSIONS ? 'comprehension' : null;
  }
}

function scopeOf(source: ParsedSource, node: SyntaxNode, kind: Scope['kind'], parent: Scope): Scope {
  const { text } = source;
  const name = nameOf(text, node, kind);
  const line = lineOf(source, node);
  const decorated = node.parent?.name === 'DecoratedStatement' ? node.parent : null;
  return {
    kind,
    name,
    qualifiedName: qualified(parent, name),
    firstLine: decorated === null ? line : lineOf(source, decorated),
    line,
    toLine: endLineOf(source, node),
    isAsync: node.firstChild?.name === 'async',
    node,
    body: node.getChild('Body'),
    parent,
    bases: kind === 'class' ? basesOf(text, node) : [],
    decorators: (decorated?.getChildren('Decorator') ?? []).map((one) =>
      text
        .slice(one.from + 1, one.to)
        .replace(/\(.*/s, '')
        .trim(),
    ),
  };
}

function nameOf(text: string, node: SyntaxNode, kind: Scope['kind']): string {
  if (kind === 'lambda') return '<lambda>';
  if (kind === 'comprehension') return COMPREHENSIONS[node.name] as string;
  const name = node.getChild('VariableName');
  return name === null ? '' : text.slice(name.from, name.to);
}

function qualified(parent: Scope, name: string): string {
  if (parent.kind === 'module') return name;
  return parent.kind === 'class'
    ? `${parent.qualifiedName}.${name}`
    : `${parent.qualifiedName}.<locals>.${name}`;
}

function basesOf(text: string, node: SyntaxNode): string[] {
  const bases: string[] = [];
  const list = node.getChild('ArgList');
  for (let child = list?.firstChild ?? null; child !== null; child = child.nextSibling) {
    if (child.nextSibling?.name === 'AssignOp') break;
    if (child.name === 'VariableName' || child.name === 'MemberExpression')
      bases.push(text.slice(child.from, child.to));
  }
  return bases;
}

/** Names of the parameters, in order. */
export function parametersOf(source: ParsedSource, scope: Scope): string[] {
  const list = scope.node.getChild('ParamList');
  return (list?.getChildren('VariableName') ?? []).map((one) => source.text.slice(one.from, one.to));
}
