import type { ThreadState } from '../../python/model/capture.ts';
import { callConstruct, innermostOwn, processCulprit, threadCulprit } from '../culprit.ts';
import { isDue } from '../signal/flag-state.ts';
import { handlersOf } from '../signal/handlers.ts';
import type { Situation } from '../situation.ts';
import type { Finding } from '../vocabulary.ts';
import { threadWaitLabel } from '../waits/thread-words.ts';
import { frameLabel, placeLabel, threadLabel } from '../words.ts';
import { stopSignal } from './signal-masks.ts';

/**
 * The signal has come, and its handler was not called: Python does that on the main thread, between two bytecodes
 * (Modules/signalmodule.c). One long call of C, or another thread that keeps the GIL, puts it off. null where it is not so.
 */
export function dueFinding(situation: Situation): Finding | null {
  const { acting } = handlersOf(situation);
  const main = situation.mainThread;
  if (main === null || acting === null || !isDue(situation)) return null;
  const keeper = gilKeeper(situation);
  const thread = keeper ?? main;
  const place = innermostOwn(thread.stack);
  const does = `${threadLabel(thread)} ${threadWaitLabel(situation, thread)}${place === null ? '' : ` in ${frameLabel(place)}`}`;
  const at = acting.place === null ? '' : ` (${placeLabel(acting.place)})`;
  const { name } = stopSignal(situation);
  return {
    cause: 'unknown',
    certainty: 'possible',
    sentence: `${name} came, and Python has not called its handler ${acting.function ?? ''}${at} yet, which it does on the main thread between two bytecodes: ${
      keeper === null
        ? `${does}, and has not come to the next`
        : `${does}, and had the interpreter's lock (GIL) at every look`
    }.`,
    fix: 'Let that call do less at a time, or run it in another process: while it lasts no handler is called.',
    culprit:
      place === null
        ? processCulprit(situation.last.family.target)
        : threadCulprit(situation, thread, callConstruct(situation, place), place),
    waitsFor: { kind: 'thread', description: threadWaitLabel(situation, thread) },
    evidence: [
      `${name} is marked as come, and its handler as not called`,
      ...(keeper === null ? [] : [`${threadLabel(keeper)} had the GIL at every look since the signal`]),
    ],
    blocks: keeper === null ? [] : ['the main thread'],
  };
}

/** Who had the GIL at every look since the signal, and is not the main thread. */
function gilKeeper({ since, threads }: Situation): ThreadState | null {
  const owners = since.map(({ capture }) => capture.threads.find((one) => one.ownsGil));
  const [first] = owners;
  if (first === undefined || first.isMain || owners.some((one) => one?.id !== first.id)) return null;
  return threads.get(first.id) ?? null;
}
