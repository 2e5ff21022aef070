/** The except clauses that begin at a handler, read in a row: each loads its types, matches, and jumps to the next. */
import type { Expression } from '../syntax/expression.ts';
import type { Instruction } from './decode.ts';
import { textOf } from './describe.ts';
import type { Code } from './unwinding.ts';

export interface Clause {
  line: number;
  /** `except asyncio.CancelledError:`, made from names. */
  text: string;
  types: string[];
  isGroup: boolean;
}

export type HandlerShape =
  | { kind: 'except'; clauses: Clause[] }
  | { kind: 'finally'; line: number }
  | { kind: 'with'; line: number }
  /** The compiler's own: puts things back, and raises again. */
  | { kind: 'none' };

const MOST_CLAUSES = 50;
const LOADS =
  /^(LOAD_|BUILD_TUPLE|PUSH_NULL|PRECALL|CALL|COPY$|DUP_TOP|NOP|CACHE|BUILD_LIST|COPY_|SWAP|LIST_|RESUME|EXTENDED)/;

export function handlerShape(code: Code, handler: Instruction): HandlerShape {
  const { minor, instructions } = code.program;
  if (minor >= 11 && handler.name !== 'PUSH_EXC_INFO') return { kind: 'none' };
  const start = minor >= 11 ? instructions[handler.index + 1] : handler;
  if (start === undefined || start.name === 'END_ASYNC_FOR') return { kind: 'none' };
  if (start.name === 'WITH_EXCEPT_START' || start.name === 'WITH_CLEANUP_START')
    return { kind: 'with', line: start.line };
  const clauses = clausesFrom(code, start);
  if (clauses.length > 0) return { kind: 'except', clauses };
  return isNameCleanup(instructions, start) ? { kind: 'none' } : { kind: 'finally', line: start.line };
}

function clausesFrom(code: Code, start: Instruction): Clause[] {
  const clauses: Clause[] = [];
  let at: Instruction | null = start;
  while (at !== null && clauses.length < MOST_CLAUSES) {
    if (at.name === 'POP_TOP') {
      clauses.push({ line: at.line, text: 'except:', types: [], isGroup: false });
      break;
    }
    const match = matchAfter(code, at);
    if (match === null) break;
    const type = typeAt(code, match);
    const isGroup = match.name === 'CHECK_EG_MATCH';
    clauses.push({
      line: match.line,
      text: `except${isGroup ? '*' : ''} ${textOf(type)}:`,
      types: namesOf(type),
      isGroup,
    });
    at = nextClause(code, match);
  }
  return clauses;
}

function matchAfter({ program }: Code, from: Instruction): Instruction | null {
  for (let index = from.index; index < program.instructions.length; index += 1) {
    const one = program.instructions[index] as Instruction;
    if (/^(CHECK_EXC_MATCH|CHECK_EG_MATCH|JUMP_IF_NOT_EXC_MATCH)$/.test(one.name)) return one;
    if (one.name === 'COMPARE_OP' && program.minor === 8 && one.argument === 10) return one;
    if (!LOADS.test(one.name)) return null;
  }
  return null;
}

function typeAt({ symbols }: Code, match: Instruction): Expression | undefined {
  return symbols.before(match.index).at(-1);
}

function nextClause({ program }: Code, match: Instruction): Instruction | null {
  if (match.target !== null) return program.at(match.target);
  for (const one of program.instructions.slice(match.index + 1, match.index + 4))
    if (one.target !== null) return program.at(one.target);
  return null;
}

function namesOf(type: Expression | undefined): string[] {
  if (type?.kind === 'tuple') return type.items.map(textOf);
  return [textOf(type)];
}

/** `except E as e` sets the name to None and deletes it, whatever happens. */
function isNameCleanup(instructions: readonly Instruction[], start: Instruction): boolean {
  const [first, second, third] = instructions.slice(start.index, start.index + 3);
  return (
    first?.name === 'LOAD_CONST' && /^STORE_/.test(second?.name ?? '') && /^DELETE_/.test(third?.name ?? '')
  );
}
