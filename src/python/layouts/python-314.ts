import type { AsyncioOffsets } from './asyncio-offsets.ts';
import type { Architecture, FutureLayout, Layout } from './layout.ts';
import type { OffsetTable } from './offset-table.ts';
import {
  CODE_FROM_312,
  DICT_FROM_313,
  EXCEPTION_FROM_311,
  FUNCTION_FROM_310,
  FUTURE_START,
  GENERATOR_FROM_312,
  OBJECT_FROM_314,
  STRING_FROM_312,
} from './parts.ts';

/** CPython 3.14: measured on 3.14.10. Positions in the tables: sections 2.2 and 2.3. */
export function layout314(
  architecture: Architecture,
  table: OffsetTable,
  asyncio: AsyncioOffsets | null,
): Layout {
  return {
    minor: 14,
    architecture,
    runtime: {
      finalizing: table.interpreter(32),
      interpretersHead: table.interpreter(40),
      currentThread: null,
    },
    interpreter: {
      next: table.interpreter(64),
      threadsHead: table.interpreter(72),
      modules: table.interpreter(96),
      gil: { pointer: table.interpreter(120), lastHolder: 8, locked: 16 },
      tasksHead: asyncio?.interpreterTasksHead ?? null,
    },
    thread: {
      next: table.word(192),
      interpreter: table.word(200),
      frame: table.word(208),
      frameInCFrame: null,
      threadId: table.word(216),
      nativeThreadId: table.word(224),
      handled: 256,
      asyncio: threadFields(asyncio),
    },
    frame: {
      kind: 'interpreter',
      code: table.word(264),
      previous: table.word(256),
      instructionPointer: table.word(272),
      stackCount: null,
      stackPointer: table.word(296),
      owner: table.small(288),
      firstShimOwner: 3,
      locals: table.word(280),
      inFrameObject: 24,
    },
    code: {
      ...CODE_FROM_312,
      fileName: table.word(320),
      name: table.word(328),
      qualifiedName: table.word(336),
      lineTable: table.word(344),
      firstLine: table.small(352),
      code: table.small(384),
    },
    generator: {
      ...GENERATOR_FROM_312,
      frame: table.word(680),
      frameState: table.small(688),
      awaitRule: 'frame-state',
      states: { created: -3, executing: 0, firstEnded: 1, awaiting: [-1] },
      awaitedBelowTop: 8,
    },
    object: { ...OBJECT_FROM_314, tupleItems: table.word(456) },
    type: { flags: table.word(440), cachedKeys: 880, managedDict: 'inline-values' },
    string: { ...STRING_FROM_312, asciiHeaderBytes: table.word(640) },
    integer: { tagged: true },
    dict: DICT_FROM_313,
    exception: EXCEPTION_FROM_311,
    function: FUNCTION_FROM_310,
    future: futureFields(asyncio),
  };
}

export function threadFields(asyncio: AsyncioOffsets | null): Layout['thread']['asyncio'] {
  if (asyncio === null) return null;
  return {
    runningLoop: asyncio.threadRunningLoop,
    runningTask: asyncio.threadRunningTask,
    tasksHead: asyncio.threadTasksHead,
  };
}

/** The table has no offset for state, waiter and counter: they are derived from their neighbours (section 2.3). */
export function futureFields(asyncio: AsyncioOffsets | null): FutureLayout {
  const isTask = asyncio?.taskIsTask ?? 108;
  const coroutine = asyncio?.taskCoroutine ?? 128;
  return {
    ...FUTURE_START,
    result: 64,
    sourceTraceback: 72,
    state: isTask - 4,
    awaitedBy: asyncio?.taskAwaitedBy ?? 96,
    awaitedByIsSet: asyncio?.taskAwaitedByIsSet ?? 109,
    waiter: coroutine - 8,
    coroutine,
    name: asyncio?.taskName ?? 136,
    mustCancel: { offset: isTask + 2, bit: 2 },
    cancelRequests: coroutine - 16,
    node: asyncio?.taskNode ?? 152,
  };
}
