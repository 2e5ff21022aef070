import { DEFAULT_BUILD } from './build.ts';
import type { Architecture, Layout } from './layout.ts';
import {
  CODE_BEFORE_311,
  DICT_TO_310,
  EXCEPTION_TO_310,
  FRAME_OBJECT_38,
  FUNCTION_38,
  FUTURE_START,
  GENERATOR_38,
  objectTo313,
  STRING_TO_311,
} from './parts.ts';

/** CPython 3.8: measured on 3.8.18. */
export function layout38(architecture: Architecture): Layout {
  return {
    minor: 8,
    freeThreaded: false,
    derived: false,
    architecture,
    runtime: {
      interpretersHead: 32,
      finalizing: 16,
      currentThread: architecture === 'x86_64' ? 1368 : 1384,
    },
    interpreter: { next: 0, threadsHead: 8, modules: 56, gil: null, tasksHead: null },
    thread: {
      next: 8,
      interpreter: 16,
      frame: 24,
      frameInCFrame: null,
      threadId: 176,
      nativeThreadId: null,
      handled: 120,
      asyncio: null,
    },
    frame: FRAME_OBJECT_38,
    code: { ...CODE_BEFORE_311, lineFormat: 'lnotab' },
    generator: GENERATOR_38,
    object: objectTo313(DEFAULT_BUILD),
    type: { flags: 168, cachedKeys: 872, managedDict: 'none' },
    string: STRING_TO_311,
    integer: { tagged: false },
    dict: DICT_TO_310,
    exception: EXCEPTION_TO_310,
    function: FUNCTION_38,
    future: {
      ...FUTURE_START,
      result: 56,
      sourceTraceback: 64,
      state: 72,
      awaitedBy: null,
      awaitedByIsSet: null,
      waiter: 104,
      coroutine: 112,
      name: 120,
      mustCancel: { offset: 136, bit: null },
      cancelRequests: null,
      node: null,
    },
  };
}
