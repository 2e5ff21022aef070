/** A session with what only the core readers need: concrete objects and frames, interpreters, and a second, uncached look. */
import type { Session } from './asyncio/session.ts';
import type { CPythonFrames } from './frames/cpython-frames.ts';
import type { FrameAccess } from './frames/frame-access.ts';
import type { Handlings } from './frames/handling.ts';
import type { InterpreterState } from './interpreters.ts';
import type { MemoryReader } from './memory/reader.ts';
import type { CPythonObjects } from './objects/cpython-objects.ts';
import type { PythonVersion } from './version.ts';

export interface Pass extends Session {
  readonly version: PythonVersion;
  /** Address of `_PyRuntime`. */
  readonly runtime: number;
  readonly objects: CPythonObjects;
  readonly frames: CPythonFrames;
  readonly handlings: Handlings;
  /** The main interpreter is the last. */
  readonly interpreters: readonly InterpreterState[];
  /** `_PyRuntime` says that a thread is finalizing the interpreter. */
  readonly finalizing: boolean;
  /** More than these are not read, for want of memory. */
  readonly maxTasks: number;
  /** Reads the same process again, to tell what has moved since: `memory` answers from pages that it has kept. */
  readonly again: { readonly memory: MemoryReader; readonly access: FrameAccess };
}
