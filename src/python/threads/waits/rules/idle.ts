/** Threads that wait for work: selectors, and the workers of `concurrent/futures/thread.py`. */
import type { ThreadRule } from '../thread-rule.ts';

export const IDLE_RULES: readonly ThreadRule[] = [
  { file: '/selectors.py', functions: ['select'], read: () => ({ kind: 'selector' }) },
  {
    // Innermost, it is in `get` of its queue, which is C.
    file: '/concurrent/futures/thread.py',
    functions: ['_worker'],
    read: (look) => (look.index === 0 ? { kind: 'pool-idle' } : null),
  },
];
