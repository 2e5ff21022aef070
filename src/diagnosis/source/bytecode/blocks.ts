/** The blocks around each instruction, by following all edges from the start of the function. */
import { UNKNOWN_THROWN } from '../flow/exceptions.ts';
import type { Instruction } from './decode.ts';
import { handlerDecider } from './describe.ts';
import type { BlockEntry, Blocks, Code } from './unwinding.ts';
import { unwind } from './unwinding.ts';

/** A finally of 3.8 is entered in several ways; more than these tell nothing new. */
const MOST_VARIANTS = 12;

/** Among them what puts an exception down, which the table already counts as outside of its handler. */
const NEVER_RAISES =
  /^(COPY|SWAP|POP_|PUSH_|NOP|RESUME|LOAD_CONST|LOAD_FAST|STORE_FAST|DELETE_FAST|JUMP_|RETURN_)/;

/** By index of the instruction. */
export function blocksByInstruction(code: Code): Map<number, Blocks[]> {
  const { program } = code;
  const found = new Map<number, Blocks[]>();
  const queue: { instruction: Instruction; blocks: Blocks }[] = [];
  const visit = (instruction: Instruction | null | undefined, blocks: Blocks) => {
    if (instruction == null) return;
    const known = found.get(instruction.index) ?? [];
    if (known.length >= MOST_VARIANTS || known.some((one) => sameBlocks(one, blocks))) return;
    found.set(instruction.index, [...known, blocks]);
    queue.push({ instruction, blocks });
  };
  visit(program.instructions[0], []);
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    const { instruction, blocks } = next;
    for (const edge of edgesFrom(code, instruction, blocks)) visit(edge.instruction, edge.blocks);
    if (NEVER_RAISES.test(instruction.name)) continue;
    const handler = unwind(code, instruction, blocks);
    if (handler !== null)
      visit(
        handler.instruction,
        program.minor >= 11 ? handler.blocks : [...handler.blocks, held(code, handler.instruction)],
      );
  }
  return found;
}

function held(code: Code, handler: Instruction): BlockEntry {
  const decider = handlerDecider(code, handler, null);
  return { kind: 'handler', thrown: UNKNOWN_THROWN, decider, target: handler.offset };
}

function sameBlocks(one: Blocks, other: Blocks): boolean {
  return (
    one.length === other.length && one.every((block, index) => sameBlock(block, other[index] as BlockEntry))
  );
}

function sameBlock(one: BlockEntry, other: BlockEntry): boolean {
  if (one.kind !== other.kind) return false;
  if ('target' in one && 'target' in other) return one.target === other.target;
  return one.kind !== 'return' || other.kind !== 'return' || one.offset === other.offset;
}

interface Edge {
  instruction: Instruction | null | undefined;
  blocks: Blocks;
}

/** Where control goes without an exception. */
function edgesFrom(code: Code, instruction: Instruction, blocks: Blocks): Edge[] {
  const { program } = code;
  const { name, index, target } = instruction;
  const next = program.instructions[index + 1];
  const jump = target === null ? null : program.at(target);
  const top = blocks[blocks.length - 1];
  switch (name) {
    case 'SETUP_FINALLY':
    case 'SETUP_WITH':
    case 'SETUP_ASYNC_WITH':
      return [{ instruction: next, blocks: [...blocks, { kind: 'try', target: target ?? 0, setup: index }] }];
    case 'PUSH_EXC_INFO':
      return [{ instruction: next, blocks: [...blocks, held(code, instruction)] }];
    case 'POP_BLOCK':
      return [{ instruction: next, blocks: blocks.slice(0, -1) }];
    case 'END_ASYNC_FOR':
      return [{ instruction: next, blocks: program.minor >= 11 ? blocks : withoutHandler(blocks) }];
    case 'POP_EXCEPT':
      return [{ instruction: next, blocks: withoutHandler(blocks) }];
    case 'BEGIN_FINALLY':
      return [{ instruction: next, blocks: [...blocks, { kind: 'normal' }] }];
    case 'CALL_FINALLY':
      return [{ instruction: jump, blocks: [...blocks, { kind: 'return', offset: next?.offset ?? 0 }] }];
    case 'END_FINALLY': {
      if (top?.kind === 'normal') return [{ instruction: next, blocks: blocks.slice(0, -1) }];
      return top?.kind === 'return'
        ? [{ instruction: program.at(top.offset), blocks: blocks.slice(0, -1) }]
        : [];
    }
    case 'POP_FINALLY':
      return [{ instruction: next, blocks: blocks.slice(0, -1) }];
    case 'WITH_CLEANUP_FINISH':
      return top?.kind === 'handler'
        ? [
            { instruction: next, blocks },
            { instruction: next, blocks: [...blocks.slice(0, -1), { kind: 'normal' }] },
          ]
        : [{ instruction: next, blocks }];
    default: {
      const edges: Edge[] = jump === null ? [] : [{ instruction: jump, blocks }];
      return fallsThrough(name) ? [{ instruction: next, blocks }, ...edges] : edges;
    }
  }
}

export function fallsThrough(name: string): boolean {
  if (/^(RETURN_VALUE|RETURN_CONST|RAISE_VARARGS|RERAISE|CLEANUP_THROW|INTERPRETER_EXIT)$/.test(name))
    return false;
  return !/^JUMP_(FORWARD|ABSOLUTE|BACKWARD|BACKWARD_NO_INTERRUPT)$/.test(name);
}

export function withoutHandler(blocks: Blocks): BlockEntry[] {
  const index = blocks.findLastIndex((one) => one.kind === 'handler');
  return index < 0 ? [...blocks] : blocks.slice(0, index);
}
