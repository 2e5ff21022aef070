import type { SignalHandler, TaskState } from '../../python/model/capture.ts';
import type { CodePlace } from '../../python/model/frame.ts';
import { innermostOwn } from '../culprit.ts';
import { escapePattern } from '../escape-pattern.ts';
import { hasRun, isDue, sentSurely } from '../signal/flag-state.ts';
import { handlerEvidence } from '../signal/handler-words.ts';
import { handlersOf } from '../signal/handlers.ts';
import { anythingCancelled } from '../signal/reaction.ts';
import type { ReplacedSetter } from '../signal/replaced-setter.ts';
import { replacedSetter } from '../signal/replaced-setter.ts';
import type { Situation } from '../situation.ts';
import type { Finding } from '../vocabulary.ts';
import { placeLabel, taskLabel, waitsFor } from '../words.ts';
import type { Cause } from './cause.ts';
import { neverRequested } from './never-requested.ts';
import { handlerCulprit, signalHandlerReplaced } from './signal-handler-replaced.ts';
import { stopSignal } from './signal-masks.ts';

/**
 * Two parts of a program install a handler each, and the one in place has told its own part alone: the tasks that are left
 * wait for what the other was to set.
 */
export const signalHandlerReplacedAwaited: Cause = {
  ...signalHandlerReplaced,
  evidence:
    'all tasks that were not told wait for an event which, by the source, another handler of the same signal sets than the one in place',
  find(situation) {
    const { acting } = handlersOf(situation);
    if (acting === null || situation.before === null || sentSurely(situation) === null) return [];
    if (isDue(situation) || hasRun(situation, acting) === false) return [];
    const all = neverRequested(situation).map(({ task }) => forsaken(situation, acting, task));
    const [first] = all;
    if (first === undefined || first === null || all.includes(null)) return [];
    return [finding(situation, acting, first)];
  },
};

interface Forsaken {
  task: TaskState;
  place: CodePlace;
  event: string;
  setter: ReplacedSetter;
}

/** It waits for the event as before the signal, and nobody is at hand to set it. */
function forsaken(situation: Situation, acting: SignalHandler, task: TaskState): Forsaken | null {
  const { wait } = task;
  if (wait?.on.kind !== 'primitive' || wait.on.role !== 'wait' || wait.on.primitiveId === acting.boundTo)
    return null;
  const primitive = situation.primitives.get(wait.on.primitiveId);
  if (primitive?.kind !== 'event' || primitive.engaged !== false) return null;
  if (primitive.holders.some(({ completesAt }) => completesAt !== undefined)) return null;
  if (situation.tasksBefore.get(task.id)?.stepMark !== task.stepMark) return null;
  const place = innermostOwn(task.stack);
  const event = place === null ? null : eventAt(situation, place);
  if (place === null || event === null || sets(acting, event)) return null;
  const setter = replacedSetter(situation, acting, place, event);
  return setter === null ? null : { task, place, event, setter };
}

/** `stop` of `await self.stop.wait()`. */
function eventAt(situation: Situation, { file, line }: CodePlace): string | null {
  return situation.sourceLine(file, line)?.match(/(\w+)\.wait\(\)/)?.[1] ?? null;
}

/** The handler in place sets one of that name: of another object, perhaps, which another cause tells. */
function sets({ calls }: SignalHandler, event: string): boolean {
  const pattern = new RegExp(`(^|\\.)${escapePattern(event)}\\.set$`);
  return calls.some((one) => pattern.test(one));
}

function finding(
  situation: Situation,
  acting: SignalHandler,
  { task, place, event, setter }: Forsaken,
): Finding {
  const signal = stopSignal(situation).name;
  const name = acting.function ?? 'in place';
  const at =
    acting.place === null || acting.place.origin === 'python' ? '' : ` (${placeLabel(acting.place)})`;
  const given = setter.name === null ? 'a lambda' : setter.name;
  const isSure = !(setter.hasOthers || anythingCancelled(situation));
  return {
    cause: 'signal-handler-replaced',
    certainty: isSure ? 'likely' : 'possible',
    sentence: `${signal} went to the handler ${name}${at}, which does not set '${event}', for which ${taskLabel(task)} waits at ${placeLabel(place)}: the handler that sets it, ${given}, which ${placeLabel(setter)} installs, is not the one in place.`,
    fix: fixOf(acting),
    culprit: handlerCulprit(situation, acting),
    waitsFor: waitsFor(task.wait),
    evidence: [
      ...handlerEvidence(situation),
      `${placeLabel(setter)} gives ${signal} another handler, which sets '${event}'`,
      `'${event}' is not set, and is waited for as before the signal`,
    ],
    blocks: [taskLabel(task)],
  };
}

function fixOf({ function: name, place }: SignalHandler): string {
  const both =
    'A signal has one handler, and the last one that is installed wins: install one that tells both parts, or let it call the other, too';
  return place?.origin === 'library'
    ? `${both}. Where the library can leave signals alone, tell it to, and stop it from the service's own handler in place of ${name ?? 'its own'}.`
    : `${both}.`;
}
