/** Bytecode as instructions, with jump targets and lines (Python docs, "dis"; Lib/dis.py of each version). */
import type { CodeFacts } from '../../../python/model/frame.ts';
import { opcodesOf } from './opcodes.ts';

export interface Instruction {
  index: number;
  /** Byte offset, of the instruction itself and not of its EXTENDED_ARG. */
  offset: number;
  name: string;
  argument: number;
  /** 0 where the code has none. */
  line: number;
  /** Offset it may jump to; null for none. */
  target: number | null;
}

export interface Program {
  minor: number;
  names: readonly string[];
  instructions: readonly Instruction[];
  /** The instruction at an offset, or the one that its EXTENDED_ARG belongs to. */
  at(offset: number): Instruction | null;
}

/** Opcodes which hide another one that only the interpreter knows (debuggers, the JIT). */
const HIDING = /^(INSTRUMENTED_LINE|INSTRUMENTED_INSTRUCTION|ENTER_EXECUTOR|)$/;
const ABSOLUTE = /^(JUMP_ABSOLUTE|POP_JUMP_IF_|JUMP_IF_)/;
const JUMPS = /JUMP|^(FOR_ITER|SEND|SETUP_FINALLY|SETUP_WITH|SETUP_ASYNC_WITH|CALL_FINALLY)$/;

/** null for bytecode that cannot be read with certainty. */
export function decode(code: CodeFacts): Program | null {
  const table = opcodesOf(code.minor);
  if (table === null) return null;
  const { bytecode, minor } = code;
  const instructions: Instruction[] = [];
  const byOffset = new Map<number, Instruction>();
  let extended = 0;
  let extendedFrom = -1;
  for (let offset = 0; offset + 1 < bytecode.length; offset += 2) {
    const name = table.names[bytecode[offset] as number] ?? '';
    const argument = extended * 256 + (bytecode[offset + 1] as number);
    if (HIDING.test(name)) return null;
    if (name === 'EXTENDED_ARG') {
      if (extendedFrom < 0) extendedFrom = offset;
      extended = argument;
      continue;
    }
    const caches = table.caches[name] ?? 0;
    const instruction: Instruction = {
      index: instructions.length,
      offset,
      name,
      argument,
      line: lineAt(code, offset),
      target: targetOf(name, argument, offset + 2 + 2 * caches, minor),
    };
    for (let at = extendedFrom < 0 ? offset : extendedFrom; at < offset + 2 + 2 * caches; at += 2)
      byOffset.set(at, instruction);
    instructions.push(instruction);
    extended = 0;
    extendedFrom = -1;
    offset += 2 * caches;
  }
  return { minor, names: code.names, instructions, at: (offset) => byOffset.get(offset) ?? null };
}

function targetOf(name: string, argument: number, next: number, minor: number): number | null {
  if (!JUMPS.test(name)) return null;
  // Counted in bytes up to 3.9, in code units from 3.10 on; from 3.11 on every jump is relative.
  const distance = minor >= 10 ? argument * 2 : argument;
  if (minor <= 10 && ABSOLUTE.test(name)) return distance;
  return name.includes('BACKWARD') ? next - distance : next + distance;
}

function lineAt({ lines }: CodeFacts, offset: number): number {
  let low = 0;
  let high = lines.length - 1;
  let line = 0;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const entry = lines[middle] as [number, number];
    if (entry[0] <= offset) {
      line = entry[1];
      low = middle + 1;
    } else high = middle - 1;
  }
  return line;
}
