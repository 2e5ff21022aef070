/** Lines of bytecode, in the three formats of 3.8–3.15 (cpython-memory.md, 5.8; Objects/lnotab_notes.txt, locations.md). */
import type { CodeLayout } from '../layouts/layout.ts';

/** From this byte offset on, up to the next entry, the line is this one; 0: none. In order of offset. */
export type LineStart = [byteOffset: number, line: number];

const MAX_STARTS = 100_000;
const NO_LINE_DELTA = -128;

export function decodeLines(format: CodeLayout['lineFormat'], table: Buffer, firstLine: number): LineStart[] {
  switch (format) {
    case 'lnotab':
      return decodeLnotab(table, firstLine);
    case 'line-ranges':
      return decodeRanges(table, firstLine);
    case 'locations':
      return decodeLocations(table, firstLine);
  }
}

/** Line of the instruction at a byte offset; before the first instruction, the function's own. */
export function lineAt(starts: readonly LineStart[], firstLine: number, byteOffset: number): number {
  if (byteOffset < 0) return firstLine;
  let line = firstLine;
  for (const [start, startLine] of starts) {
    if (start > byteOffset) break;
    line = startLine;
  }
  return line;
}

/** 3.8, 3.9: pairs of an unsigned step in bytes and a signed step in lines. */
function decodeLnotab(table: Buffer, firstLine: number): LineStart[] {
  const starts: LineStart[] = [[0, firstLine]];
  let offset = 0;
  let line = firstLine;
  for (let at = 0; at + 1 < table.length && starts.length < MAX_STARTS; at += 2) {
    offset += table.readUInt8(at);
    line += table.readInt8(at + 1);
    starts.push([offset, line]);
  }
  return starts;
}

/** 3.10: pairs of a length in bytes and a signed step in lines; −128: the range has no line. */
function decodeRanges(table: Buffer, firstLine: number): LineStart[] {
  const starts: LineStart[] = [];
  let offset = 0;
  let line = firstLine;
  for (let at = 0; at + 1 < table.length && starts.length < MAX_STARTS; at += 2) {
    const lengthBytes = table.readUInt8(at);
    const delta = table.readInt8(at + 1);
    if (delta !== NO_LINE_DELTA) line += delta;
    if (lengthBytes > 0) starts.push([offset, delta === NO_LINE_DELTA ? 0 : line]);
    offset += lengthBytes;
  }
  return starts;
}

/** Codes of a location entry from this one on have their own shapes; those below are one line, columns in one byte. */
const ONE_LINE_FIRST = 10;
const ONE_LINE_LAST = 12;
const NO_COLUMNS = 13;
const LONG = 14;
const BYTES_PER_UNIT = 2;

/** 3.11+: entries of a first byte with bit 7 set (code in bits 3–6, length in bits 0–2) and a tail that depends on the code. */
function decodeLocations(table: Buffer, firstLine: number): LineStart[] {
  const starts: LineStart[] = [];
  let offset = 0;
  let line = firstLine;
  let at = 0;
  while (at < table.length && starts.length < MAX_STARTS) {
    const first = table[at] ?? 0;
    const code = (first >> 3) & 15;
    let hasLine = true;
    if (code >= ONE_LINE_FIRST && code <= ONE_LINE_LAST) line += code - ONE_LINE_FIRST;
    else if (code === NO_COLUMNS || code === LONG) line += signedVarint(table, at + 1);
    else if (code > LONG) hasLine = false;
    starts.push([offset, hasLine ? line : 0]);
    offset += ((first & 7) + 1) * BYTES_PER_UNIT;
    at = nextEntry(table, at + 1);
  }
  return starts;
}

function nextEntry(table: Buffer, from: number): number {
  let at = from;
  while (at < table.length && ((table[at] ?? 0) & 0x80) === 0) at += 1;
  return at;
}

/** Six bits a byte, lowest first; bit 6 says that more follow; the lowest bit of the number is its sign. */
function signedVarint(table: Buffer, from: number): number {
  let value = 0;
  let scale = 1;
  for (let at = from; at < table.length && scale < 2 ** 36; at += 1) {
    const byte = table[at] ?? 0;
    value += (byte & 63) * scale;
    scale *= 64;
    if ((byte & 64) === 0) break;
  }
  const magnitude = Math.floor(value / 2);
  return value % 2 === 1 ? -magnitude : magnitude;
}
