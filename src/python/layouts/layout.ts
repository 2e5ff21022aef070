/**
 * Where the fields of CPython's structs lie, in bytes, for one minor version (64-bit, default build).
 * 3.13+ fills what it can from the process's own `_Py_DebugOffsets`. A new Python version is one file beside this one.
 */
export interface Layout {
  /** 8 … 15. */
  readonly minor: number;
  readonly architecture: 'x86_64' | 'aarch64';
  /** _asyncio.Future and _asyncio.Task, 5.4 of the memory notes. null: the field does not exist. */
  readonly future: FutureLayout;
}

export interface FutureLayout {
  readonly loop: number;
  readonly callback0: number;
  readonly callbacks: number;
  readonly exception: number;
  readonly result: number;
  readonly sourceTraceback: number;
  readonly state: number;
  readonly awaitedBy: number | null;
  readonly awaitedByIsSet: number | null;
  readonly waiter: number;
  readonly coroutine: number;
  readonly name: number;
  readonly mustCancel: { offset: number; bit: number | null };
  readonly cancelRequests: number | null;
  readonly node: number | null;
}
