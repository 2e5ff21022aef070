/**
 * Who would end a wait by ending itself: its done-callback sets the event, or takes it out of the collection that is
 * polled; or the poll is of all tasks that there are.
 */
import type { TaskState } from '../../python/model/capture.ts';
import type { CodePlace } from '../../python/model/frame.ts';
import type { Situation } from '../situation.ts';
import type { FunctionFacts, Layer } from '../source/surroundings.ts';
import { splitCallee } from './callee.ts';

export interface Awaited {
  /** Last part of the object's name: `done` of `self.peer.done.wait()`. */
  object: string;
  methods: readonly string[];
}

const REMOVING = ['discard', 'remove', 'pop', 'clear', 'difference_update'];
const MOST_TASKS = 1_000;

/** Tasks whose done-callback, a function in one of the files that `task` stands in, completes what is awaited. */
export function callbackPromisers(situation: Situation, task: TaskState, awaited: Awaited): string[] {
  const files = new Set(task.stack.filter((one) => one.origin === 'user').map((one) => one.file));
  return candidates(situation, task)
    .filter(({ doneCallbacks }) =>
      doneCallbacks.some((name) =>
        [...files].some((file) => completes(situation.functionNamed(file, name), awaited)),
      ),
    )
    .map((one) => one.id);
}

/** For a task that sleeps in the rounds of a loop: those whose end the loop's condition is about. */
export function polledBy(situation: Situation, task: TaskState): string[] {
  if (task.wait?.on.kind !== 'timer') return [];
  const place = task.stack.findLast((one) => one.origin === 'user');
  const loop = place === undefined ? undefined : loopAround(situation, place);
  if (place === undefined || loop === undefined) return [];
  if (asksAllTasks(situation, place, loop)) {
    const waiting = situation.graph.waitersFor([task.id]);
    return candidates(situation, task)
      .filter((one) => one.loopId === task.loopId && !waiting.has(one.id))
      .map((one) => one.id);
  }
  return loop.conditionNames.flatMap((name) =>
    callbackPromisers(situation, task, { object: name.split('.').at(-1) ?? '', methods: REMOVING }),
  );
}

type Loop = Extract<Layer, { kind: 'loop' }>;

function loopAround(situation: Situation, place: CodePlace): Loop | undefined {
  const layers = situation.surroundings(place)?.layers ?? [];
  return layers.find((one): one is Loop => one.kind === 'loop' && one.loop === 'while');
}

function asksAllTasks(situation: Situation, place: CodePlace, { span }: Loop): boolean {
  const calls = situation.surroundings(place)?.function?.calls ?? [];
  return calls.some(
    (call) => call.line >= span.fromLine && call.line <= span.toLine && /(^|\.)all_tasks$/.test(call.callee),
  );
}

function completes(facts: FunctionFacts | null, { object, methods }: Awaited): boolean {
  return (facts?.calls ?? []).some((call) => {
    const found = splitCallee(call);
    return found.object === object && methods.includes(found.method);
  });
}

function candidates({ last }: Situation, task: TaskState): TaskState[] {
  return last.tasks.slice(0, MOST_TASKS).filter((one) => one !== task);
}
