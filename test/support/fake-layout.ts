/** The layout of a Python that is made up of nothing but its table of offsets. */
import { buildLayout } from '../../src/python/layouts/build-layout.ts';
import type { Layout } from '../../src/python/layouts/layout.ts';
import { OffsetTable } from '../../src/python/layouts/offset-table.ts';
import type { FakeMemory } from './fake-memory.ts';

const RUNTIME = 0x7f00_0000_0000;

/**
 * Free-threaded 3.14 as its headers describe it (3.14.10): positions in the table (cpython-memory.md, 2.2), and what stands
 * there. Position 16 is `free_threaded`.
 */
const TABLE_OF_314T = {
  ...{ 16: 1, 264: 0, 272: 56, 280: 80, 288: 78, 296: 64, 304: 72 },
  ...{ 384: 232, 392: 224, 440: 184, 456: 48, 640: 56 },
};

export function layoutOf314t(memory: FakeMemory): Layout {
  memory.bytes(RUNTIME, Buffer.from('xdebugpy')).word(RUNTIME + 8, 0x030e_0af0);
  for (const [position, value] of Object.entries(TABLE_OF_314T))
    memory.word(RUNTIME + Number(position), value);
  const layout = buildLayout(14, 'x86_64', OffsetTable.read(memory.reader(), RUNTIME), null);
  if (layout === null) throw new Error('the table holds no offsets');
  return layout;
}
