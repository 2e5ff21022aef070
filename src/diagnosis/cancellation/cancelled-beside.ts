/**
 * Up to 3.10 a task keeps no count of who cancelled it. But where the signal's handler cancels, and others that the same task
 * waits for have ended since, this one was most likely told as they were.
 */
import type { Capture, TaskState } from '../../python/model/capture.ts';
import type { Evidence } from '../context.ts';
import type { WaitGraph } from '../waits/graph.ts';

export interface BesideInput {
  evidence: Evidence;
  before: Capture | null;
  tasks: ReadonlyMap<string, TaskState>;
  tasksBefore: ReadonlyMap<string, TaskState>;
  graph: WaitGraph;
}

const CANCELS = /(^|\.)cancel$/;

export function cancelledBeside(input: BesideInput, id: string): boolean {
  const { tasks, tasksBefore, graph } = input;
  if (input.before === null || !handlerCancels(input)) return false;
  return (graph.waiters.get(id) ?? []).some((waiter) => {
    const on = tasksBefore.get(waiter)?.wait?.on;
    return on?.kind === 'tasks' && on.pending.includes(id) && on.pending.some((other) => !tasks.has(other));
  });
}

function handlerCancels({ evidence, before }: BesideInput): boolean {
  const all = [
    ...(before?.loops ?? []).flatMap((loop) => loop.signalHandlers),
    ...(before?.signalHandlers ?? []),
  ];
  return all.some(
    (one) =>
      one.signal === evidence.signal?.number &&
      [one.function ?? '', ...one.calls].some((name) => CANCELS.test(name)),
  );
}
