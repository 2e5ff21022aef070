/**
 * Who might complete a wait whose other end no edge shows: the consumer that is busy with an item of a queue that is
 * joined, whoever took from a queue that serves as a pool. Weaker than an edge: they know the queue, no more.
 */
import type { TaskState } from '../../python/model/capture.ts';
import type { Primitive } from '../../python/model/wait.ts';
import type { WaitGraph } from './graph.ts';

export function debtorsOf(
  task: TaskState,
  primitives: ReadonlyMap<string, Primitive>,
  graph: WaitGraph,
): string[] {
  const on = task.wait?.on;
  if (on?.kind !== 'primitive' || (on.role !== 'join' && on.role !== 'get')) return [];
  const primitive = primitives.get(on.primitiveId);
  if (primitive === undefined) return [];
  const waiting = new Set([
    task.id,
    ...primitive.waiters,
    ...primitive.getters,
    ...primitive.putters,
    ...primitive.joiners,
    ...graph.waitersFor([task.id]),
  ]);
  const holders = [...new Set(primitive.holders.map((one) => one.taskId))].filter((id) => !waiting.has(id));
  if (on.role === 'join') return holders;
  // One that waits for another task does not put anything back before that one is through.
  return graph.sinksFrom(holders).filter((id) => !waiting.has(id));
}
