import type { Capture, LoopCallback, LoopState, TaskState, ThreadState } from '../../python/model/capture.ts';
import type { CodePlace } from '../../python/model/frame.ts';
import { blamedTasks } from '../blame.ts';
import { isCancelledAgainAndAgain } from '../cancellation/cancellation.ts';
import type { CaptureAt } from '../context.ts';
import { sourceFrame } from '../culprit.ts';
import { redeliversCancellation } from '../libraries/redeliveries.ts';
import { taskAt } from '../looks/at-look.ts';
import type { Situation } from '../situation.ts';
import type { Finding } from '../vocabulary.ts';
import { isBetweenSteps, isBusy, stepOfThread, stepPlace } from '../waits/blocked-loops.ts';
import { givesWay } from '../waits/gives-way.ts';
import { taskLabel } from '../words.ts';
import type { Cause } from './cause.ts';

/** A callback that schedules itself again keeps `_ready` filled: `_run_once` polls the selector with a timeout of 0. */
export const loopSpinning: Cause = {
  code: 'loop-spinning',
  title: 'the ready queue is never empty',
  stage: 'loop',
  evidence:
    'the loop uses a whole core in short steps, and the same callback is ready or running at each look',
  find(situation) {
    return situation.last.loops.flatMap((loop) => {
      const thread = loop.threadId === null ? undefined : situation.threads.get(loop.threadId);
      if (thread === undefined || !isMostlyBusy(situation, thread)) return [];
      const again = recurring(situation, loop);
      const task = again?.taskId == null ? null : (situation.tasks.get(again.taskId) ?? null);
      // That it went on after its cancellation is the fault; how it goes on is not.
      if (again === null || (task !== null && situation.cancellation.get(task.id) === 'swallowed')) return [];
      if (task !== null && givesWay(situation, task)) return [];
      if (isRedelivery(situation, loop) || isOneStep(situation, loop, again)) return [];
      return holdsNobody(situation, task) ? [] : [finding(situation, thread, again, task)];
    });
  },
};

/** What spins is a scope that cancels a task again as long as it goes on: then that task is to blame, and its steps are met as well. */
function isRedelivery(situation: Situation, loop: LoopState): boolean {
  return (
    situation.last.tasks.some((one) => one.loopId === loop.id && isCancelledAgainAndAgain(one)) ||
    looksOf(situation).some(({ capture }) =>
      callbacksAt(capture, loop).some(({ place }) => redeliversCancellation(place)),
    )
  );
}

/** One task is in a step at every look: what is ready beside it merely waits for its turn. */
function isOneStep(situation: Situation, loop: LoopState, again: LoopCallback): boolean {
  const step = situation.last.tasks.find((one) => one.loopId === loop.id && one.activity === 'running');
  if (step === undefined || step.id === again.taskId) return false;
  return looksOf(situation).every(({ capture }) => taskAt(capture, step.id)?.activity === 'running');
}

function finding(
  situation: Situation,
  thread: ThreadState,
  again: LoopCallback,
  task: TaskState | null,
): Finding {
  const place = (task === null ? null : standOf(situation, task)) ?? again.place ?? stepPlace(thread);
  const who = task === null ? `The callback ${again.function}` : taskLabel(task);
  return {
    cause: 'loop-spinning',
    // Who spins can be cancelled all the same, as long as nobody has tried.
    certainty: situation.evidence.signal === null ? 'possible' : 'likely',
    sentence: `${who} is ready or running in the event loop again and again: the loop spins through it without a pause.`,
    fix: 'Wait for something instead of scheduling again at once: an Event, a queue, or `await asyncio.sleep(seconds)` with a time above 0, and end the loop on shutdown.',
    culprit: {
      kind: task === null ? 'loop' : 'task',
      pid: situation.last.family.target.pid,
      task: task === null ? null : { id: task.id, name: task.name, coroutine: task.coroutine },
      thread: { id: thread.id, name: thread.name },
      process: null,
      frame: sourceFrame(situation, place),
      construct: null,
    },
    waitsFor: null,
    evidence: [
      `its thread used ${Math.round(thread.cpuPercent ?? 0)} % of a core`,
      `seen again and again, ready or running, in ${looksOf(situation).length} captures`,
    ],
    blocks: [],
  };
}

/** One that nothing of the shutdown waits for costs power, and holds nobody up. */
function holdsNobody(situation: Situation, task: TaskState | null): boolean {
  const blamed = blamedTasks(situation);
  return task !== null && blamed.length > 0 && !blamed.some((one) => one.task === task);
}

/** Its chain moves while it is read: the look that saw the most of it tells where it stands, the newest of such. */
function standOf(situation: Situation, { id }: TaskState): CodePlace | null {
  const stacks = situation.since.toReversed().flatMap(({ capture }) => {
    const running = capture.threads.filter((one) => one.runningTaskId === id).map(stepOfThread);
    const waiting = taskAt(capture, id)?.stack ?? [];
    return [waiting, ...running].map((stack) => stack.filter((place) => place.origin === 'user'));
  });
  const longest = stacks.toSorted((a, b) => b.length - a.length)[0];
  return longest?.at(-1) ?? null;
}

/** Also those whose stacks moved while they were read: the queue is a fact of its own. */
function looksOf({ evidence }: Situation): CaptureAt[] {
  return evidence.captures.filter((one) => evidence.signal === null || one.seconds > 0);
}

interface Seen {
  callback: LoopCallback;
  count: number;
}

/**
 * What is most often seen, be it ready or in its turn, in a loop that goes round: what computes is ready once, and then
 * runs. Turns are short, so that many a look meets nothing: what is of the user's own need be met only at most of those
 * that met anything.
 */
export function recurring(situation: Situation, loop: LoopState): LoopCallback | null {
  const looks = looksOf(situation);
  if (looks.length < (isFast(looks, loop) ? 2 : 3)) return null;
  const seen = new Map<string, Seen>();
  let telling = 0;
  for (const { capture } of looks) {
    const atOnce = callbacksAt(capture, loop);
    if (atOnce.length > 0) telling += 1;
    for (const [key, callback] of new Map(atOnce.map((one) => [keyOf(one), one]))) count(seen, key, callback);
  }
  const most = [...seen.values()].sort((a, b) => b.count - a.count)[0];
  if (most === undefined || !goesRound(looks, loop, keyOf(most.callback))) return null;
  const isOwn = most.callback.taskId !== null || most.callback.place?.origin === 'user';
  if (isOwn && seen.size === 1) return most.callback;
  const isMet = isOwn && most.count > 1 && most.count * 2 > telling;
  return isMet || most.count * 2 > looks.length ? most.callback : null;
}

/** Callbacks a second: a service that is busy with requests has some hundreds. */
const SPINNING_RATE = 5_000;

/** So many turns between two looks are proof where a crowded machine has left time for no more. */
function isFast(looks: readonly CaptureAt[], { id }: LoopState): boolean {
  const [first, last] = [looks[0], looks.at(-1)];
  const taken = (look: CaptureAt | undefined) =>
    look?.capture.loops.find((one) => one.id === id)?.callbacksTaken ?? null;
  const [before, after] = [taken(first), taken(last)];
  if (before === null || after === null || first === undefined || last === undefined) return false;
  return after - before > SPINNING_RATE * Math.max(1, last.seconds - first.seconds);
}

/** At a look after the first it stands between two turns of this one: in its selector, or with the next turn in the queue. */
function goesRound(looks: readonly CaptureAt[], { id, threadId }: LoopState, key: string): boolean {
  return looks.slice(1).some(({ capture }) => {
    const loop = capture.loops.find((one) => one.id === id);
    if (capture.threads.some((one) => one.id === threadId && isBetweenSteps(one))) return true;
    return loop !== undefined && (loop.state === 'waiting' || loop.ready.some((one) => keyOf(one) === key));
  });
}

/** Up to 3.10 a frame knows the bare name of its function, and its code all the same. */
function keyOf({ taskId, place, function: name }: LoopCallback): string {
  return taskId ?? (place === null ? name : `${place.codeId}`);
}

function count(seen: Map<string, Seen>, key: string, callback: LoopCallback): Seen {
  const entry = seen.get(key) ?? { callback, count: 0 };
  entry.count += 1;
  seen.set(key, entry);
  return entry;
}

/** Ready, and in its turn. */
function callbacksAt(capture: Capture, { id }: LoopState): LoopCallback[] {
  const now = capture.loops.find((one) => one.id === id);
  const called = now === undefined ? null : calledNow(capture, now);
  return [...(now?.ready ?? []), ...(called === null ? [] : [called])];
}

/** The task or callback that the loop is in, as it would stand in the ready queue. */
function calledNow(
  { threads, tasks }: Capture,
  { id, threadId, runningTaskId }: LoopState,
): LoopCallback | null {
  if (runningTaskId !== null) return stepOf(runningTaskId);
  const thread = threads.find((one) => one.id === threadId);
  const place =
    thread === undefined ? undefined : stepOfThread(thread).find((one) => one.origin !== 'python');
  if (place === undefined) return null;
  // No loop calls a coroutine but as the step of a task, which it has just begun or ended.
  const [task, ...others] =
    place.kind === 'coroutine'
      ? tasks.filter((one) => one.loopId === id && one.stack[0]?.codeId === place.codeId)
      : [];
  if (task !== undefined && others.length === 0) return stepOf(task.id);
  return { function: place.function, place, taskId: null, secondsLeft: null };
}

/** Less than at every look: it is just in the selector at some, and on a crowded machine waits for a processor. */
function isMostlyBusy(situation: Situation, { id }: ThreadState): boolean {
  const looks = looksOf(situation).flatMap(({ capture }) => capture.threads.filter((one) => one.id === id));
  const busy = looks.filter((one) => one.state === 'R');
  const thread = situation.threads.get(id);
  return busy.length * 2 > looks.length || (thread !== undefined && isBusy(situation, thread));
}

function stepOf(taskId: string): LoopCallback {
  return { function: 'task step', place: null, taskId, secondsLeft: null };
}
