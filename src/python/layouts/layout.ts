/**
 * Where the fields of CPython's structs lie, in bytes, for one minor version (64-bit) and build.
 * 3.13+ fills what it can from the process's own `_Py_DebugOffsets`. A new Python version is one file beside this one.
 * Source of every number: `reference/cpython-memory.md`, sections 2 and 5, or `offsetof` over the headers of that version.
 */
export interface Layout {
  /** 8 … 15. */
  readonly minor: number;
  /** Built with --disable-gil: `python3.13t`. */
  readonly freeThreaded: boolean;
  /** Known from headers and tables alone: no such Python was run. */
  readonly derived: boolean;
  readonly architecture: Architecture;
  readonly runtime: RuntimeLayout;
  readonly interpreter: InterpreterLayout;
  readonly thread: ThreadLayout;
  readonly frame: FrameLayout;
  readonly code: CodeLayout;
  readonly generator: GeneratorLayout;
  readonly object: ObjectLayout;
  readonly type: TypeLayout;
  readonly string: StringLayout;
  readonly integer: IntegerLayout;
  readonly dict: DictLayout;
  readonly exception: ExceptionLayout;
  readonly function: FunctionLayout;
  /** _asyncio.Future and _asyncio.Task, 5.4 of the memory notes. null: the field does not exist. */
  readonly future: FutureLayout;
}

export type Architecture = 'x86_64' | 'aarch64';

/** `_PyRuntimeState`. */
interface RuntimeLayout {
  readonly interpretersHead: number;
  /** The thread state that finalizes the interpreter, or NULL. */
  readonly finalizing: number;
  /** The thread state that holds the GIL (3.8–3.11); null: see the interpreter's `gil`. */
  readonly currentThread: number | null;
}

/** `PyInterpreterState`. */
interface InterpreterLayout {
  readonly next: number;
  readonly threadsHead: number;
  /** The dict `sys.modules`. */
  readonly modules: number;
  /** 3.12+: the pointer to `_gil_runtime_state`, and the fields in that. */
  readonly gil: ({ readonly pointer: number } & GilLayout) | null;
  /** 3.14+: list head of the C tasks of ended threads; null before, or when `_AsyncioDebug` was not found. */
  readonly tasksHead: number | null;
}

/** `_gil_runtime_state`. */
export interface GilLayout {
  readonly lastHolder: number;
  readonly locked: number;
}

/** `PyThreadState` (and `_PyThreadStateImpl` around it). */
interface ThreadLayout {
  readonly next: number;
  readonly interpreter: number;
  readonly frame: number;
  /** 3.11 and 3.12: `frame` holds a `_PyCFrame`, and the frame is here in that. */
  readonly frameInCFrame: number | null;
  readonly threadId: number;
  readonly nativeThreadId: number | null;
  /** Value slot of the thread's own `_PyErr_StackItem`: the exception handled by frames that are no generators. */
  readonly handled: number;
  /** 3.14+. */
  readonly asyncio: {
    readonly runningLoop: number;
    readonly runningTask: number;
    readonly tasksHead: number;
  } | null;
}

/** How a frame says what it awaits: section 5.7. */
type AwaitRule = 'opcode' | 'resume-argument' | 'frame-state';

type FrameLayout = ObjectFrameLayout | InterpreterFrameLayout;

/** `PyFrameObject` (3.8–3.10). */
export interface ObjectFrameLayout {
  readonly kind: 'object';
  readonly back: number;
  readonly code: number;
  readonly valueStack: number;
  /** 3.8, 3.9: address of the top, NULL while executing. */
  readonly stackTop: number | null;
  /** 3.10: number of values, int32. */
  readonly stackDepth: number | null;
  readonly lastInstruction: number;
  /** 1: `f_lasti` counts bytes; 2: instructions. */
  readonly instructionBytes: number;
  /** 3.10: int8. */
  readonly state: number | null;
  readonly blockCount: number;
  readonly blocks: number;
  readonly generator: number;
  readonly locals: number;
}

/** `_PyInterpreterFrame` (3.11+). */
export interface InterpreterFrameLayout {
  readonly kind: 'interpreter';
  readonly code: number;
  readonly previous: number;
  readonly instructionPointer: number;
  /** 3.11–3.13: number of values from `locals`, int32, -1 while executing. */
  readonly stackCount: number | null;
  /** 3.14+: address of the top. */
  readonly stackPointer: number | null;
  readonly owner: number;
  /** Owners from this one on are no Python frames. */
  readonly firstShimOwner: number;
  readonly locals: number;
  /** `f_frame` of the PyFrameObject that a traceback refers to. */
  readonly inFrameObject: number;
  /** Free-threaded builds, 3.14+: which of the threads' copies of the code the instruction pointer is in, int32. */
  readonly codeCopy: number | null;
}

export interface CodeLayout {
  readonly flags: number;
  readonly argumentCount: number;
  readonly keywordOnlyCount: number;
  readonly stackSize: number;
  readonly firstLine: number;
  readonly names: number;
  readonly fileName: number;
  readonly name: number;
  readonly qualifiedName: number | null;
  readonly lineTable: number;
  readonly lineFormat: 'lnotab' | 'line-ranges' | 'locations';
  /** 3.8–3.10: a bytes object; 3.11+: the instructions themselves begin here. */
  readonly code: number;
  readonly codeIsInline: boolean;
  readonly exceptionTable: number | null;
  /** Free-threaded builds, 3.14+: `co_tlbc`, the array of the threads' copies of the instructions. */
  readonly copies: number | null;
  readonly variables: SplitVariables | MergedVariables;
}

/** 3.8–3.10: three tuples of names. */
export interface SplitVariables {
  readonly kind: 'split';
  readonly localNames: number;
  readonly cellNames: number;
  readonly freeNames: number;
}

/** 3.11+: one tuple of names and a byte of kinds for each. */
interface MergedVariables {
  readonly kind: 'merged';
  readonly names: number;
  readonly kinds: number;
  readonly count: number;
}

/** Coroutines, generators and async generators begin alike. */
export interface GeneratorLayout {
  /** 3.8–3.10: pointer to the frame object; 3.11+: the frame itself. */
  readonly frame: number;
  readonly frameIsInline: boolean;
  /** 3.11+: int8 in the generator. */
  readonly frameState: number | null;
  /** 3.8, 3.9: byte. */
  readonly running: number | null;
  readonly name: number;
  readonly qualifiedName: number;
  /** Value of the exception that is being handled, or NULL or None. */
  readonly handled: number;
  readonly awaitRule: AwaitRule;
  /** Numbers of `frameState` (or of the 3.10 frame's state); null where there is none. */
  readonly states: GeneratorStates | null;
  /** 3.14+: bytes from the stack pointer down to the awaited object. */
  readonly awaitedBelowTop: number;
}

interface GeneratorStates {
  readonly created: number;
  readonly executing: number;
  /** From this one on it has ended. */
  readonly firstEnded: number;
  /** 3.13+: suspended in an await; empty before. */
  readonly awaiting: readonly number[];
}

export interface ObjectLayout {
  /** sizeof(PyObject): the type is its last field, and Py_SIZE comes right behind it. */
  readonly headerBytes: number;
  /** How many bytes before an object its managed dict is (3.11+). */
  readonly managedDictBefore: number;
  readonly tupleItems: number;
  /** Fields of a stored reference that are no address: to be cleared (3.14+: 3). */
  readonly referenceTags: number;
}

interface TypeLayout {
  readonly flags: number;
  readonly cachedKeys: number;
  /** How an object with the flag Py_TPFLAGS_MANAGED_DICT keeps its attributes: section 5.9. */
  readonly managedDict: 'none' | 'values-and-dict' | 'tagged-pointer' | 'inline-values';
}

export interface StringLayout {
  /** Number of the lowest bit of `kind` in the state; `compact` and `ascii` follow it. */
  readonly kindBit: number;
  readonly asciiHeaderBytes: number;
  readonly compactHeaderBytes: number;
}

interface IntegerLayout {
  /** 3.8–3.11: the signed number of digits is the size; 3.12+: `lv_tag`. */
  readonly tagged: boolean;
}

export interface DictLayout {
  readonly keysFormat: 'sized' | 'log2';
  /** Where the values of a split table begin: 8 from 3.13. */
  readonly valuesHeaderBytes: number;
}

export interface ExceptionLayout {
  readonly traceback: number;
  readonly context: number;
  readonly cause: number;
}

export interface FunctionLayout {
  readonly code: number;
  readonly closure: number;
  readonly name: number;
  readonly qualifiedName: number;
  readonly globals: number;
  /** Values of the last arguments by position: a tuple, or None. */
  readonly defaults: number;
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
  readonly mustCancel: { readonly offset: number; readonly bit: number | null };
  readonly cancelRequests: number | null;
  readonly node: number | null;
}
