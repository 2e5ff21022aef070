/**
 * Where an exception goes that is raised at an instruction. From 3.11 on a table tells; before, blocks are pushed and
 * popped at run time (Python/ceval.c of each version), and are followed here.
 */
import type { CodeFacts } from '../../../python/model/frame.ts';
import type { Thrown } from '../flow/exceptions.ts';
import type { Decider } from '../flow/state.ts';
import type { Instruction, Program } from './decode.ts';
import { decode } from './decode.ts';
import type { TableEntry } from './exception-table.ts';
import { entryFor, readExceptionTable } from './exception-table.ts';
import type { Symbols } from './symbols.ts';
import { symbolsOf } from './symbols.ts';

export type BlockEntry =
  /** Up to 3.10: `setup` is the index of the SETUP_ instruction. */
  | { kind: 'try'; target: number; setup: number }
  /** An exception is in hand. */
  | { kind: 'handler'; thrown: Thrown; decider: Decider | null; target: number }
  /** 3.8: a finally was entered without an exception, or will return to an offset. */
  | { kind: 'normal' }
  | { kind: 'return'; offset: number };

export type Blocks = readonly BlockEntry[];

export interface Code {
  program: Program;
  symbols: Symbols;
  table: readonly TableEntry[];
  targets: ReadonlySet<number>;
}

/** null for bytecode that cannot be read with certainty. */
export function codeOf(facts: CodeFacts): Code | null {
  const program = decode(facts);
  if (program === null) return null;
  const table = facts.minor >= 11 ? readExceptionTable(facts.exceptionTable) : [];
  const targets = new Set(table.map((entry) => entry.target));
  for (const { name, target } of program.instructions)
    if (/^SETUP_(FINALLY|WITH|ASYNC_WITH)$/.test(name) && target !== null) targets.add(target);
  return { program, table, targets, symbols: symbolsOf(program, targets) };
}

/** The handler's first instruction and the blocks there; null when the exception leaves the function. */
export function unwind(
  { program, table }: Code,
  from: Instruction,
  blocks: Blocks,
): { instruction: Instruction; blocks: BlockEntry[]; setup: number | null } | null {
  if (program.minor >= 11) {
    const entry = entryFor(table, from.offset);
    const instruction = entry === null ? null : program.at(entry.target);
    return instruction === null ? null : { instruction, blocks: [...blocks], setup: null };
  }
  for (let index = blocks.length - 1; index >= 0; index -= 1) {
    const block = blocks[index] as BlockEntry;
    if (block.kind !== 'try') continue;
    const instruction = program.at(block.target);
    return instruction === null ? null : { instruction, blocks: blocks.slice(0, index), setup: block.setup };
  }
  return null;
}

/** The instruction that opened the context manager whose exit stands at a handler; its manager is on top of the stack. */
export function managerAt(code: Code, handler: number, setup: number | null): Instruction | null {
  const { instructions } = code.program;
  let before: number;
  if (setup === null) {
    const starts = code.table.filter((entry) => entry.target === handler).map((entry) => entry.start);
    if (starts.length === 0) return null;
    before = instructions.findLastIndex((one) => one.offset < Math.min(...starts));
  } else before = setup;
  for (let index = before; index >= 0; index -= 1) {
    const one = instructions[index] as Instruction;
    if (/^(BEFORE_WITH|BEFORE_ASYNC_WITH|SETUP_WITH)$/.test(one.name)) return one;
    // 3.14 loads the exit first, then the entry.
    if (one.name === 'LOAD_SPECIAL')
      return instructions.slice(0, index).findLast((other) => other.name === 'LOAD_SPECIAL') ?? one;
  }
  return null;
}
