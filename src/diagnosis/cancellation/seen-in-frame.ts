/** The frames of a task as memory showed them, for what their source leaves open. */
import type { Capture, EnteredManager, FrameCatches, TaskState } from '../../python/model/capture.ts';
import type { CodePlace } from '../../python/model/frame.ts';
import type { Situation } from '../situation.ts';
import { exitAnswer } from '../source/exit-answer.ts';
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
  const frames = capture === null ? [] : (catchesOf(capture).get(id) ?? []);
  const found = frames.findLast((one) => one.codeId === codeId);
  if (found === undefined) return null;
  return {
    classes: new Map(found.classes.map(({ name, types }) => [name, types])),
    managers: found.managers.map((manager) => ({
      kind: manager.suppresses === null ? 'with' : 'suppress',
      swallows: (thrown) => answerOf(situation, manager, thrown),
    })),
  };
}

/** What memory told of the task's frames, in one word to compare tasks by. */
export function seenMark(capture: Capture, { id }: Pick<TaskState, 'id'>): string {
  const frames = catchesOf(capture).get(id) ?? [];
  return frames.map(({ taskId: _, ...seen }) => JSON.stringify(seen)).join(' ');
}

const known = new WeakMap<Capture, Map<string | null, FrameCatches[]>>();

/** By task: thousands may have some. */
function catchesOf(capture: Capture): ReadonlyMap<string | null, readonly FrameCatches[]> {
  let found = known.get(capture);
  if (found === undefined) {
    found = new Map();
    for (const one of capture.catches ?? []) {
      const ofTask = found.get(one.taskId);
      if (ofTask === undefined) found.set(one.taskId, [one]);
      else ofTask.push(one);
    }
    known.set(capture, found);
  }
  return found;
}

function answerOf(
  situation: Situation,
  { type, suppresses, generator, exit }: EnteredManager,
  thrown: Thrown,
): Answer | null {
  if (suppresses !== null) return catchesNames(thrown, suppresses, situation.minor);
  if (generator !== null) return settled(generator, generatorAnswer(situation, generator, thrown));
  if (exit == null) return null;
  // Those of the standard library are made for what they open and close; some hold others, or expect an exception.
  if (exit.origin === 'python') return MADE_FOR_EXCEPTIONS.test(type) ? null : 'no';
  const around = situation.surroundings(exit);
  return around === null ? null : settled(exit, exitAnswer(around, thrown, situation.minor));
}

/** contextlib.ExitStack, contextlib.suppress, unittest's assertRaises, mock's patches. */
const MADE_FOR_EXCEPTIONS = /ExitStack|suppress|Assert|Raises|ContextManager|patch/i;

/** What an installed library does on purpose is told by the names that are known of it. */
function settled({ origin }: CodePlace, answer: Answer | null): Answer | null {
  return answer === 'maybe' && origin !== 'user' ? null : answer;
}

function generatorAnswer(situation: Situation, generator: CodePlace, thrown: Thrown): Answer | null {
  const around = situation.surroundings(generator);
  if (around === null) return null;
  const exception = thrown === CANCELLATION ? 'CancelledError' : { other: [...thrown.names] };
  const step = cancellationFlow(around, exception, situation.minor);
  if (step.kind === 'swallowed') return step.certain ? 'yes' : 'maybe';
  return step.kind === 'propagates' && step.doubts.length === 0 ? 'no' : 'maybe';
}
