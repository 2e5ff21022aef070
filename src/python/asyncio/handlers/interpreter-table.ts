/**
 * Where the interpreter keeps its signal handlers: an array of `{ int tripped; PyObject *func; }` for each signal, a static of
 * `Modules/signalmodule.c` until 3.10, part of `_PyRuntime` from 3.11. No symbol and no offset table names it, so it is
 * found by what it holds: the int 0 that `_signal.SIG_DFL` is, over and over at a stride of 16.
 */
import type { System } from '../../../target/system.ts';
import { orNull } from '../../../target/system-error.ts';
import { interpreterFiles } from '../../binary/find-runtime.ts';
import type { Mapping } from '../../binary/maps.ts';
import { mappedFiles, readMaps } from '../../binary/maps.ts';
import type { Pass } from '../../pass.ts';
import type { Session } from '../session.ts';

export const SIGNALS = 65;
const ENTRY_BYTES = 16;
const FUNCTION = 8;
/** A program may well handle some; nobody handles most of them. */
const MAX_HANDLED = 24;
const CHUNK_BYTES = 1024 * 1024;
/** From 3.12 on the table is among the first fields of `_PyRuntime`: 464 to 1,384 bytes into it. */
const RUNTIME_BYTES = 8 * 1024;
const MAX_BYTES = 16 * 1024 * 1024;
const MAX_HITS = 4_096;

/** What stands for "no Python function": the objects themselves. */
export interface Unhandled {
  byDefault: number;
  ignored: number;
}

/** null when `_signal` is not there, which no Python does without. */
export function unhandled({ objects }: Session): Unhandled | null {
  const byDefault = objects.global('_signal', 'SIG_DFL');
  const ignored = objects.global('_signal', 'SIG_IGN');
  return objects.int(byDefault) === 0 && objects.int(ignored) === 1 ? { byDefault, ignored } : null;
}

/** The table does not move while a process lives. */
const known = new WeakMap<System, Map<string, number>>();

/** Address of the table; 0 when it is not found. */
export function findHandlerTable(session: Pass, marks: Unhandled): number {
  const { system, process } = session;
  let tables = known.get(system);
  if (tables === undefined) {
    tables = new Map();
    known.set(system, tables);
  }
  const key = `${process.pid} ${process.startTicks}`;
  const before = tables.get(key) ?? 0;
  if (before !== 0 && isTable(session, marks, before)) return before;
  const found = search(session, marks);
  if (found !== 0) tables.set(key, found);
  return found;
}

function search(session: Pass, marks: Unhandled): number {
  const pattern = Buffer.alloc(8);
  pattern.writeBigUInt64LE(BigInt(marks.byDefault));
  const runtime = session.memory.bytes(session.runtime, RUNTIME_BYTES);
  const near =
    runtime === null ? 0 : searchIn(session, marks, { at: session.runtime, bytes: runtime, pattern });
  if (near !== 0) return near;
  let scanned = 0;
  for (const { start, end } of writableData(session)) {
    for (let at = start; at < end && scanned < MAX_BYTES && !session.outOfTime(); at += CHUNK_BYTES) {
      const length = Math.min(CHUNK_BYTES, end - at);
      scanned += length;
      const bytes = glance(session, at, length);
      const found = bytes === null ? 0 : searchIn(session, marks, { at, bytes, pattern });
      if (found !== 0) return found;
    }
  }
  return 0;
}

/** Past the pages that are kept, which a search would push out, and out of a recording. */
function glance({ system, process }: Session, at: number, lengthBytes: number): Buffer | null {
  const path = `/proc/${process.pid}/mem`;
  return orNull(() => system.glanceAt?.(path, at, lengthBytes) ?? system.readAt(path, at, lengthBytes));
}

function searchIn(
  session: Session,
  marks: Unhandled,
  { at, bytes, pattern }: { at: number; bytes: Buffer; pattern: Buffer },
): number {
  let hit = bytes.indexOf(pattern);
  for (let hits = 0; hit >= 0 && hits < MAX_HITS; hits += 1) {
    // Elsewhere, too, a pointer leads to that int; only in the table the next entry has it again.
    const isAgain = bytes.subarray(hit + ENTRY_BYTES, hit + ENTRY_BYTES + 8).equals(pattern);
    for (let signal = 1; signal < SIGNALS && isAgain && hit % 8 === 0; signal += 1) {
      const table = at + hit - FUNCTION - signal * ENTRY_BYTES;
      if (session.memory.word(table + FUNCTION) !== 0) continue;
      if (isTable(session, marks, table)) return table;
    }
    hit = bytes.indexOf(pattern, hit + 1);
  }
  return 0;
}

/** All signals have a handler, and a flag that says whether the signal came; signal 0 has none (the caller looks). */
function isTable({ memory, objects }: Session, { byDefault, ignored }: Unhandled, table: number): boolean {
  const others: number[] = [];
  for (let signal = 1; signal < SIGNALS; signal += 1) {
    const entry = table + signal * ENTRY_BYTES;
    const handler = memory.word(entry + FUNCTION);
    if (memory.uint32(entry) > 1 || handler === 0 || handler % 8 !== 0) return false;
    if (handler !== byDefault && handler !== ignored) others.push(handler);
    if (others.length > MAX_HANDLED) return false;
  }
  return others.every((handler) => objects.typeName(handler) !== '');
}

/** Written data of the interpreter's files, and the memory without a file (.bss) that follows each. */
function writableData({ system, process }: Session): Mapping[] {
  const mappings = orNull(() => readMaps(system, process.pid)) ?? [];
  const files = interpreterFiles(system, process.pid, mappedFiles(mappings));
  return files.flatMap((file) => {
    const last = file.mappings.at(-1);
    const tail = mappings.find((one) => one.start === last?.end && one.inode === 0);
    return [...file.mappings, ...(tail === undefined ? [] : [tail])].filter((one) => one.writable);
  });
}

export function handlerIn({ memory }: Session, table: number, signal: number): number {
  return memory.word(table + signal * ENTRY_BYTES + FUNCTION);
}

export function isTripped({ memory }: Session, table: number, signal: number): boolean {
  return memory.uint32(table + signal * ENTRY_BYTES) === 1;
}

/**
 * Whether `signal.set_wakeup_fd` has a descriptor: it stands behind the table in `_signals_runtime_state` (3.12+,
 * internal/pycore_signal.h), and is a static of its own before; then null.
 */
export function hasWakeUp({ memory, layout }: Session, table: number): boolean | null {
  return layout.minor < 12 ? null : memory.int32(table + SIGNALS * ENTRY_BYTES) >= 0;
}
