import type { ThreadState } from '../../python/model/capture.ts';
import type { CodePlace } from '../../python/model/frame.ts';
import { callConstruct, threadCulprit } from '../culprit.ts';
import { hasLeftWork } from '../shutdown/left-work.ts';
import { ownPlaces, partingOf } from '../shutdown/stands.ts';
import { handlerEvidence } from '../signal/handler-words.ts';
import type { Situation } from '../situation.ts';
import { threadWaitLabel } from '../waits/thread-words.ts';
import { frameLabel, placeLabel } from '../words.ts';
import type { Cause } from './cause.ts';
import { cleanupStuckShutdown, isExplained } from './cleanup-stuck-shutdown.ts';

/** Looks that are closer together may fall into one step of a main thread that goes on. */
const STILL_SECONDS = 1;

/** A report that is written at the end, a flush that sorts all there is: it stands at another line at each look, below one and the same call. */
export const cleanupStuckComputes: Cause = {
  ...cleanupStuckShutdown,
  evidence:
    "no loop runs on the main thread, and since the signal it has gone on to a call of the service's that comes after its work, and computes below it at every look",
  find(situation) {
    const { mainThread: main, evidence, phase, last, before } = situation;
    if (evidence.signal === null || phase !== 'draining' || main === null || before === null) return [];
    if (main.signalFrameIndex !== null || main.waitsFor.kind !== 'computing') return [];
    if (last.loops.some((loop) => loop.threadId === main.id && loop.state !== 'closed')) return [];
    if (!hasLeftWork(situation, main) || isExplained(situation)) return [];
    const call = callBelow(situation, main);
    if (call === null) return [];
    const now = ownPlaces(main.stack).at(-1) ?? call;
    return [
      {
        cause: 'cleanup-stuck',
        certainty: 'likely',
        sentence: `The main thread has gone on to the shutdown, and computes below ${frameLabel(call)}${now === call ? '' : `, in ${frameLabel(now)}`}, at every look since: that takes longer than there is time.`,
        fix: 'Do less at the end: keep what is needed up to date while the service runs, leave out what can be done at the next start, or stop after a share of the grace period.',
        culprit: threadCulprit(situation, main, callConstruct(situation, call), now),
        waitsFor: { kind: 'thread', description: threadWaitLabel(situation, main) },
        evidence: [
          `at every look since the signal the main thread stands at ${placeLabel(call)}, behind the loop or the wait of its work, and computes`,
          ...handlerEvidence(situation),
        ],
        blocks: ['the exit of Python'],
      },
    ];
  },
};

/** The outermost place that is not as before the signal, where it is the same at every look of the last seconds. */
function callBelow(situation: Situation, main: ThreadState): CodePlace | null {
  const { before, since } = situation;
  const earlier = before?.threads.find((one) => one.isMain);
  if (earlier === undefined) return null;
  const { now, index } = partingOf(main, earlier);
  const call = now[index];
  if (call === undefined) return null;
  const last = since.at(-1)?.seconds ?? 0;
  const elsewhere = since.findLastIndex(({ capture }) => {
    const there = capture.threads.find((one) => one.isMain);
    if (there === undefined || there.stack.length === 0) return false;
    const place = ownPlaces(there.stack)[index];
    return there.waitsFor.kind !== 'computing' || place?.codeId !== call.codeId || place.line !== call.line;
  });
  const first = since[elsewhere + 1]?.seconds;
  return first !== undefined && last - first >= STILL_SECONDS ? call : null;
}
