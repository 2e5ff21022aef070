/** Functions of the same file, by the name they are called with. */
import { blockOf } from '../file.ts';
import type { Scope } from '../syntax/scopes.ts';
import { resolvedName, UNKNOWN_THROWN } from './exceptions.ts';
import type { Machine } from './state.ts';
import { startPath } from './state.ts';

/** The class or function of this file which a callee names. */
export function scopeCalled(written: string | null, resolved: string, machine: Machine): Scope | null {
  const scopes = machine.file?.names.scopes;
  if (scopes === undefined || written === null) return null;
  const method = /^(?:self|cls)\.(\w+)$/.exec(written)?.[1];
  if (method !== undefined) {
    const own = machine.className === null ? undefined : scopes.get(machine.className);
    return own === undefined ? null : methodOf(own, method, machine);
  }
  const inside =
    machine.scope === null ? undefined : scopes.get(`${machine.scope.qualifiedName}.<locals>.${written}`);
  return inside ?? scopes.get(resolved) ?? null;
}

const MOST_BASES_UP = 4;

/** Of the class or of the nearest of its bases in this file. */
export function methodOf(scope: Scope, method: string, machine: Machine, depth = 0): Scope | null {
  const scopes = machine.file?.names.scopes;
  const own = scopes?.get(`${scope.qualifiedName}.${method}`);
  if (own !== undefined || scopes === undefined || depth > MOST_BASES_UP) return own ?? null;
  for (const base of scope.bases) {
    const parent = scopes.get(resolvedName(base, machine));
    const found = parent === undefined ? null : methodOf(parent, method, machine, depth + 1);
    if (found !== null) return found;
  }
  return null;
}

const MOST_DEEP = 3;

/** What a call surely raises: the exception in hand (`raise`), another one, or null when it may return. */
export function raisedBy(callee: string, isAwaited: boolean, machine: Machine): 'same' | 'other' | null {
  if (machine.depth >= MOST_DEEP || machine.file === null) return null;
  const scope = scopeCalled(callee, resolvedName(callee, machine), machine);
  if (scope === null || scope.kind !== 'function' || scope.isAsync !== isAwaited) return null;
  const ends = machine.run(blockOf(machine.file, scope), startPath(), machine.inner(scope));
  if (ends.length === 0 || ends.some((one) => one.end.kind !== 'raise' && one.end.kind !== 'exit'))
    return null;
  return ends.every((one) => one.end.kind === 'raise' && one.end.thrown === UNKNOWN_THROWN)
    ? 'same'
    : 'other';
}
