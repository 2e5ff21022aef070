import type { AsyncioOffsets } from './asyncio-offsets.ts';
import { behindHeader, DEFAULT_BUILD } from './build.ts';
import type { Architecture, Layout } from './layout.ts';
import type { OffsetTable } from './offset-table.ts';
import {
  codeFrom312,
  DICT_FROM_313,
  exceptionFrom311,
  functionFrom310,
  generatorFrom312,
  objectFrom314,
} from './parts.ts';
import { futureFields, threadFields } from './python-314.ts';

/** CPython 3.15: measured on 3.15.2. Positions in the tables: sections 2.2 and 2.3. Futures are those of 3.14. */
export function layout315(
  architecture: Architecture,
  table: OffsetTable,
  asyncio: AsyncioOffsets | null,
  build = DEFAULT_BUILD,
): Layout {
  return {
    minor: 15,
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
      threadId: table.word(240),
      nativeThreadId: table.word(248),
      handled: 288,
      asyncio: threadFields(asyncio),
    },
    frame: {
      kind: 'interpreter',
      code: table.word(328),
      previous: table.word(320),
      instructionPointer: table.word(336),
      stackCount: null,
      stackPointer: table.word(360),
      owner: table.small(352),
      firstShimOwner: 3,
      locals: table.word(344),
      inFrameObject: behindHeader(build, 24),
      codeCopy: build.freeThreaded ? table.small(368) : null,
    },
    code: {
      ...codeFrom312(build),
      fileName: table.word(384),
      name: table.word(392),
      qualifiedName: table.word(400),
      lineTable: table.word(408),
      firstLine: table.small(416),
      code: table.small(448),
      copies: build.freeThreaded ? table.word(456) : null,
    },
    generator: {
      ...generatorFrom312(build),
      frame: table.word(808),
      frameState: table.small(816),
      handled: behindHeader(build, 40) + table.word(304),
      awaitRule: 'frame-state',
      states: { created: 0, executing: 4, firstEnded: 5, awaiting: [2, 3] },
      awaitedBelowTop: 16,
    },
    object: { ...objectFrom314(build), tupleItems: table.word(552) },
    type: { flags: table.word(504), cachedKeys: table.word(536), managedDict: 'inline-values' },
    string: {
      kindBit: build.stringKindBit,
      asciiHeaderBytes: table.word(736),
      compactHeaderBytes: table.word(744),
    },
    integer: { tagged: true },
    dict: DICT_FROM_313,
    exception: exceptionFrom311(build),
    function: functionFrom310(build),
    future: futureFields(asyncio, build),
  };
}
