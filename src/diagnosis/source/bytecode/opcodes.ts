import type { OpcodeTable } from './table.ts';
import { PYTHON_3_8 } from './tables/python-3-8.ts';
import { PYTHON_3_9 } from './tables/python-3-9.ts';
import { PYTHON_3_10 } from './tables/python-3-10.ts';
import { PYTHON_3_11 } from './tables/python-3-11.ts';
import { PYTHON_3_12 } from './tables/python-3-12.ts';
import { PYTHON_3_13 } from './tables/python-3-13.ts';
import { PYTHON_3_14 } from './tables/python-3-14.ts';
import { PYTHON_3_15 } from './tables/python-3-15.ts';

const TABLES: Readonly<Record<number, OpcodeTable>> = {
  8: PYTHON_3_8,
  9: PYTHON_3_9,
  10: PYTHON_3_10,
  11: PYTHON_3_11,
  12: PYTHON_3_12,
  13: PYTHON_3_13,
  14: PYTHON_3_14,
  15: PYTHON_3_15,
};

const split = new Map<number, readonly string[]>();

/** null for a version that has no table. */
export function opcodesOf(minor: number): { names: readonly string[]; caches: OpcodeTable['caches'] } | null {
  const table = TABLES[minor];
  if (table === undefined) return null;
  let names = split.get(minor);
  if (names === undefined) {
    names = table.names.split(' ');
    split.set(minor, names);
  }
  return { names, caches: table.caches };
}
