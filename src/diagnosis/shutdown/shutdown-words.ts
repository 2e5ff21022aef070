/** How it is known of a thread that what it waits for is the shutdown's (`left-work.ts`): in a sentence, and as evidence. */
import type { ThreadState } from '../../python/model/capture.ts';
import { threadLabel } from '../words.ts';

export interface ShutdownWords {
  /** "has gone on to the shutdown" */
  stands: string;
  evidence: string;
}

export function shutdownWords(thread: ThreadState): ShutdownWords {
  const handler = thread.signalFrameIndex === null ? undefined : thread.stack[thread.signalFrameIndex];
  if (handler !== undefined)
    return {
      stands: `is in the signal handler ${handler.function}`,
      evidence: `the handler's frame ${handler.function} lies on its stack, on top of what it interrupted`,
    };
  return {
    stands: 'has gone on to the shutdown',
    evidence: thread.isMain
      ? 'the main thread stands elsewhere than before the signal, behind the loop or the wait of its work'
      : `${threadLabel(thread)} was started since the signal`,
  };
}
