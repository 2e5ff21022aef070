/** `_PyRuntime` → interpreters → thread states and `sys.modules` (cpython-memory.md, 5.2), checked on the way (5.10). */
import type { Layout } from './layouts/layout.ts';
import type { MemoryReader } from './memory/reader.ts';
import { CPythonObjects } from './objects/cpython-objects.ts';

export interface InterpreterState {
  address: number;
  /** Thread states, newest first. */
  threads: number[];
  /** The dict `sys.modules`, 0 when it cannot be told. */
  modules: number;
}

const MAX_INTERPRETERS = 64;
const MAX_THREADS = 10_000;
/** A patched build may have moved the pointer: it is looked for in this much of the interpreter state. */
const SCANNED_BYTES = 10_240;

/** The main interpreter is the last of the list. Empty when the list does not look like one. */
export function readInterpreters(memory: MemoryReader, layout: Layout, runtime: number): InterpreterState[] {
  const found: InterpreterState[] = [];
  const seen = new Set<number>();
  let address = memory.word(runtime + layout.runtime.interpretersHead);
  while (address !== 0 && !seen.has(address) && found.length < MAX_INTERPRETERS) {
    seen.add(address);
    const threads = readThreadStates(memory, layout, address);
    if (threads.length > 0) found.push({ address, threads, modules: modulesOf(memory, layout, address) });
    address = memory.word(address + layout.interpreter.next);
  }
  return found;
}

function readThreadStates(memory: MemoryReader, layout: Layout, interpreter: number): number[] {
  const threads: number[] = [];
  const seen = new Set<number>();
  let thread = memory.word(interpreter + layout.interpreter.threadsHead);
  while (thread !== 0 && !seen.has(thread) && threads.length < MAX_THREADS) {
    seen.add(thread);
    if (memory.word(thread + layout.thread.interpreter) !== interpreter) break;
    threads.push(thread);
    thread = memory.word(thread + layout.thread.next);
  }
  return threads;
}

function modulesOf(memory: MemoryReader, layout: Layout, interpreter: number): number {
  const expected = memory.word(interpreter + layout.interpreter.modules);
  if (isModules(memory, layout, expected)) return expected;
  for (let offset = 0; offset < SCANNED_BYTES; offset += 8) {
    const candidate = memory.word(interpreter + offset);
    if (isModules(memory, layout, candidate)) return candidate;
  }
  return 0;
}

function isModules(memory: MemoryReader, layout: Layout, address: number): boolean {
  if (address === 0 || address % 8 !== 0) return false;
  const objects = new CPythonObjects(memory, layout, address);
  return objects.typeName(address) === 'dict' && objects.typeName(objects.module('sys')) === 'module';
}
