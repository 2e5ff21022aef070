import type { Capture, TaskState } from '../../python/model/capture.ts';
import type { CodePlace } from '../../python/model/frame.ts';
import { threadCulprit } from '../culprit.ts';
import { isRunUntilComplete } from '../shutdown/run-until-complete.ts';
import type { Situation } from '../situation.ts';
import type { Construct } from '../vocabulary.ts';
import { threadWaitLabel } from '../waits/thread-words.ts';
import { placeLabel, taskLabel } from '../words.ts';
import type { Cause } from './cause.ts';

const CATCHES = /(^|\.)(CancelledError|BaseException)$/;

/** asyncio.run raises CancelledError when its main task was cancelled (Lib/asyncio/runners.py): who catches it may begin anew. */
export const cancelSwallowedRestarted: Cause = {
  code: 'cancel-swallowed',
  title: 'a task swallowed its cancellation',
  stage: 'leaving',
  evidence:
    'the main task of before the signal has ended, another one runs in its place, and the call of asyncio.run stands in a loop and in a try that catches CancelledError',
  find(situation) {
    const { mainThread: main, before, last } = situation;
    const [earlier] = before === null ? [] : mainTasksOf(before);
    const now = mainTasksOf(last).find((one) => !isSame(one, earlier));
    if (main === null || earlier === undefined || now === undefined) return [];
    if (last.tasks.some((one) => isSame(one, earlier)) || situation.evidence.signal === null) return [];
    const place = callOfRun(main.stack);
    const construct = place === null ? null : constructAround(situation, place);
    if (place === null || construct === null) return [];
    return [
      {
        cause: 'cancel-swallowed',
        certainty: 'likely',
        sentence: `${taskLabel(earlier)} has ended since the signal, and \`${construct.text}\` at ${placeLabel(construct)} caught what it ended with: the loop around it ran the program anew, as ${taskLabel(now)}.`,
        fix: 'Let it pass: catch CancelledError around asyncio.run only to leave the loop (`break`, or `raise`), or look there whether the program was told to stop.',
        culprit: threadCulprit(situation, main, construct, place),
        waitsFor: { kind: 'thread', description: threadWaitLabel(situation, main) },
        evidence: [
          `the main task of before the signal, ${taskLabel(earlier)}, is gone`,
          `${taskLabel(now)} was made since the signal`,
        ],
        blocks: ['the main thread'],
      },
    ];
  },
};

function mainTasksOf({ tasks }: Capture): TaskState[] {
  return tasks.filter(({ doneCallbacks }) => doneCallbacks.some(isRunUntilComplete));
}

/** Where one has ended, another may lie. */
function isSame(one: TaskState, other: TaskState | undefined): boolean {
  return one.id === other?.id && one.name === other.name;
}

/** The innermost frame of the service's own that is still outside of the loop. */
function callOfRun(stack: readonly CodePlace[]): CodePlace | null {
  const inside = stack.findIndex(({ name }) => name === 'run_until_complete');
  return stack.slice(0, Math.max(0, inside)).findLast(({ origin }) => origin === 'user') ?? null;
}

/** The innermost clause for CancelledError, which is a BaseException since 3.8. */
function constructAround(situation: Situation, place: CodePlace): Construct | null {
  const layers = situation.surroundings(place)?.layers ?? [];
  if (!layers.some(({ kind }) => kind === 'loop')) return null;
  for (const layer of layers) {
    const handlers = layer.kind === 'try-body' ? layer.facts.handlers : [];
    const found = handlers.find(({ types }) => types.length === 0 || types.some((one) => CATCHES.test(one)));
    if (found !== undefined)
      return found.exit.alwaysReraises
        ? null
        : { kind: 'except', text: found.text, file: place.file, line: found.line };
  }
  return null;
}
