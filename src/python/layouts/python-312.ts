import { DEFAULT_BUILD } from './build.ts';
import type { Architecture, Layout } from './layout.ts';
import { codeFrom312, generatorFrom312, STATES_310_TO_312, stringFrom312 } from './parts.ts';
import { layout311 } from './python-311.ts';

/** CPython 3.12: measured on 3.12.1. Futures are those of 3.11. */
export function layout312(architecture: Architecture): Layout {
  return {
    ...layout311(architecture),
    minor: 12,
    runtime: { interpretersHead: 40, finalizing: 24, currentThread: null },
    interpreter: {
      next: 0,
      threadsHead: 72,
      modules: 944,
      gil: { pointer: 384, ...DEFAULT_BUILD.gil },
      tasksHead: null,
    },
    thread: {
      next: 8,
      interpreter: 16,
      frame: 56,
      frameInCFrame: 0,
      threadId: 136,
      nativeThreadId: 144,
      handled: 256,
      asyncio: null,
    },
    frame: {
      kind: 'interpreter',
      code: 0,
      previous: 8,
      instructionPointer: 56,
      stackCount: 64,
      stackPointer: null,
      owner: 70,
      firstShimOwner: 3,
      locals: 72,
      inFrameObject: 24,
      codeCopy: null,
    },
    code: { ...codeFrom312(DEFAULT_BUILD), code: 192 },
    generator: {
      ...generatorFrom312(DEFAULT_BUILD),
      awaitRule: 'resume-argument',
      states: STATES_310_TO_312,
      awaitedBelowTop: 0,
    },
    type: { flags: 168, cachedKeys: 880, managedDict: 'tagged-pointer' },
    string: stringFrom312(DEFAULT_BUILD),
    integer: { tagged: true },
  };
}
