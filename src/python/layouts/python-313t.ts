import type { Build } from './build.ts';
import type { Architecture, Layout } from './layout.ts';
import type { OffsetTable } from './offset-table.ts';
import { layout313 } from './python-313.ts';

/** `PyObject` has the owning thread, a lock and two reference counts before the type (Include/object.h). */
const FREE_THREADED_313: Build = {
  freeThreaded: true,
  derived: false,
  headerBytes: 32,
  managedDictBefore: 8,
  stringKindBit: 2,
  gil: { lastHolder: 16, locked: 24 },
};

/** Free-threaded CPython 3.13: measured on 3.13.5. */
export function layout313t(architecture: Architecture, table: OffsetTable): Layout {
  return layout313(architecture, table, FREE_THREADED_313);
}
