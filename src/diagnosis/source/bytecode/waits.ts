import type { Instruction } from './decode.ts';
import type { Code } from './unwinding.ts';

/** GET_AWAITABLE says from 3.11 on whether it is for the entry (1) or the exit (2) of an `async with`; before, what precedes it does. */
export function isWithWait({ program }: Code, at: Instruction): boolean {
  return withWait(program.instructions, at, program.minor) !== null;
}

/** The GET_AWAITABLE of an `async with`'s entry or exit that the suspension belongs to; null for any other. */
export function withWait(
  instructions: readonly Instruction[],
  at: Instruction,
  minor: number,
): { awaitable: Instruction; isExit: boolean | null } | null {
  for (let index = at.index; index >= Math.max(0, at.index - 6); index -= 1) {
    const one = instructions[index] as Instruction;
    if (one.name !== 'GET_AWAITABLE') continue;
    if (minor >= 11) return one.argument === 0 ? null : { awaitable: one, isExit: one.argument === 2 };
    const before = instructions[index - 1]?.name ?? '';
    if (before === 'BEFORE_ASYNC_WITH') return { awaitable: one, isExit: false };
    if (before === 'WITH_EXCEPT_START' || before === 'WITH_CLEANUP_START')
      return { awaitable: one, isExit: true };
    const isCall =
      before === 'CALL_FUNCTION' &&
      instructions[index - 2]?.name === 'DUP_TOP' &&
      instructions[index - 3]?.name === 'DUP_TOP';
    return isCall ? { awaitable: one, isExit: true } : null;
  }
  return null;
}
