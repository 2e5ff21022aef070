/**
 * Python objects by address. Every method bounds what it reads, answers null, 0 or an empty list for what cannot be
 * read or is not of the expected type, and never throws. "Address" is that of the PyObject; 0 is NULL.
 */
export interface Objects {
  typeOf(address: number): number;
  /** `tp_name` as it stands: `_asyncio.Task`, `dict`, `Lock`; '' when unreadable. Cached by type. */
  typeName(address: number): string;
  /** Names of the type and its bases (tp_base chain), nearest first, at most 32. */
  typeLineage(address: number): string[];
  /** Whether the object's type, or a base of it, has that tp_name. */
  isInstance(address: number, typeName: string): boolean;
  /** `__module__` of a heap type, from its dict; null when unknown. */
  moduleOf(address: number): string | null;
  /** Module and name of an exception class (`asyncio.exceptions.CancelledError`); null for any other object. */
  exceptionClass(address: number): string | null;
  isNone(address: number): boolean;
  /** At most maxCharacters (default 200); null when not a str. Lone surrogates are kept. */
  str(address: number, maxCharacters?: number): string | null;
  int(address: number): number | null;
  float(address: number): number | null;
  bool(address: number): boolean | null;
  bytes(address: number, maxBytes?: number): Buffer | null;
  /** Items of a list, tuple or collections.deque (in order), at most `most` (default 10,000). */
  items(address: number, most?: number): number[];
  /** Length of a list, tuple, deque, set or dict without reading its items; null for others. */
  length(address: number): number | null;
  /** Items that an iterator over something countable has not given yet; null for others. */
  left(address: number): number | null;
  /** How many items were ever taken off a deque; null for others. */
  takenOff(address: number): number | null;
  /** Members of a set or frozenset, or the referents of a WeakSet (dead ones left out). */
  members(address: number, most?: number): number[];
  /** [key, value] addresses of a dict (combined or split) in insertion order. */
  entries(address: number, most?: number): [number, number][];
  /** Value for a str key in a dict, 0 when missing. */
  dictGet(dictAddress: number, key: string): number;
  /**
   * An instance attribute from the object's own storage (dict, managed dict, inline values, `__slots__` member
   * descriptors looked up in the type's dict); not class attributes. 0 when missing.
   */
  attribute(address: number, name: string): number;
  /** Every instance attribute, names and addresses: for finding who refers to an object. Values are never read. */
  attributes(address: number, most?: number): [string, number][];
  /** A class attribute through the bases; 0 when missing. */
  typeAttribute(typeAddress: number, name: string): number;
  /** Module object by dotted name from sys.modules; 0 when not imported. */
  module(name: string): number;
  /** A global of a module; 0 when the module or the name is missing. */
  global(moduleName: string, name: string): number;
  /** What a callable leads to: unwraps bound methods, functools.partial (outermost function), builtin methods, TaskWakeupMethWrapper, TaskStepMethWrapper. */
  callable(address: number): CallableFacts | null;
  /** Referent of a weakref; 0 when dead or no weakref. */
  weakReferent(address: number): number;
  /** Content of a cell; 0 when empty. */
  cellContent(address: number): number;
}

export interface CallableFacts {
  /** Qualified name: `gather.<locals>._done_callback`, `TaskGroup._on_task_done`, `task_wakeup`. */
  qualifiedName: string;
  /** Address of the code object of a Python function, else 0. */
  code: number;
  /** `self` of a bound or builtin method, the task of a task wrapper, else 0. */
  self: number;
  /** Address of the innermost function object, else 0. */
  function: number;
  /** Positional arguments of the outermost partial. */
  partialArguments: number[];
  /** Cell contents of the function's closure, by co_freevars name. */
  closure(): [string, number][];
}
