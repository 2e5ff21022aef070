/** The dotted names that a function's `except` clauses compare an exception with, from its bytecode. */
import type { Session } from '../session.ts';
import { nameUses, readBytecode } from './code-uses.ts';

/** CHECK_EXC_MATCH and CHECK_EG_MATCH by minor version from 3.11 on (`opcode.opmap`). */
const MATCHES: Readonly<Record<number, readonly number[]>> = {
  9: [121],
  10: [121],
  11: [36, 37],
  12: [36, 37],
  13: [7, 6],
  14: [6, 5],
  15: [6, 5],
};
/** 3.8: COMPARE_OP with the comparison "exception match" (`PyCmp_EXC_MATCH`, opcode.h). */
const COMPARE_38 = 107;
const EXCEPTION_MATCH = 10;
/** What stands before the comparison: the loads of a name or two, each with its cache. */
const REACH_BYTES = 80;
const MAX_NAMES = 16;

export function caughtNames(session: Session, code: number): string[][] {
  const bytecode = readBytecode(session, code);
  const matches = bytecode === null ? [] : matchesIn(bytecode, session.layout.minor);
  if (matches.length === 0) return [];
  const names = new Map<string, string[]>();
  for (const { path, name, offset, kind } of nameUses(session, code)) {
    if (kind === 'store' || !matches.some((at) => offset < at && offset >= at - REACH_BYTES)) continue;
    if (names.size < MAX_NAMES) names.set([...path, name].join('.'), [...path, name]);
  }
  return [...names.values()];
}

/** A cache entry that looks like one costs a look at a name or two. */
function matchesIn(bytecode: Buffer, minor: number): number[] {
  const found: number[] = [];
  for (let offset = 0; offset + 1 < bytecode.length; offset += 2) {
    const opcode = bytecode[offset] ?? 0;
    const isMatch =
      minor === 8
        ? opcode === COMPARE_38 && bytecode[offset + 1] === EXCEPTION_MATCH
        : MATCHES[minor]?.includes(opcode) === true;
    if (isMatch) found.push(offset);
  }
  return found;
}
