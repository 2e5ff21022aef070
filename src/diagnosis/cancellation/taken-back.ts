/**
 * Cancel requests that were taken back with `Task.uncancel` (3.11+): the counter is 0 again, and only what the rest of the
 * program did tells that there was one.
 */
import type { LoopState, TaskState } from '../../python/model/capture.ts';
import type { CodePlace } from '../../python/model/frame.ts';
import { lastPart } from '../dotted-name.ts';
import { calledNames } from '../source/called-names.ts';
import { findCalls } from '../source/calls.ts';
import type { CallFacts, FunctionFacts, Surroundings } from '../source/surroundings.ts';

export interface Sources {
  surroundings(place: CodePlace): Surroundings | null;
  functionNamed(file: string, qualifiedName: string): FunctionFacts | null;
}

export interface TakenBackInput extends Sources {
  signal: number;
  tasksBefore: ReadonlyMap<string, TaskState>;
  loopsBefore: readonly LoopState[];
  looksSince: number;
  askedByWaiter: (id: string) => boolean;
}

/** By then the handler has run. A step alone does not tell: the next future may lie where the last one lay. */
export const SETTLED_LOOKS = 3;

/** It was told since the signal, and yet it waits, and nothing of it is left. */
export function tookBack(task: TaskState, input: TakenBackInput): boolean {
  const earlier = input.tasksBefore.get(task.id);
  if (task.cancelRequests !== 0 || task.activity !== 'waiting' || earlier === undefined) return false;
  if ((earlier.cancelRequests ?? 0) > 0 || uncancelCall(task, input) === null) return false;
  const stepped = earlier.stepMark !== task.stepMark;
  if (isCancelledByHandler(task, input)) return stepped || input.looksSince >= SETTLED_LOOKS;
  return stepped && input.askedByWaiter(task.id);
}

/** `loop.add_signal_handler(SIGTERM, task.cancel)`. */
function isCancelledByHandler({ id }: TaskState, { loopsBefore, signal }: TakenBackInput): boolean {
  return loopsBefore.some(({ signalHandlers }) =>
    signalHandlers.some(
      (one) => one.signal === signal && one.boundTo === id && /(^|\.)cancel$/.test(one.function ?? ''),
    ),
  );
}

/** What the managers around the place are left by, where their classes are of the same file. */
function exitsOf({ layers }: Surroundings): string[] {
  const items = layers.flatMap((layer) => (layer.kind === 'with' ? layer.items : []));
  return items.flatMap(({ callee }) =>
    callee === null ? [] : [`${lastPart(callee)}.__aexit__`, `${lastPart(callee)}.__exit__`],
  );
}

/** In a function of its chain, or in one of the same file that is called there; innermost first. */
export function uncancelCall({ stack }: TaskState, sources: Sources): (CallFacts & { file: string }) | null {
  for (const place of stack.toReversed()) {
    const around = place.origin === 'python' ? null : sources.surroundings(place);
    const facts = around?.function ?? null;
    if (around === null || facts === null) continue;
    const names = [...exitsOf(around), ...facts.calls.flatMap((call) => calledNames(facts, call.callee))];
    const called = names.flatMap((name) => sources.functionNamed(place.file, name) ?? []);
    for (const one of [facts, ...called]) {
      const call = findCalls(one, ['uncancel'])[0];
      if (call !== undefined) return { ...call, file: place.file };
    }
  }
  return null;
}
