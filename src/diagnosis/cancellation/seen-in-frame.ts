/** The frames of a task as memory showed them, for what their source leaves open. */
import type { Capture, EnteredManager, TaskState } from '../../python/model/capture.ts';
import type { CodePlace } from '../../python/model/frame.ts';
import type { Situation } from '../situation.ts';
import type { Answer, Thrown } from '../source/flow/exceptions.ts';
import { CANCELLATION, catchesNames } from '../source/flow/exceptions.ts';
import type { SeenInFrame } from '../source/flow/seen.ts';
import { cancellationFlow } from '../source/swallow.ts';

/** Null where memory told nothing of the frame. */
export function seenInFrame(
  situation: Situation,
  capture: Capture | null,
  { id }: Pick<TaskState, 'id'>,
  { codeId }: CodePlace,
): SeenInFrame | null {
  const found = capture?.catches?.findLast((one) => one.taskId === id && one.codeId === codeId);
  if (found === undefined) return null;
  return {
    classes: new Map(found.classes.map(({ name, types }) => [name, types])),
    managers: found.managers.map((manager) => ({
      kind: manager.suppresses === null ? 'with' : 'suppress',
      swallows: (thrown) => answerOf(situation, manager, thrown),
    })),
  };
}

function answerOf(situation: Situation, { suppresses, generator }: EnteredManager, thrown: Thrown): Answer {
  if (suppresses !== null) return catchesNames(thrown, suppresses, situation.minor);
  const around = generator === null ? null : situation.surroundings(generator);
  if (around === null) return 'maybe';
  const exception = thrown === CANCELLATION ? 'CancelledError' : { other: [...thrown.names] };
  const step = cancellationFlow(around, exception, situation.minor);
  if (step.kind === 'swallowed') return step.certain ? 'yes' : 'maybe';
  return step.kind === 'propagates' && step.doubts.length === 0 ? 'no' : 'maybe';
}
