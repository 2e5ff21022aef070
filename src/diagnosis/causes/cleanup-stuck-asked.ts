import type { TaskState, ThreadState } from '../../python/model/capture.ts';
import { innermostOwn, taskCulprit } from '../culprit.ts';
import { shutdownThreads } from '../shutdown/left-work.ts';
import type { Situation } from '../situation.ts';
import type { Finding } from '../vocabulary.ts';
import {
  frameLabel,
  placeLabel,
  secondsLabel,
  taskLabel,
  threadLabel,
  upperFirst,
  waitsFor,
} from '../words.ts';
import type { Cause } from './cause.ts';

/** A facade without `async` over a loop in a thread of its own: its close() asks that loop for a coroutine, and waits for the result. */
export const cleanupStuckAsked: Cause = {
  code: 'cleanup-stuck',
  title: 'a cleanup waits for what never comes',
  stage: 'tasks',
  evidence:
    'the main thread has gone on to the shutdown and waits there for a coroutine of a loop on another thread (run_coroutine_threadsafe), which waits itself',
  find(situation) {
    return shutdownThreads(situation).flatMap((waiting) => finding(situation, waiting));
  },
};

function finding(situation: Situation, waiting: ThreadState): Finding[] {
  const wait = waiting.waitsFor;
  const asked =
    wait.kind !== 'concurrent-future' || wait.taskId === null ? undefined : situation.tasks.get(wait.taskId);
  if (asked === undefined || asked.loopId === null) return [];
  const loop = situation.loops.get(asked.loopId);
  // What runs on that loop, or keeps it from running, is told of itself.
  if (loop === undefined || loop.state !== 'waiting' || loop.threadId === waiting.id) return [];
  const ends = situation.graph.sinksFrom([asked.id]).flatMap((id) => situation.tasks.get(id) ?? []);
  return (ends.length > 0 ? ends : [asked])
    .filter((one) => one.activity === 'waiting')
    .map((one) => ofTask(situation, waiting, asked, one));
}

function ofTask(situation: Situation, waiting: ThreadState, asked: TaskState, end: TaskState): Finding {
  const place = innermostOwn(waiting.stack);
  const now = innermostOwn(end.stack);
  const at = now === null ? '' : `, at ${placeLabel(now)},`;
  const through = end === asked ? '' : `; that waits for ${taskLabel(end)}`;
  const bound = end.wait?.bound ?? null;
  return {
    cause: 'cleanup-stuck',
    certainty: 'likely',
    sentence: `${upperFirst(threadLabel(waiting))} waits in the shutdown${place === null ? '' : ` in ${frameLabel(place)}`} for ${taskLabel(asked)}, which it has handed to the loop of another thread${through}: it waits there${at} for ${end.wait?.description ?? 'something unknown'}.`,
    fix: 'Bound both: `future.result(timeout=seconds)` where the thread waits, and `async with asyncio.timeout(seconds)` (or wait_for) in the coroutine; and go on without what does not come.',
    culprit: taskCulprit(situation, end, null, now),
    waitsFor: waitsFor(end.wait),
    evidence: [
      `${threadLabel(waiting)} waits for the result of ${taskLabel(asked)}`,
      'the loop that runs it waits for events',
      ...(bound === null ? [] : [`a timer would end this wait in ${secondsLabel(bound.secondsLeft)}`]),
    ],
    blocks: [threadLabel(waiting)],
  };
}
