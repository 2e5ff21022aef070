/** What a code object tells where its source cannot be read: bytecode, names and lines, and no constant. */
import type { Layout } from '../layouts/layout.ts';
import type { MemoryReader } from '../memory/reader.ts';
import type { CodeFacts } from '../model/frame.ts';
import type { CPythonObjects } from '../objects/cpython-objects.ts';
import type { CodePlaces } from './code-places.ts';

const MAX_BYTES = 262_144;
const MAX_NAMES = 10_000;
const MAX_NAME = 200;
const BYTES_PER_UNIT = 2;
const NOTHING = new Uint8Array(0);

interface CodeReading {
  memory: MemoryReader;
  layout: Layout;
  objects: CPythonObjects;
  places: CodePlaces;
}

/** Null when there is no code object at the address. */
export function readCodeFacts(reading: CodeReading, code: number): CodeFacts | null {
  const { memory, layout, objects, places } = reading;
  const fields = layout.code;
  const bytecode = objects.typeName(code) === 'code' ? readBytecode(reading, code) : null;
  if (bytecode === null) return null;
  const entry = places.entry(code);
  const table = fields.exceptionTable === null ? null : memory.word(code + fields.exceptionTable);
  const names = objects.items(memory.word(code + fields.names), MAX_NAMES);
  return {
    codeId: code,
    minor: layout.minor,
    bytecode,
    exceptionTable: (table === null ? null : objects.bytes(table, MAX_BYTES)) ?? NOTHING,
    names: names.map((name) => objects.str(name, MAX_NAME) ?? ''),
    firstLine: entry.firstLine,
    lines: places.lines(entry).filter(([, line]) => line > 0),
  };
}

function readBytecode({ memory, layout, objects }: CodeReading, code: number): Buffer | null {
  const { code: offset, codeIsInline } = layout.code;
  if (!codeIsInline) return objects.bytes(memory.word(code + offset), MAX_BYTES);
  // Py_SIZE of a code object counts its instructions (3.11+).
  const length = memory.int64(code + layout.object.headerBytes) * BYTES_PER_UNIT;
  return length > 0 && length <= MAX_BYTES ? memory.bytes(code + offset, length) : null;
}
