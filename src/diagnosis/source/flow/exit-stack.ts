/** What was entered into an ExitStack or AsyncExitStack within its block. */
import type { Expression } from '../syntax/expression.ts';
import { dottedName } from '../syntax/expression.ts';
import type { Block, Statement } from '../syntax/tree.ts';
import { blocksOf } from '../syntax/tree.ts';

const ENTERS = /\.(enter_(async_)?context|push(_async_exit)?)$/;

export interface Entered {
  value: Expression;
  /** An exit function itself, not a context manager. */
  isExit: boolean;
  /** Not within an `if` or a `match`. */
  isCertain: boolean;
}

export function enteredInto(stack: string, block: Block, isCertain = true): Entered[] {
  const found: Entered[] = [];
  for (const statement of block.statements) {
    const entered = enteredBy(statement, stack);
    if (entered !== null) found.push({ ...entered, isCertain });
    const branches = statement.kind === 'if' || statement.kind === 'match';
    for (const inner of blocksOf(statement))
      found.push(...enteredInto(stack, inner.block, isCertain && !branches));
  }
  return found;
}

function enteredBy(statement: Statement, stack: string): Omit<Entered, 'isCertain'> | null {
  if (statement.kind !== 'simple') return null;
  const { effect } = statement;
  if (effect.kind !== 'expression' && effect.kind !== 'assign') return null;
  const call = effect.value?.kind === 'await' ? effect.value.value : effect.value;
  if (call?.kind !== 'call') return null;
  const callee = dottedName(call.callee);
  if (callee === null || !callee.startsWith(`${stack}.`) || !ENTERS.test(callee)) return null;
  const [value] = call.positional;
  return value === undefined ? null : { value, isExit: callee.includes('.push') && value.kind !== 'call' };
}
