import type { AsyncioOffsets } from './asyncio-offsets.ts';
import type { Build } from './build.ts';
import { behindHeader, DEFAULT_BUILD, fieldsBehindHeader } from './build.ts';
import type { Architecture, FutureLayout, Layout } from './layout.ts';
import type { OffsetTable } from './offset-table.ts';
import {
  codeFrom312,
  DICT_FROM_313,
  exceptionFrom311,
  FUTURE_START,
  functionFrom310,
  generatorFrom312,
  objectFrom314,
  stringFrom312,
} from './parts.ts';

/** CPython 3.14: measured on 3.14.10. Positions in the tables: sections 2.2 and 2.3. */
export function layout314(
  architecture: Architecture,
  table: OffsetTable,
  asyncio: AsyncioOffsets | null,
  build = DEFAULT_BUILD,
): Layout {
  return {
    minor: 14,
    freeThreaded: build.freeThreaded,
    derived: build.derived,
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
      gil: { pointer: table.interpreter(120), ...build.gil },
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
      inFrameObject: behindHeader(build, 24),
      codeCopy: build.freeThreaded ? table.small(304) : null,
    },
    code: {
      ...codeFrom312(build),
      fileName: table.word(320),
      name: table.word(328),
      qualifiedName: table.word(336),
      lineTable: table.word(344),
      firstLine: table.small(352),
      code: table.small(384),
      copies: build.freeThreaded ? table.word(392) : null,
    },
    generator: {
      ...generatorFrom312(build),
      frame: table.word(680),
      frameState: table.small(688),
      awaitRule: 'frame-state',
      states: { created: -3, executing: 0, firstEnded: 1, awaiting: [-1] },
      awaitedBelowTop: 8,
    },
    object: { ...objectFrom314(build), tupleItems: table.word(456) },
    type: { flags: table.word(440), cachedKeys: behindHeader(build, 880), managedDict: 'inline-values' },
    string: { ...stringFrom312(build), asciiHeaderBytes: table.word(640) },
    integer: { tagged: true },
    dict: DICT_FROM_313,
    exception: exceptionFrom311(build),
    function: functionFrom310(build),
    future: futureFields(asyncio, build),
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
export function futureFields(asyncio: AsyncioOffsets | null, build: Build): FutureLayout {
  const isTask = asyncio?.taskIsTask ?? behindHeader(build, 108);
  const coroutine = asyncio?.taskCoroutine ?? behindHeader(build, 128);
  return {
    ...fieldsBehindHeader(build, { ...FUTURE_START, result: 64, sourceTraceback: 72 }),
    state: isTask - 4,
    awaitedBy: asyncio?.taskAwaitedBy ?? behindHeader(build, 96),
    awaitedByIsSet: asyncio?.taskAwaitedByIsSet ?? isTask + 1,
    waiter: coroutine - 8,
    coroutine,
    name: asyncio?.taskName ?? coroutine + 8,
    mustCancel: { offset: isTask + 2, bit: 2 },
    cancelRequests: coroutine - 16,
    node: asyncio?.taskNode ?? coroutine + 24,
  };
}
