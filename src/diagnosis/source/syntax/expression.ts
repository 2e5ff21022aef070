/** The few shapes of expressions that decide where an exception goes; all others are `other`. */
export type Expression =
  | { kind: 'constant'; value: boolean | number | string | null }
  | { kind: 'name'; name: string }
  | { kind: 'member'; object: Expression; name: string }
  | { kind: 'call'; callee: Expression; positional: Expression[]; keywords: Keyword[] }
  | { kind: 'not'; operand: Expression }
  | { kind: 'and' | 'or'; left: Expression; right: Expression }
  | { kind: 'compare'; operator: string; left: Expression; right: Expression }
  | { kind: 'tuple'; items: Expression[] }
  | { kind: 'starred'; value: Expression }
  | { kind: 'await'; value: Expression }
  | { kind: 'bind'; name: string; value: Expression }
  | { kind: 'choice'; test: Expression; whenTrue: Expression; whenFalse: Expression }
  | { kind: 'other' };

export interface Keyword {
  name: string;
  value: Expression;
}

export const OTHER: Expression = { kind: 'other' };

/** `asyncio.exceptions.CancelledError`; null for anything but names joined by dots. */
export function dottedName(expression: Expression): string | null {
  if (expression.kind === 'name') return expression.name;
  if (expression.kind !== 'member') return null;
  const object = dottedName(expression.object);
  return object === null ? null : `${object}.${expression.name}`;
}

/** The last name of a callee: `cancelling` of `asyncio.current_task().cancelling`. */
export function lastName(expression: Expression): string | null {
  return expression.kind === 'name' || expression.kind === 'member' ? expression.name : null;
}
