/** From `threading.Thread` objects to the threads of the walk. */

import { readThreadObjects } from '../thread-objects.ts';
import type { WalkedThread } from '../walk-threads.ts';
import type { ThreadContext } from './thread-rule.ts';

/** null for a thread that has ended, or was never started. */
export function threadOf({ session, threads }: ThreadContext, object: number): WalkedThread | null {
  const { objects } = session;
  const pthreadId = objects.int(objects.attribute(object, '_ident')) ?? 0;
  return pthreadId === 0 ? null : (threads.find((one) => one.pthreadId === pthreadId) ?? null);
}

export function nameOfThread({ session }: ThreadContext, object: number): string | null {
  return session.objects.str(session.objects.attribute(object, '_name'));
}

/** Kernel ids of those of the objects that still run. */
export function idsOf(context: ThreadContext, objects: readonly number[]): number[] {
  const ids = objects.map((one) => threadOf(context, one)?.id ?? 0).filter((id) => id !== 0);
  return [...new Set(ids)];
}

/** `threading._active`: all that were started and have not ended. */
export function activeThreads({ session }: ThreadContext): number[] {
  return [...readThreadObjects(session.objects).values()].map(({ address }) => address);
}
