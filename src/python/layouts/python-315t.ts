import type { AsyncioOffsets } from './asyncio-offsets.ts';
import type { Architecture, Layout } from './layout.ts';
import type { OffsetTable } from './offset-table.ts';
import { FREE_THREADED_FROM_314 } from './python-314t.ts';
import { layout315 } from './python-315.ts';

/** Free-threaded CPython 3.15: `offsetof` over the headers of 3.15.2 with Py_GIL_DISABLED; no such Python was run. */
export function layout315t(
  architecture: Architecture,
  table: OffsetTable,
  asyncio: AsyncioOffsets | null,
): Layout {
  return layout315(architecture, table, asyncio, FREE_THREADED_FROM_314);
}
