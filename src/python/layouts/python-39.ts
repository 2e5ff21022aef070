import type { Architecture, Layout } from './layout.ts';
import { FUTURE_START } from './parts.ts';
import { layout38 } from './python-38.ts';

/** CPython 3.9: measured on 3.9.2 and 3.9.18. Frames and code are those of 3.8. */
export function layout39(architecture: Architecture): Layout {
  return {
    ...layout38(architecture),
    minor: 9,
    runtime: {
      interpretersHead: 32,
      finalizing: 16,
      currentThread: architecture === 'x86_64' ? 568 : 584,
    },
    interpreter: { next: 0, threadsHead: 8, modules: 856, gil: null, tasksHead: null },
    type: { flags: 168, cachedKeys: 864, managedDict: 'none' },
    future: {
      ...FUTURE_START,
      result: 56,
      sourceTraceback: 64,
      state: 80,
      awaitedBy: null,
      awaitedByIsSet: null,
      waiter: 144,
      coroutine: 152,
      name: 160,
      mustCancel: { offset: 176, bit: null },
      cancelRequests: null,
      node: null,
    },
  };
}
