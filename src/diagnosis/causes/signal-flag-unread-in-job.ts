import type { SignalHandler, ThreadState } from '../../python/model/capture.ts';
import type { CodePlace } from '../../python/model/frame.ts';
import { innermostOwn, threadCulprit } from '../culprit.ts';
import { handlersOf, onlyTells } from '../handlers.ts';
import { hasVisiblyReacted } from '../reaction.ts';
import type { Situation } from '../situation.ts';
import type { Finding } from '../vocabulary.ts';
import { threadWaitLabel } from '../waits/thread-words.ts';
import { frameLabel, placeLabel } from '../words.ts';
import type { Cause } from './cause.ts';
import { signalFlagUnread } from './signal-flag-unread.ts';
import { handlerConstruct } from './signal-handler-replaced.ts';

/**
 * Workers that do their jobs on the main thread (celery's solo pool, gunicorn's sync worker, rq): Python runs the handler
 * between two of the job's bytecodes, and the library looks at what it left only when the job has ended.
 */
export const signalFlagUnreadInJob: Cause = {
  ...signalFlagUnread,
  evidence:
    "the handler is a library's and leaves a word; the main thread stands, at every look, in a job that this library called",
  find(situation) {
    const main = situation.mainThread;
    if (situation.evidence.signal === null || main === null || hasVisiblyReacted(situation)) return [];
    if (situation.last.loops.some((loop) => loop.threadId === main.id && loop.state !== 'closed')) return [];
    const { acting } = handlersOf(situation);
    if (acting?.place?.origin !== 'library' || onlyTells(acting)) return [];
    const job = jobOf(acting.place, main);
    return job === null || !isLasting(situation, job) ? [] : [finding(situation, { acting, main, job })];
  },
};

/** The user's innermost frame, further in than one of the library's. */
function jobOf(handler: CodePlace, { stack, signalFrameIndex }: ThreadState): CodePlace | null {
  const from = stack.findIndex((place) => place.package === handler.package && place.origin === 'library');
  if (from < 0 || signalFrameIndex !== null) return null;
  const job = innermostOwn(stack.slice(from + 1));
  return job?.origin === 'user' ? job : null;
}

function isLasting({ since }: Situation, job: CodePlace): boolean {
  return since.every(({ capture }) =>
    capture.threads.some((one) => one.isMain && innermostOwn(one.stack)?.codeId === job.codeId),
  );
}

function finding(
  situation: Situation,
  { acting, main, job }: { acting: SignalHandler; main: ThreadState; job: CodePlace },
): Finding {
  const library = acting.place?.package ?? 'the library';
  const at = acting.place === null ? '' : ` (${placeLabel(acting.place)})`;
  const does = threadWaitLabel(situation, main);
  return {
    cause: 'signal-flag-unread',
    certainty: 'likely',
    sentence: `The handler ${acting.function ?? 'of the signal'}${at} told ${library} to stop, which looks at it only when the job that it called has ended: ${frameLabel(job)} ${does}.`,
    fix: `Give the job a time limit (on what it calls, or ${library}'s own for jobs) that is shorter than the grace period, or run jobs in processes or threads that can be given up.`,
    culprit: threadCulprit(situation, main, handlerConstruct(situation, acting), job),
    waitsFor: { kind: 'thread', description: does },
    evidence: [
      `the handler is one of ${library}, and calls or stores ${[...acting.stores, ...acting.calls].slice(0, 4).join(', ') || 'nothing known'}`,
      `the main thread stood in ${job.function} at every look, below frames of ${library}`,
    ],
    blocks: [],
  };
}
