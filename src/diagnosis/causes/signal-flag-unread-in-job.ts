import type { SignalHandler, ThreadState } from '../../python/model/capture.ts';
import type { CodePlace } from '../../python/model/frame.ts';
import { innermostOwn, threadCulprit } from '../culprit.ts';
import { isDue } from '../signal/flag-state.ts';
import { handlersOf, onlyTells } from '../signal/handlers.ts';
import { hasVisiblyReacted } from '../signal/reaction.ts';
import type { Situation } from '../situation.ts';
import type { Finding } from '../vocabulary.ts';
import { threadWaitLabel } from '../waits/thread-words.ts';
import { frameLabel, placeLabel, threadLabel, upperFirst } from '../words.ts';
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
    if (isDue(situation) && !isWaiting(main)) return [];
    const job = jobOf(acting.place, main);
    return job === null || !isLasting(situation, job) ? [] : [finding(situation, { acting, main, job })];
  },
};

/**
 * `serve_forever` on the main thread looks between two requests whether another thread has called `shutdown`
 * (Lib/socketserver.py): the request at hand is a job like a worker's.
 */
export const signalFlagUnreadInRequest: Cause = {
  ...signalFlagUnread,
  evidence:
    "a thread waits in the shutdown of one of Python's own servers; the main thread, which serves, stands in a request at every look",
  find(situation) {
    const { evidence, mainThread: main, last } = situation;
    const asker = last.threads.find((one) => one !== main && standsIn(one, 'shutdown'));
    if (evidence.signal === null || main === null || asker === undefined) return [];
    const from = main.stack.findIndex((place) => place.name === 'serve_forever' && isServers(place));
    const job = from < 0 ? null : innermostOwn(main.stack.slice(from + 1));
    if (job?.origin !== 'user' || !isLasting(situation, job)) return [];
    const { acting } = handlersOf(situation);
    const told = `${threadLabel(asker)} told the server to stop, which looks at it only when the request that it handles has ended`;
    return [jobFinding(situation, { acting, main, job, told, server: 'the server' })];
  },
};

/** Whoever computes may keep all of Python from running: then who has the interpreter is the answer. */
function isWaiting({ waitsFor: { kind } }: ThreadState): boolean {
  return kind !== 'computing' && kind !== 'native' && kind !== 'unknown';
}

function isServers({ file, origin }: CodePlace): boolean {
  return origin === 'python' && file.endsWith('/socketserver.py');
}

function standsIn({ stack }: ThreadState, name: string): boolean {
  return stack.some((place) => place.name === name && isServers(place));
}

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
  const server = acting.place?.package ?? 'the library';
  const at = acting.place === null ? '' : ` (${placeLabel(acting.place)})`;
  const name = `${acting.function ?? 'of the signal'}${at}`;
  const told = isDue(situation)
    ? `The signal has come, and Python calls the handler ${name}, which tells ${server} to stop, only when the main thread is back from what it waits for in a job of ${server}`
    : `The handler ${name} told ${server} to stop, which looks at it only when the job that it called has ended`;
  return jobFinding(situation, { acting, main, job, told, server });
}

interface Job {
  acting: SignalHandler | null;
  main: ThreadState;
  job: CodePlace;
  /** Who was told, and when that is looked at. */
  told: string;
  server: string;
}

function jobFinding(situation: Situation, { acting, main, job, told, server }: Job): Finding {
  const does = threadWaitLabel(situation, main);
  return {
    cause: 'signal-flag-unread',
    certainty: 'likely',
    sentence: `${upperFirst(told)}: ${frameLabel(job)} ${does}.`,
    fix: `Give the job a time limit (on what it calls, or ${server}'s own for jobs) that is shorter than the grace period, or run jobs in processes or threads that can be given up.`,
    culprit: threadCulprit(
      situation,
      main,
      acting === null ? null : handlerConstruct(situation, acting),
      job,
    ),
    waitsFor: { kind: 'thread', description: does },
    evidence: [
      ...(acting === null
        ? []
        : [
            `the handler calls or stores ${[...acting.stores, ...acting.calls].slice(0, 4).join(', ') || 'nothing known'}`,
          ]),
      `the main thread stood in ${job.function} at every look, called by ${server}`,
    ],
    blocks: [],
  };
}
