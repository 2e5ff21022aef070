import type { SettledTermination } from '../../model/termination.ts';
import type { Database } from '../database/database-kind.ts';
import { settleDue } from '../terminations/settle.ts';
import type { ContainerName } from '../terminations/termination-batch.ts';
import { containerKey } from '../terminations/termination-batch.ts';
import type { UnclearCalls } from './unclear-calls.ts';
import type { WriteQueue } from './write-queue.ts';

const CONTAINERS_A_BATCH = 250;
/** More of them wait for the next call. */
const MAX_BATCHES = 40;

/** All whose deadline was at `dueBeforeMs` or earlier. Another replica may have been faster with some. */
export async function settleOverdue(
  { reader, queue, unclear }: { reader: Database; queue: WriteQueue; unclear: UnclearCalls },
  dueBeforeMs: number,
): Promise<SettledTermination[]> {
  const settled: SettledTermination[] = [];
  for (let batches = 0; batches < MAX_BATCHES; batches += 1) {
    const { calls, containers } = unclear.some(CONTAINERS_A_BATCH);
    const due = await findDue(reader, dueBeforeMs);
    const names = [...new Map([...containers, ...due].map((name) => [containerKey(name), name])).values()];
    if (names.length === 0) break;
    try {
      settled.push(
        ...(await queue.add({
          kind: 'termination',
          needs: { containers: names, reports: [] },
          bytes: 0,
          apply: (batch, call) => settleDue(batch, names, { dueBeforeMs, call, unclear: calls }),
        })),
      );
    } catch (error) {
      // What was settled before it is given out only here.
      if (settled.length > 0) break;
      throw error;
    }
    unclear.forget(calls);
    if (due.length < CONTAINERS_A_BATCH && calls.size < CONTAINERS_A_BATCH) break;
  }
  return settled;
}

async function findDue(reader: Database, dueBeforeMs: number): Promise<ContainerName[]> {
  const rows = await reader
    .selectFrom('terminations')
    .select(['pod_uid', 'container'])
    .where('settled', '=', 0)
    .where('due_at', '<=', dueBeforeMs)
    .orderBy('due_at')
    .limit(CONTAINERS_A_BATCH)
    .execute();
  return rows.map(({ pod_uid: podUid, container }) => ({ podUid, container }));
}
