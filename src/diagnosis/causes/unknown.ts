import type { ThreadState } from '../../python/model/capture.ts';
import { callConstruct, innermostOwn, processCulprit, threadCulprit } from '../culprit.ts';
import { handlerEvidence } from '../signal/handler-words.ts';
import { hasVisiblyReacted } from '../signal/reaction.ts';
import type { Situation } from '../situation.ts';
import { unreadSchedulers } from '../threads/schedulers.ts';
import type { Finding } from '../vocabulary.ts';
import { threadWaitLabel } from '../waits/thread-words.ts';
import { countLabel, frameLabel, threadLabel, upperFirst } from '../words.ts';
import { flagThatNobodyReads } from './signal-flag-unread-by-nobody.ts';
import { has, stopSignal } from './signal-masks.ts';
import { dueFinding } from './unknown-due.ts';
import { worldFinding } from './unknown-world.ts';
import { workersOf } from './workers.ts';

const MOST_CHILDREN = 3;

/** What was seen, where it carries none of the causes: an honest answer rather than a guess. */
export function unknownFinding(situation: Situation): Finding {
  return (
    dueFinding(situation) ??
    worldFinding(situation) ??
    flagThatNobodyReads(situation) ??
    whatWasSeen(situation)
  );
}

function whatWasSeen(situation: Situation): Finding {
  const main = situation.mainThread;
  const place = main === null ? null : innermostOwn(main.stack);
  const seen =
    main === null
      ? 'no thread of it could be read'
      : `its main thread ${threadWaitLabel(situation, main)}${place === null ? '' : ` in ${frameLabel(place)}`}`;
  const pending = situation.last.tasks.length;
  const unread = unreadSchedulers(situation);
  const counted = [
    ...childrenLabels(situation),
    ...(unread.length > 0 && pending === 0 ? [] : [`${countLabel(pending, 'task')} pending`]),
    ...unread.map((one) => `the ${one.units} of ${one.title} are not read`),
  ];
  return {
    cause: 'unknown',
    certainty: 'possible',
    sentence: isDeserted(situation)
      ? `The event loop has no task left and still runs${place === null ? '' : ` in ${frameLabel(place)}`}: nothing has stopped it since ${situation.evidence.signal?.name}.`
      : `The process is still running and what holds it could not be told: ${seen}; ${[...counted, ...phaseLabels(situation)].join('; ')}.`,
    fix: isDeserted(situation)
      ? 'Call loop.stop() in a `finally` of the shutdown: a `gather` without return_exceptions=True raises the CancelledError of what was cancelled, and what stands after it is not run. asyncio.run() does all of this.'
      : (unread[0]?.fix ??
        `Look at the threads and tasks below${situation.last.limits.length === 0 ? '' : ', and at what could not be seen and how to allow it, which is listed under them'}. \`straggler dump\` on the process shows them live.`),
    culprit:
      main === null
        ? processCulprit(situation.last.family.target)
        : threadCulprit(situation, main, callConstruct(situation, place)),
    waitsFor: main === null ? null : { kind: 'thread', description: threadWaitLabel(situation, main) },
    evidence: [seen, ...handlerEvidence(situation)],
    blocks: [],
  };
}

/** Processes below it that work still: it may well wait for them in a way that is not seen. */
function childrenLabels(situation: Situation): string[] {
  const { number, name } = stopSignal(situation);
  return workersOf(situation.last.family)
    .slice(0, MOST_CHILDREN)
    .map(
      ({ pid, comm, signals }) =>
        `its child process ${pid} (${comm}) is alive${has(signals.ignored, number) ? ` and ignores ${name}` : ''}`,
    );
}

/** `run_forever()`, whose tasks have all ended since the signal. */
function isDeserted({ evidence, before, last, mainThread }: Situation): boolean {
  const loop = last.loops.find((one) => one.threadId !== null && one.threadId === mainThread?.id);
  if (evidence.signal === null || before === null || before.tasks.length === 0) return false;
  return loop?.state === 'waiting' && !loop.stopping && last.tasks.length === 0 && loop.timerCount === 0;
}

/** Draining is what is assumed where nothing else is seen. */
function phaseLabels(situation: Situation): string[] {
  if (situation.phase !== 'draining') return [`phase ${situation.phase}`];
  return situation.evidence.signal === null || hasVisiblyReacted(situation)
    ? []
    : [`nothing was seen to change since ${stopSignal(situation).name}`];
}

/** No cause of the list, and yet it is seen who keeps all others from going on. */
export function gilFinding(situation: Situation, holder: ThreadState): Finding {
  const place = innermostOwn(holder.stack);
  const does = threadWaitLabel(situation, holder);
  return {
    cause: 'unknown',
    certainty: 'likely',
    sentence: `${upperFirst(threadLabel(holder))} holds the GIL${place === null ? '' : ` in ${frameLabel(place)}`}, in a call of C that does not give it back: no other thread can go on, and Python cannot run the handler of ${stopSignal(situation).name}.`,
    fix: 'Use a call that releases the GIL or that ends (ctypes.CDLL instead of PyDLL, a pattern that cannot backtrack for ever), or run it in a process of its own, which can be killed.',
    culprit: threadCulprit(situation, holder, callConstruct(situation, place), place),
    waitsFor: { kind: 'thread', description: does },
    evidence: [
      `${threadLabel(holder)} had the GIL, at one and the same instruction, at ${situation.since.length} looks since the signal`,
      `${stopSignal(situation).name} came, and its handler has not been run`,
    ],
    blocks: ['every other thread'],
  };
}
