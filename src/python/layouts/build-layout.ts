import type { AsyncioOffsets } from './asyncio-offsets.ts';
import type { Architecture, Layout } from './layout.ts';
import type { OffsetTable } from './offset-table.ts';
import { layout38 } from './python-38.ts';
import { layout39 } from './python-39.ts';
import { layout310 } from './python-310.ts';
import { layout311 } from './python-311.ts';
import { layout312 } from './python-312.ts';
import { layout313 } from './python-313.ts';
import { layout313t } from './python-313t.ts';
import { layout314 } from './python-314.ts';
import { layout314t } from './python-314t.ts';
import { layout315 } from './python-315.ts';
import { layout315t } from './python-315t.ts';

export const OLDEST_MINOR = 8;
export const NEWEST_MINOR = 15;
/** The first minor that describes itself by a table in its own memory. */
export const FIRST_MINOR_WITH_TABLE = 13;

const FIXED = new Map<number, (architecture: Architecture) => Layout>([
  [8, layout38],
  [9, layout39],
  [10, layout310],
  [11, layout311],
  [12, layout312],
]);

type FromTable = (architecture: Architecture, table: OffsetTable, asyncio: AsyncioOffsets | null) => Layout;

const FROM_TABLE = new Map<number, FromTable>([
  [13, (architecture, table) => layout313(architecture, table)],
  [14, layout314],
  [15, layout315],
]);

const FREE_THREADED = new Map<number, FromTable>([
  [13, layout313t],
  [14, layout314t],
  [15, layout315t],
]);

/** Null for a minor version that is not known, or whose table is missing or does not hold offsets. */
export function buildLayout(
  minor: number,
  architecture: Architecture,
  table: OffsetTable | null,
  asyncio: AsyncioOffsets | null,
): Layout | null {
  const fixed = FIXED.get(minor);
  if (fixed !== undefined) return fixed(architecture);
  const build = (table?.freeThreaded === true ? FREE_THREADED : FROM_TABLE).get(minor);
  if (build === undefined || table === null) return null;
  const layout = build(architecture, table, asyncio);
  return table.broken ? null : layout;
}
