/** What the way a CPython was built changes in its structs, beside what its own tables tell (cpython-memory.md, 5.10). */
import type { GilLayout } from './layout.ts';

export interface Build {
  freeThreaded: boolean;
  /** Known from its headers and tables alone: no such Python was run. */
  derived: boolean;
  /** sizeof(PyObject). */
  headerBytes: number;
  /** MANAGED_DICT_OFFSET (pycore_object.h), as a distance. */
  managedDictBefore: number;
  /** Of `kind` in the state of a str (unicodeobject.h). */
  stringKindBit: number;
  gil: GilLayout;
}

/** The build that all numbers in the files of the minor versions were measured on. */
export const DEFAULT_BUILD: Build = {
  freeThreaded: false,
  derived: false,
  headerBytes: 16,
  managedDictBefore: 24,
  stringKindBit: 2,
  gil: { lastHolder: 8, locked: 16 },
};

/** Where a field of an object lies that is at `offset` in the default build. */
export function behindHeader(build: Build, offset: number): number {
  return offset - DEFAULT_BUILD.headerBytes + build.headerBytes;
}

/** The same for a group of fields, each of which is a number or is not there. */
export function fieldsBehindHeader<Fields extends Readonly<Record<string, number | null>>>(
  build: Build,
  fields: Fields,
): { [Name in keyof Fields]: Fields[Name] extends null ? null : number } {
  const moved = Object.entries(fields).map(([name, offset]) => [
    name,
    offset === null ? null : behindHeader(build, offset),
  ]);
  return Object.fromEntries(moved) as { [Name in keyof Fields]: Fields[Name] extends null ? null : number };
}
