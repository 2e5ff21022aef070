import { DEFAULT_BUILD } from './build.ts';
import type { Architecture, Layout } from './layout.ts';
import {
  CODE_BEFORE_311,
  FRAME_OBJECT_38,
  FUTURE_START,
  functionFrom310,
  GENERATOR_38,
  STATES_310_TO_312,
} from './parts.ts';
import { layout39 } from './python-39.ts';

/** CPython 3.10: measured on 3.10.13. */
export function layout310(architecture: Architecture): Layout {
  return {
    ...layout39(architecture),
    minor: 10,
    frame: {
      ...FRAME_OBJECT_38,
      stackTop: null,
      stackDepth: 80,
      lastInstruction: 96,
      instructionBytes: 2,
      state: 108,
      blockCount: 104,
      blocks: 112,
      generator: 88,
      locals: 352,
    },
    code: { ...CODE_BEFORE_311, lineFormat: 'line-ranges' },
    generator: {
      ...GENERATOR_38,
      running: null,
      name: 40,
      qualifiedName: 48,
      handled: 64,
      states: STATES_310_TO_312,
    },
    type: { flags: 168, cachedKeys: 872, managedDict: 'none' },
    function: functionFrom310(DEFAULT_BUILD),
    future: {
      ...FUTURE_START,
      result: 64,
      sourceTraceback: 72,
      state: 88,
      awaitedBy: null,
      awaitedByIsSet: null,
      waiter: 152,
      coroutine: 160,
      name: 168,
      mustCancel: { offset: 184, bit: null },
      cancelRequests: null,
      node: null,
    },
  };
}
