import type { FunctionFacts } from './surroundings.ts';

/** Qualified names in the same file for which a callee, as written in a function, may stand: the nearest first. */
export function calledNames({ qualifiedName }: FunctionFacts, callee: string): string[] {
  const method = /^(?:self|cls)\.(\w+)$/.exec(callee)?.[1];
  const className = /^(.+)\.\w+$/.exec(qualifiedName)?.[1];
  if (method !== undefined) return className === undefined ? [] : [`${className}.${method}`];
  return [`${qualifiedName}.<locals>.${callee}`, callee];
}
