/** Constructs of bytecode in words: what the source must have said, as far as names tell. */
import type { Decider } from '../flow/state.ts';
import type { Expression } from '../syntax/expression.ts';
import type { Instruction } from './decode.ts';
import type { Code } from './unwinding.ts';
import { managerAt } from './unwinding.ts';

/** `contextlib.suppress(asyncio.CancelledError)`; `…` for what has no name. */
export function textOf(expression: Expression | undefined): string {
  switch (expression?.kind) {
    case 'name':
      return expression.name.startsWith('$') ? '…' : expression.name;
    case 'member':
      return `${textOf(expression.object)}.${expression.name}`;
    case 'call':
      return `${textOf(expression.callee)}(${expression.positional.map(textOf).join(', ')})`;
    case 'tuple':
      return `(${expression.items.map(textOf).join(', ')})`;
    case 'starred':
      return `*${textOf(expression.value)}`;
    default:
      return '…';
  }
}

export function exceptDecider(type: Expression | undefined, line: number): Decider {
  return decider(type === undefined ? 'except:' : `except ${textOf(type)}:`, line);
}

/** What a handler is at first sight: the exit of a `with`, a bare except, else a finally (or an except with types). */
export function handlerDecider(code: Code, handler: Instruction, setup: number | null): Decider {
  const { instructions } = code.program;
  const first = handler.name === 'PUSH_EXC_INFO' ? (instructions[handler.index + 1] ?? handler) : handler;
  if (first.name === 'WITH_EXCEPT_START' || first.name === 'WITH_CLEANUP_START') {
    const opened = managerAt(code, handler.offset, setup);
    const manager = opened === null ? undefined : managerExpression(code, opened);
    return decider(`with ${textOf(manager)}:`, opened?.line ?? first.line);
  }
  return decider(first.name === 'POP_TOP' ? 'except:' : 'finally:', first.line);
}

/** The context manager's expression, where an instruction enters it. */
export function managerExpression(code: Code, opened: Instruction): Expression | undefined {
  return code.symbols.before(opened.index).at(-1);
}

function decider(text: string, line: number): Decider {
  return { kind: 'bytecode', text, line, statement: null };
}
