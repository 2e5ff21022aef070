/** `_AsyncioDebug`: thirteen u64 in the section `.AsyncioDebug`, 3.14+ (section 2.3). Untrusted input like the other table. */

export const ASYNCIO_TABLE_BYTES = 104;

export interface AsyncioOffsets {
  taskName: number;
  taskAwaitedBy: number;
  taskIsTask: number;
  taskAwaitedByIsSet: number;
  taskCoroutine: number;
  taskNode: number;
  interpreterTasksHead: number;
  threadRunningLoop: number;
  threadRunningTask: number;
  threadTasksHead: number;
}

const MAX_TASK_BYTES = 1_024;
const MAX_INTERPRETER_BYTES = 1_048_576;
const MAX_THREAD_BYTES = 65_536;

/**
 * What a `_asyncio.Task` of 3.14 and 3.15 looks like in a default and in a free-threaded build: how the table is recognised
 * where its section cannot be found.
 */
export const ASYNCIO_TABLE_STARTS: readonly (readonly number[])[] = [
  [168, 136, 96, 108, 109, 128, 152],
  [192, 152, 112, 124, 125, 144, 168],
];

/** Null unless every number can be an offset, and the names lie where a task's fields follow each other. */
export function parseAsyncioOffsets(bytes: Buffer | null): AsyncioOffsets | null {
  if (bytes === null || bytes.length < ASYNCIO_TABLE_BYTES) return null;
  const numbers: number[] = [];
  for (let at = 0; at < ASYNCIO_TABLE_BYTES; at += 8) {
    if (bytes.readUInt32LE(at + 4) !== 0) return null;
    numbers.push(bytes.readUInt32LE(at));
  }
  const [size = 0, name = 0, awaitedBy = 0, isTask = 0, isSet = 0, coroutine = 0, node = 0] = numbers;
  const [interpreterSize = 0, interpreterHead = 0] = numbers.slice(7);
  const [threadSize = 0, runningLoop = 0, runningTask = 0, threadHead = 0] = numbers.slice(9);
  const fits =
    size <= MAX_TASK_BYTES &&
    interpreterSize <= MAX_INTERPRETER_BYTES &&
    threadSize <= MAX_THREAD_BYTES &&
    [name, awaitedBy, coroutine, node].every((offset) => offset % 8 === 0 && offset > 16 && offset < size) &&
    isTask < size &&
    isSet < size &&
    // Asserted in section 2.3: the fields between these are derived from them.
    name === coroutine + 8 &&
    node === coroutine + 24 &&
    interpreterHead % 8 === 0 &&
    interpreterHead < interpreterSize &&
    [runningLoop, runningTask, threadHead].every((offset) => offset % 8 === 0 && offset < threadSize);
  if (!fits) return null;
  return {
    taskName: name,
    taskAwaitedBy: awaitedBy,
    taskIsTask: isTask,
    taskAwaitedByIsSet: isSet,
    taskCoroutine: coroutine,
    taskNode: node,
    interpreterTasksHead: interpreterHead,
    threadRunningLoop: runningLoop,
    threadRunningTask: runningTask,
    threadTasksHead: threadHead,
  };
}
