/**
 * Who would end a wait by ending itself: its done-callback sets the event, or takes it out of the collection that is
 * polled.
 */

import type { TaskState } from '../../python/model/capture.ts';
import { lastPart } from '../dotted-name.ts';
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
  return completedBy(situation, { files: [...files], others: candidates(situation, task) }, awaited);
}

/** Ids of those of `others` whose done-callback, a function in one of the files, completes what is awaited. */
export function completedBy(
  situation: Situation,
  { files, others }: { files: readonly string[]; others: readonly TaskState[] },
  awaited: Awaited,
): string[] {
  const handed = handedMethods(situation, files, awaited);
  return others
    .filter(({ doneCallbacks }) =>
      doneCallbacks.some(
        (name) =>
          handed.has(lastPart(name)) ||
          files.some((file) => completes(situation.functionNamed(file, name), awaited)),
      ),
    )
    .map((one) => one.id);
}

/** `task.add_done_callback(self.active.discard)`: the method itself is the callback, and its source says of what. */
function handedMethods(
  situation: Situation,
  files: readonly string[],
  { object, methods }: Awaited,
): ReadonlySet<string> {
  if (!/^\w+$/.test(object)) return new Set();
  const found = methods.filter((method) => {
    const pattern = new RegExp(`\\badd_done_callback\\(\\s*(?:\\w+\\.)*${object}\\.${method}\\s*[,)]`);
    return files.some(
      (file) =>
        situation.mayMention(file, ['add_done_callback']) &&
        situation.functionsMatching(file, pattern).length > 0,
    );
  });
  return new Set(found);
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
