/** `co_exceptiontable` of 3.11 and later (Objects/exception_handling_notes.txt in CPython). */
export interface TableEntry {
  /** Byte offsets; `end` is not covered. */
  start: number;
  end: number;
  target: number;
  depth: number;
  /** The handler is one of the compiler's own: it puts things back and raises again. */
  lasti: boolean;
}

export function readExceptionTable(table: Uint8Array): TableEntry[] {
  const entries: TableEntry[] = [];
  let at = 0;
  const next = () => {
    let byte = table[at] ?? 0;
    at += 1;
    let value = byte & 63;
    while ((byte & 64) !== 0 && at < table.length) {
      byte = table[at] ?? 0;
      at += 1;
      value = value * 64 + (byte & 63);
    }
    return value;
  };
  while (at < table.length) {
    const start = next() * 2;
    const length = next() * 2;
    const target = next() * 2;
    const depth = next();
    entries.push({ start, end: start + length, target, depth: depth >> 1, lasti: (depth & 1) === 1 });
  }
  return entries;
}

export function entryFor(entries: readonly TableEntry[], offset: number): TableEntry | null {
  return entries.find((one) => offset >= one.start && offset < one.end) ?? null;
}
