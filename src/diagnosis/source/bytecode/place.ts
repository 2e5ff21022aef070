/** A suspended frame's place in bytecode. */
import type { CodeFacts } from '../../../python/model/frame.ts';
import { blocksByInstruction } from './blocks.ts';
import type { Instruction } from './decode.ts';
import type { Blocks, Code } from './unwinding.ts';
import { codeOf } from './unwinding.ts';

export interface BytecodePlace {
  code: Code;
  /** The instruction at which it is suspended. */
  at: Instruction;
  /** What stands around it; more than one where 3.8 does not tell how a finally was entered. */
  blocks: readonly Blocks[];
  all: ReadonlyMap<number, readonly Blocks[]>;
}

interface Read {
  code: Code;
  blocks: Map<number, Blocks[]>;
}

const known = new WeakMap<CodeFacts, Read | null>();

/** null when the bytecode cannot be read with certainty, or holds no such instruction. */
export function bytecodePlace(facts: CodeFacts, offset: number): BytecodePlace | null {
  let read = known.get(facts);
  if (read === undefined) {
    const code = codeOf(facts);
    read = code === null ? null : { code, blocks: blocksByInstruction(code) };
    known.set(facts, read);
  }
  const found = read?.code.program.at(offset) ?? null;
  if (read === null || found === null) return null;
  const at = suspensionNear(read.code, found);
  const blocks = read.blocks.get(at.index) ?? read.blocks.get(found.index);
  return blocks === undefined ? null : { code: read.code, at, blocks, all: read.blocks };
}

/** The frame's pointer stands before, on or behind what suspends, depending on the version (Objects/genobject.c). */
function suspensionNear({ program }: Code, found: Instruction): Instruction {
  const suspends = (one: Instruction | undefined) =>
    one?.name === 'YIELD_VALUE' || one?.name === 'YIELD_FROM';
  const { instructions } = program;
  if (suspends(found)) return found;
  const before = instructions[found.index - 1];
  const next = instructions[found.index + 1];
  if (found.name === 'RESUME' && suspends(before)) return before ?? found;
  return suspends(next) ? (next ?? found) : found;
}

/** Where it goes on when what it waits for comes back. */
export function afterWait({ code, at }: BytecodePlace): Instruction | null {
  const { program } = code;
  const before = program.instructions[at.index - 1];
  const send = at.name === 'SEND' ? at : before;
  if (send?.name === 'SEND' && send.target !== null) return program.at(send.target);
  return program.instructions[at.index + 1] ?? null;
}

/** Every place of the function at which it can be suspended. */
export function suspensionsOf(place: BytecodePlace): BytecodePlace[] {
  return place.code.program.instructions.flatMap((at) => {
    const blocks =
      at.name === 'YIELD_VALUE' || at.name === 'YIELD_FROM' ? place.all.get(at.index) : undefined;
    return blocks === undefined ? [] : [{ ...place, at, blocks }];
  });
}
