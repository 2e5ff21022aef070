/**
 * Who would end a wait by ending itself: its done-callback sets the event, or takes it out of the collection that is
 * polled.
 */
import type { TaskState } from '../../python/model/capture.ts';
import type { Situation } from '../situation.ts';
import type { FunctionFacts } from '../source/surroundings.ts';
import { splitCallee } from './callee.ts';

export interface Awaited {
  /** Last part of the object's name: `done` of `self.peer.done.wait()`. */
  object: string;
  methods: readonly string[];
}

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

function completes(facts: FunctionFacts | null, { object, methods }: Awaited): boolean {
  return (facts?.calls ?? []).some((call) => {
    const found = splitCallee(call);
    return found.object === object && methods.includes(found.method);
  });
}

/** All but itself. */
export function candidates({ last }: Situation, task: TaskState): TaskState[] {
  return last.tasks.slice(0, MOST_TASKS).filter((one) => one !== task);
}
