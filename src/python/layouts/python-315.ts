import type { AsyncioOffsets } from './asyncio-offsets.ts';
import type { Architecture, Layout } from './layout.ts';
import type { OffsetTable } from './offset-table.ts';
import {
  CODE_FROM_312,
  DICT_FROM_313,
  EXCEPTION_FROM_311,
  FUNCTION_FROM_310,
  GENERATOR_FROM_312,
  OBJECT_FROM_314,
} from './parts.ts';
import { futureFields, threadFields } from './python-314.ts';

/** CPython 3.15: measured on 3.15.2. Positions in the tables: sections 2.2 and 2.3. Futures are those of 3.14. */
export function layout315(
  architecture: Architecture,
  table: OffsetTable,
  asyncio: AsyncioOffsets | null,
): Layout {
  return {
    minor: 15,
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
      inFrameObject: 24,
    },
    code: {
      ...CODE_FROM_312,
      fileName: table.word(384),
      name: table.word(392),
      qualifiedName: table.word(400),
      lineTable: table.word(408),
      firstLine: table.small(416),
      code: table.small(448),
    },
    generator: {
      ...GENERATOR_FROM_312,
      frame: table.word(808),
      frameState: table.small(816),
      handled: 40 + table.word(304),
      awaitRule: 'frame-state',
      states: { created: 0, executing: 4, firstEnded: 5, awaiting: [2, 3] },
      awaitedBelowTop: 16,
    },
    object: { ...OBJECT_FROM_314, tupleItems: table.word(552) },
    type: { flags: table.word(504), cachedKeys: table.word(536), managedDict: 'inline-values' },
    string: { asciiHeaderBytes: table.word(736), compactHeaderBytes: table.word(744) },
    integer: { tagged: true },
    dict: DICT_FROM_313,
    exception: EXCEPTION_FROM_311,
    function: FUNCTION_FROM_310,
    future: futureFields(asyncio),
  };
}
