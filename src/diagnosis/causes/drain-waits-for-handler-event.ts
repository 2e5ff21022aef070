import { callConstruct, innermostOwn, threadCulprit } from '../culprit.ts';
import type { ServedJob } from '../drains/served-job.ts';
import { servedJob } from '../drains/served-job.ts';
import { shutdownThreads } from '../shutdown/left-work.ts';
import type { Situation } from '../situation.ts';
import type { Finding } from '../vocabulary.ts';
import { threadWaitLabel } from '../waits/thread-words.ts';
import { countLabel, frameLabel, placeLabel, threadLabel, upperFirst } from '../words.ts';
import type { Cause } from './cause.ts';
import { drainWaitsForHandler } from './drain-waits-for-handler.ts';

/** The library sets the event when its last request is through; by which thread, no code in sight says. */
export const drainWaitsForHandlerEvent: Cause = {
  ...drainWaitsForHandler,
  stage: 'leaving',
  evidence:
    "the shutdown waits for the event that a server's stop gave back, and a thread of a pool is in code of the service's which a library has called",
  find(situation) {
    return shutdownThreads(situation).flatMap((waiting) => {
      const limit = 'timeoutSeconds' in waiting.waitsFor ? waiting.waitsFor.timeoutSeconds : null;
      const job = limit == null ? servedJob(situation, waiting) : null;
      return job === null ? [] : finding(situation, threadLabel(waiting), job);
    });
  },
};

function finding(
  situation: Situation,
  who: string,
  { threads, library, place: at, call }: ServedJob,
): Finding[] {
  const [first] = threads;
  const place = first === undefined ? null : innermostOwn(first.stack);
  if (first === undefined || place === null) return [];
  const others = threads.length > 1 ? ` (and ${countLabel(threads.length - 1, 'other')} like it)` : '';
  return [
    {
      cause: 'drain-waits-for-handler',
      certainty: 'likely',
      sentence: `${upperFirst(who)} waits at ${placeLabel(at)} for what \`${call}\` gave it, most likely the end of the requests that are being served: ${threadLabel(first)}${others}, which ${library} runs, ${threadWaitLabel(situation, first)} in ${frameLabel(place)}.`,
      fix: `Tell the handlers to end at shutdown (an event that they look at, a limit on what they wait for), and give both \`${call}\` and the wait for it a limit below the grace period.`,
      culprit: threadCulprit(situation, first, callConstruct(situation, at), place),
      waitsFor: { kind: 'event', description: threadWaitLabel(situation, first) },
      evidence: [
        `${who} waits for the event that \`${call}\` gave back, and no thread's own code is seen to set it`,
        ...threads.map((one) => `${threadLabel(one)} ${threadWaitLabel(situation, one)}`),
      ],
      blocks: [who],
    },
  ];
}
