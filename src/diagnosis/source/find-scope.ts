import type { Scope } from './syntax/scopes.ts';

export interface SourcePlace {
  line: number;
  /** `co_name`. */
  name: string;
  firstLine: number;
}

/**
 * The scope whose code stands at a place: it has the name, holds the line, and begins where the code object says (with
 * its first decorator from 3.8 on). null when the file holds no such scope: then it is not the text that runs.
 */
export function findScope(scopes: readonly Scope[], place: SourcePlace): Scope | null {
  let best: Scope | null = null;
  for (const scope of scopes) {
    if (scope.name !== place.name || place.line < scope.firstLine || place.line > scope.toLine) continue;
    if (!begins(scope, place.firstLine)) continue;
    // Of two on one line the inner one comes later.
    best = scope;
  }
  return best;
}

function begins(scope: Scope, firstLine: number): boolean {
  if (firstLine <= 0 || scope.kind === 'module') return true;
  // A lambda or comprehension that spans lines: versions differ in which line begins it.
  if (scope.kind === 'lambda' || scope.kind === 'comprehension')
    return firstLine >= scope.firstLine && firstLine <= scope.toLine;
  return firstLine >= scope.firstLine && firstLine <= scope.line;
}
