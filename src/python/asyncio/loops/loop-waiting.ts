import type { WalkedThread } from '../../threads/walk-threads.ts';
import type { Session } from '../session.ts';

/** System calls in which a loop waits for its descriptors. */
const POLLS: ReadonlySet<string> = new Set([
  'epoll_wait',
  'epoll_pwait',
  'epoll_pwait2',
  'poll',
  'ppoll',
  'select',
  'pselect6',
]);

/**
 * Whether the thread of a loop waits for events: `select` of selectors.py, or, as uvloop has no frame there, a poll of the
 * kernel's below the frame that started the loop.
 */
export function isLoopWaiting({ process }: Session, thread: WalkedThread): boolean {
  const innermost = thread.frames[0]?.place;
  if (innermost?.name === 'select' && innermost.file.endsWith('/selectors.py')) return true;
  const isInsideLoop = thread.frames.some(({ place }) => place.file.endsWith('/asyncio/base_events.py'));
  const syscall = process.threads.find((one) => one.tid === thread.id)?.syscall?.name ?? null;
  return !isInsideLoop && syscall !== null && POLLS.has(syscall);
}
