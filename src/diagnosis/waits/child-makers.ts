/** Whether who waits for children in a loop makes them there, or another does: their done-callback, or they themselves. */
import type { TaskState } from '../../python/model/capture.ts';
import { lastPart } from '../dotted-name.ts';
import { sameStand } from '../shutdown/stands.ts';
import type { Situation } from '../situation.ts';
import { calledNames } from '../source/called-names.ts';
import type { CallFacts, FunctionFacts, Surroundings } from '../source/surroundings.ts';

/** asyncio makes tasks of what these are given (asyncio/tasks.py); `wait` takes no coroutine any more. */
const MAKING = /^(create_task|ensure_future|gather|wait_for|shield|as_completed|start_soon)$/;
/** Of asyncio, tasks and containers, and of logging: none makes a task. */
const HARMLESS =
  /^(wait|sleep|done|result|exception|cancelled|cancel|values|items|keys|get|list|set|tuple|dict|len|all|any|sorted|copy|discard|remove|pop|popitem|clear|update|add|append|print|debug|info|warning|error|log|time|monotonic)$/;
/** `self.restart()` says `self.spawn()`, and that `create_task(…)`. */
const MAX_CALLS = 3;

/** Also where nothing tells: no loop of its code is seen, or what it calls in there is not known. */
export function mayMakeChildren(situation: Situation, { stack }: TaskState): boolean {
  let isInLoop = false;
  for (const [index, place] of stack.entries()) {
    if (place.origin !== 'user') continue;
    const around = situation.surroundings(place);
    if (around?.function == null) return true;
    const calls: CallFacts[] | null = isInLoop ? around.function.calls : callsOfLoop(around, around.function);
    isInLoop ||= calls !== null;
    const next = stack[index + 1]?.name;
    for (const call of calls ?? []) {
      if (lastPart(call.callee) === next) continue;
      if (mayMake(situation, { file: place.file, facts: around.function }, call, MAX_CALLS)) return true;
    }
  }
  return !isInLoop;
}

/** It has taken the place of one that the shutdown has ended: who waits for it stands where it stood, and waited for others. */
export function isInPlaceOfAnother(situation: Situation, { id }: TaskState): boolean {
  const { before, tasksBefore, tasks, graph } = situation;
  if (before === null || tasksBefore.has(id)) return false;
  return (graph.waiters.get(id) ?? []).some((waiter) => {
    const [now, earlier] = [tasks.get(waiter), tasksBefore.get(waiter)];
    if (now === undefined || earlier === undefined || !sameStand(earlier, now)) return false;
    return awaited(earlier).some((one) => !tasks.has(one));
  });
}

function awaited({ wait }: TaskState): readonly string[] {
  const on = wait?.on;
  if (on?.kind === 'task') return [on.taskId];
  return on?.kind === 'tasks' ? on.pending : [];
}

/** Of the outermost loop; null for none. */
function callsOfLoop({ layers }: Surroundings, { calls }: FunctionFacts): CallFacts[] | null {
  const loop = layers.findLast((layer) => layer.kind === 'loop');
  if (loop === undefined) return null;
  return calls.filter(({ line }) => line >= loop.span.fromLine && line <= loop.span.toLine);
}

function mayMake(
  situation: Situation,
  caller: { file: string; facts: FunctionFacts },
  { callee }: CallFacts,
  depth: number,
): boolean {
  const name = lastPart(callee);
  if (MAKING.test(name)) return true;
  const { file, facts } = caller;
  const [called] = calledNames(facts, callee).flatMap((one) => situation.functionNamed(file, one) ?? []);
  if (called === undefined) return !HARMLESS.test(name);
  if (depth === 0) return true;
  return called.calls.some((call) => mayMake(situation, { file, facts: called }, call, depth - 1));
}
