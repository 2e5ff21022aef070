/** What the loop-* causes have in common: one finding about the step that holds a loop. */

import type { ThreadState } from '../../python/model/capture.ts';
import type { CodePlace } from '../../python/model/frame.ts';
import { callConstruct, sourceFrame } from '../culprit.ts';
import type { Situation } from '../situation.ts';
import type { Construct, Culprit, Finding } from '../vocabulary.ts';
import type { BlockedLoop } from '../waits/blocked-loops.ts';
import { threadWaitLabel } from '../waits/thread-words.ts';
import { frameLabel, taskLabel } from '../words.ts';
import { isJoin } from './joins.ts';

function loopCulprit(situation: Situation, blocked: BlockedLoop): Culprit {
  const { task, thread, place } = blocked;
  return {
    kind: task === null ? 'loop' : 'task',
    pid: situation.last.family.target.pid,
    task: task === null ? null : { id: task.id, name: task.name, coroutine: task.coroutine },
    thread: { id: thread.id, name: thread.name },
    process: null,
    frame: sourceFrame(situation, place),
    construct: constructOf(situation, blocked),
  };
}

function constructOf(situation: Situation, { busy, place, thread }: BlockedLoop): Construct | null {
  if (busy) return loopConstruct(situation, place);
  return exitConstruct(situation, thread, place) ?? callConstruct(situation, place);
}

/** Up to 3.9 a frame in the `__exit__` of a `with` reports the last line of its body (measured). */
function exitConstruct(situation: Situation, thread: ThreadState, place: CodePlace | null): Construct | null {
  if (place === null || situation.minor >= 10 || !isJoin(thread)) return null;
  const layer = situation.surroundings(place)?.layers.find((one) => one.kind === 'with');
  if (layer?.kind !== 'with' || layer.span.toLine !== place.line) return null;
  return { kind: 'with', text: layer.text, file: place.file, line: layer.line };
}

/** What computes for ever is a loop: the innermost around the line, else the line itself. */
function loopConstruct(situation: Situation, place: CodePlace | null): Construct | null {
  const layer =
    place === null ? undefined : situation.surroundings(place)?.layers.find((one) => one.kind === 'loop');
  if (place === null || layer?.kind !== 'loop') return callConstruct(situation, place);
  return { kind: 'loop', text: layer.text, file: place.file, line: layer.line };
}

export function stepLabel(blocked: BlockedLoop): string {
  const who = blocked.task === null ? 'A callback of the event loop' : taskLabel(blocked.task);
  return blocked.place === null ? who : `${who} in ${frameLabel(blocked.place)}`;
}

function loopEvidence(situation: Situation, blocked: BlockedLoop): string[] {
  const { thread, task } = blocked;
  const evidence = [
    `the loop's thread '${thread.name}' is not in its selector: it ${threadWaitLabel(situation, thread)} (state ${thread.state})`,
  ];
  if (task !== null) evidence.push(`${taskLabel(task)} is the one task that is executing`);
  if (blocked.lasting) evidence.push('it stood in the same step in every capture');
  const waiting = situation.last.tasks.filter((one) => one.loopId === blocked.loop.id && one !== task).length;
  if (waiting > 0)
    evidence.push(
      `${waiting} other ${waiting === 1 ? 'task' : 'tasks'} of this loop can take no step, and no cancellation can be delivered`,
    );
  return evidence;
}

/** A plain callback that is met at every look may have been called anew for each of them. */
function mayBeAgain({ busy, task }: BlockedLoop): boolean {
  return busy && task === null;
}

export function loopFinding(
  situation: Situation,
  blocked: BlockedLoop,
  words: Pick<Finding, 'cause' | 'sentence' | 'fix'> & { evidence?: string[]; certain?: boolean },
): Finding {
  return {
    cause: words.cause,
    certainty: blocked.proven && !mayBeAgain(blocked) && (words.certain ?? true) ? 'certain' : 'likely',
    sentence: words.sentence,
    fix: words.fix,
    culprit: loopCulprit(situation, blocked),
    waitsFor: { kind: 'thread', description: threadWaitLabel(situation, blocked.thread) },
    evidence: [...(words.evidence ?? []), ...loopEvidence(situation, blocked)],
    blocks: [
      'the event loop',
      ...(situation.phase === 'cancelling-tasks' ? ['the main thread in asyncio.run'] : []),
    ],
  };
}
