import type { ThreadState } from '../../python/model/capture.ts';
import type { CodePlace } from '../../python/model/frame.ts';
import { innermostOwn, threadCulprit } from '../culprit.ts';
import { afterServing } from '../drains/serving-loop.ts';
import type { ShownLimit } from '../drains/shown-limit.ts';
import { shownLimit } from '../drains/shown-limit.ts';
import { flagsOf, handlersOf } from '../signal/handlers.ts';
import type { Situation } from '../situation.ts';
import type { Finding } from '../vocabulary.ts';
import { threadWaitLabel } from '../waits/thread-words.ts';
import { frameLabel, placeLabel, threadLabel } from '../words.ts';
import type { Cause } from './cause.ts';
import { executorJobRunning } from './executor-job-running.ts';

/** A threaded server that was told to stop waits for the requests which its threads still handle (gunicorn's gthread, waitress). */
export const executorJobRunningDrained: Cause = {
  ...executorJobRunning,
  evidence:
    'the main thread has left the loop that the handler ends, and waits; a thread of the same server is in the middle of a job',
  find(situation) {
    const main = situation.mainThread;
    if (situation.evidence.signal === null || main === null || runsLoop(situation, main)) return [];
    const { acting } = handlersOf(situation);
    const server = afterServing(situation, main, acting === null ? [] : flagsOf(acting));
    if (server === null) return [];
    return situation.last.threads
      .filter((one) => worksFor(server, one) && isLasting(situation, one))
      .map((one) => finding(situation, { main, server, worker: one }));
  },
};

function runsLoop({ last }: Situation, { id }: ThreadState): boolean {
  return last.loops.some((loop) => loop.threadId === id && loop.state !== 'closed');
}

/** A worker of a pool, or a thread of the server's own, with somebody else's code on top. */
function worksFor(server: CodePlace, { isMain, pool, stack }: ThreadState): boolean {
  if (isMain || pool?.idle === true) return false;
  if (innermostOwn(stack)?.origin !== 'user') return false;
  const outermost = stack.find((place) => place.origin !== 'python');
  return pool !== null || (outermost?.origin === 'library' && outermost.package === server.package);
}

/** In the same function at every look since the signal. */
function isLasting({ since }: Situation, worker: ThreadState): boolean {
  const job = innermostOwn(worker.stack)?.codeId;
  return since.every(({ capture }) =>
    capture.threads.some(
      (one) => one.pthreadId === worker.pthreadId && innermostOwn(one.stack)?.codeId === job,
    ),
  );
}

/** Of the loop in which the server looks whether they are through. */
function limitOf(situation: Situation, server: CodePlace): ShownLimit | null {
  const loop = situation.surroundings(server)?.layers.find((layer) => layer.kind === 'loop');
  return loop?.kind === 'loop' ? shownLimit(situation, server.file, loop.span) : null;
}

function finding(
  situation: Situation,
  { main, server, worker }: { main: ThreadState; server: CodePlace; worker: ThreadState },
): Finding {
  const place = innermostOwn(worker.stack);
  const does = threadWaitLabel(situation, worker);
  const limit = limitOf(situation, server);
  const until =
    limit === null ? '' : `, or the limit of its own is over (\`${limit.text}\` at ${placeLabel(limit)})`;
  return {
    cause: 'executor-job-running',
    certainty: 'likely',
    sentence: `A job in ${threadLabel(worker)} still runs${place === null ? '' : ` ${frameLabel(place)}`}: a thread cannot be cancelled, and the server drains in ${frameLabel(server)} until its jobs have ended${until}.`,
    fix: `Give the job a way to end: a time limit on what it calls, or a threading.Event that it looks at and the shutdown sets; and ${limit === null ? 'give the server a limit for its drain that is' : 'set the limit of its drain, in its configuration if it takes one there,'} shorter than the grace period (${situation.evidence.graceSeconds ?? 30} s).`,
    culprit: threadCulprit(situation, worker, null, place),
    waitsFor: { kind: 'thread', description: does },
    evidence: [
      `the main thread has left its serving loop, and ${threadWaitLabel(situation, main)} in ${frameLabel(server)}`,
      `${threadLabel(worker)} is in the middle of a job: it ${does}`,
    ],
    blocks: ['the main thread'],
  };
}
