import type { AsyncioOffsets } from './asyncio-offsets.ts';
import type { Build } from './build.ts';
import type { Architecture, Layout } from './layout.ts';
import type { OffsetTable } from './offset-table.ts';
import { layout314 } from './python-314.ts';

/** As in 3.13; and threads have copies of the code, and a str's `interned` fills a byte. */
export const FREE_THREADED_FROM_314: Build = {
  freeThreaded: true,
  derived: true,
  headerBytes: 32,
  managedDictBefore: 8,
  stringKindBit: 8,
  gil: { lastHolder: 16, locked: 24 },
};

/** Free-threaded CPython 3.14: `offsetof` over the headers of 3.14.10 with Py_GIL_DISABLED; no such Python was run. */
export function layout314t(
  architecture: Architecture,
  table: OffsetTable,
  asyncio: AsyncioOffsets | null,
): Layout {
  return layout314(architecture, table, asyncio, FREE_THREADED_FROM_314);
}
