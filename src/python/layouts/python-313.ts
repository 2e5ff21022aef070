import { behindHeader, DEFAULT_BUILD, fieldsBehindHeader } from './build.ts';
import type { Architecture, Layout } from './layout.ts';
import type { OffsetTable } from './offset-table.ts';
import {
  codeFrom312,
  DICT_FROM_313,
  exceptionFrom311,
  FUTURE_START,
  functionFrom310,
  generatorFrom312,
  objectTo313,
  stringFrom312,
} from './parts.ts';

const FUTURE = {
  ...FUTURE_START,
  result: 64,
  sourceTraceback: 72,
  state: 96,
  awaitedBy: null,
  awaitedByIsSet: null,
  waiter: 112,
  coroutine: 120,
  name: 128,
  cancelRequests: 104,
  node: null,
} as const;

/** CPython 3.13: measured on 3.13.0, 3.13.5 and 3.13.15. Positions in the table: section 2.2. */
export function layout313(architecture: Architecture, table: OffsetTable, build = DEFAULT_BUILD): Layout {
  return {
    minor: 13,
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
      modules: table.interpreter(88),
      gil: { pointer: table.interpreter(112), ...build.gil },
      tasksHead: null,
    },
    thread: {
      next: table.word(168),
      interpreter: table.word(176),
      frame: table.word(184),
      frameInCFrame: null,
      threadId: table.word(192),
      nativeThreadId: table.word(200),
      handled: 256,
      asyncio: null,
    },
    frame: {
      kind: 'interpreter',
      code: table.word(240),
      previous: table.word(232),
      instructionPointer: table.word(248),
      stackCount: 64,
      stackPointer: null,
      owner: table.small(264),
      firstShimOwner: 3,
      locals: table.word(256),
      inFrameObject: behindHeader(build, 24),
      codeCopy: null,
    },
    code: {
      ...codeFrom312(build),
      fileName: table.word(280),
      name: table.word(288),
      qualifiedName: table.word(296),
      lineTable: table.word(304),
      firstLine: table.small(312),
      code: table.small(344),
    },
    generator: {
      ...generatorFrom312(build),
      awaitRule: 'frame-state',
      states: { created: -3, executing: 0, firstEnded: 1, awaiting: [-1] },
      awaitedBelowTop: 0,
    },
    object: { ...objectTo313(build), tupleItems: table.word(408) },
    type: { flags: table.word(392), cachedKeys: behindHeader(build, 880), managedDict: 'inline-values' },
    string: { ...stringFrom312(build), asciiHeaderBytes: table.word(560) },
    integer: { tagged: true },
    dict: DICT_FROM_313,
    exception: exceptionFrom311(build),
    function: functionFrom310(build),
    future: {
      ...fieldsBehindHeader(build, FUTURE),
      mustCancel: { offset: behindHeader(build, 100), bit: 2 },
    },
  };
}
