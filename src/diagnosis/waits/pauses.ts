/** Threads that go round and pause between two looks at something. */
import type { ThreadState } from '../../python/model/capture.ts';

/** What a thread does between two looks of a poll. */
export function pausesBetweenRounds({ waitsFor }: ThreadState): boolean {
  switch (waitsFor.kind) {
    case 'sleep':
      return true;
    case 'event':
    case 'condition':
      return waitsFor.timeoutSeconds !== null;
    default:
      return false;
  }
}
