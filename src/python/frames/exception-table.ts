/** `co_exceptiontable` of 3.11+ (Objects/exception_handling_notes.txt). */

const BYTES_PER_UNIT = 2;
const MAX_ENTRIES = 100_000;

/**
 * How many values lie on the stack below the handler that guards the instruction: they are there for as long as it runs.
 * 0 when no handler guards it.
 */
export function guardedDepth(table: Buffer, byteOffset: number): number {
  const cursor = { table, at: 0 };
  for (let count = 0; count < MAX_ENTRIES && cursor.at < table.length; count += 1) {
    const start = varint(cursor) * BYTES_PER_UNIT;
    const end = start + varint(cursor) * BYTES_PER_UNIT;
    varint(cursor);
    const depth = varint(cursor) >> 1;
    if (byteOffset >= start && byteOffset < end) return depth;
  }
  return 0;
}

/** Six bits a byte, highest first; bit 6 says that more follow. */
function varint(cursor: { table: Buffer; at: number }): number {
  let value = 0;
  let byte = 0;
  do {
    byte = cursor.table[cursor.at] ?? 0;
    cursor.at += 1;
    value = (value & 0xffffff) * 64 + (byte & 63);
  } while ((byte & 64) !== 0 && cursor.at < cursor.table.length);
  return value;
}
