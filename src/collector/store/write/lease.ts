/** Which replica does what only one may do. */
import { sql } from 'kysely';
import { upsert } from './upsert.ts';
import type { PlainWrite } from './write.ts';

const LEASE = 'collector';

/** true: `owner` has it until `untilMs`. */
export function takeLease(owner: string, untilMs: number, nowMs: number): PlainWrite<boolean> {
  return {
    kind: 'plain',
    async run(transaction) {
      const row = await transaction
        .insertInto('leases')
        .values({ name: LEASE, owner, until: untilMs })
        .onConflict((conflict) =>
          conflict
            .column('name')
            .doUpdateSet({ owner, until: untilMs })
            .where(sql<boolean>`leases.owner = ${owner} or leases.until <= ${nowMs}`),
        )
        .returning('owner')
        .executeTakeFirst();
      return row !== undefined;
    },
  };
}

/** Shows that it can be written. */
export function touch(nowMs: number): PlainWrite<void> {
  return {
    kind: 'plain',
    async run(transaction) {
      await upsert(transaction, {
        table: 'leases',
        key: ['name'],
        rows: [{ name: 'ping', owner: '', until: nowMs }],
        merge: {},
      });
    },
  };
}

export function markNotified(namespace: string, fingerprint: string, nowMs: number): PlainWrite<void> {
  return {
    kind: 'plain',
    async run(transaction) {
      await transaction
        .updateTable('hangs')
        .set({ notified_at: nowMs })
        .where('namespace', '=', namespace)
        .where('fingerprint', '=', fingerprint)
        .where('notified_at', 'is', null)
        .execute();
    },
  };
}
