/** Places in Python code. A place is shared by everything that stands at it: two tasks at one await hold the same object. */

/** Whose code: the service's own, an installed package's (site-packages, dist-packages), or Python's standard library. */
export type CodeOrigin = 'user' | 'library' | 'python';

export interface CodePlace {
  /** Qualified name from 3.11 (`Worker.poll`); before, made from `self`'s class in a method where known, else the bare name. */
  function: string;
  /** `co_name`. */
  name: string;
  file: string;
  /** 0 when the code has no line there. */
  line: number;
  firstLine: number;
  origin: CodeOrigin;
  /** Address of the code object: key of `Capture.codes`. */
  codeId: number;
  /** Byte offset of the instruction in the bytecode; -1 before the first. */
  instruction: number;
  /** Library the file belongs to (`aiohttp`, `uvicorn`), for origin `library`; the top-level stdlib module for `python` (`asyncio`). */
  package: string | null;
  /** What kind of code object: from co_flags. */
  kind: 'function' | 'coroutine' | 'generator' | 'async-generator';
}

/** An exception that a suspended (or running) frame is in the middle of handling. */
export interface Handling {
  /** Index into the chain's `stack`. */
  frameIndex: number;
  /** Type name as in `tp_name` without module: `CancelledError`. */
  exceptionType: string;
  isCancelled: boolean;
  /** Where it was raised through, outermost first: the last entry is where the cancellation landed. */
  traceback: CodePlace[];
  /** Types of `__context__`/`__cause__`, nearest first, at most 8. */
  contextTypes: string[];
}

/** What is needed to understand a code object without its source. Read only where the source cannot be. */
export interface CodeFacts {
  codeId: number;
  /** 8 … 15. */
  minor: number;
  bytecode: Uint8Array;
  /** 3.11+: `co_exceptiontable`; empty before. */
  exceptionTable: Uint8Array;
  /** `co_names`: attribute and global names, never values. */
  names: string[];
  /** Constants that are None, bool or names of types are not needed: none are read. */
  firstLine: number;
  /** Line of each instruction offset that begins a line: [byteOffset, line] pairs in order. */
  lines: [number, number][];
}
