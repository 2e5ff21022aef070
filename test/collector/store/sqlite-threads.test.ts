import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Transferable } from 'node:worker_threads';
import { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import type { Request } from '../../../src/collector/store/database/sqlite/messages.ts';
import { Sqlite } from '../../../src/collector/store/database/sqlite/sqlite.ts';
import { DatabaseStore } from '../../../src/collector/store/database-store.ts';
import { exited, hung } from './incoming.ts';

const THREAD = new URL('../../../src/collector/store/database/sqlite/thread.ts', import.meta.url);

let folder = '';
let threads: { worker: Worker; isReader: boolean; isAlive: boolean }[] = [];
let close: () => Promise<void> = () => Promise.resolve();

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'straggler-threads-'));
  threads = [];
});
afterEach(async () => {
  await close();
  rmSync(folder, { recursive: true, force: true });
});

function watched(): Sqlite {
  return new Sqlite(join(folder, 'a.db'), (workerData) => {
    const thread = {
      worker: new Worker(THREAD, { workerData }),
      isReader: workerData.isReader,
      isAlive: true,
    };
    thread.worker.on('exit', () => {
      thread.isAlive = false;
    });
    threads.push(thread);
    return thread.worker;
  });
}

async function openStore(): Promise<DatabaseStore> {
  const store = new DatabaseStore(watched(), { clock: Date.now, limitMs: 10_000 });
  close = () => store.stop();
  await store.start();
  return store;
}

async function kill(isReader: boolean): Promise<void> {
  for (const thread of threads) if (thread.isReader === isReader) await thread.worker.terminate();
}

const unavailable = { name: 'StoreError', code: 'unavailable', isTransient: true };

test('While a commit has to wait, the event loop goes on, reads are answered, and what comes is kept', async () => {
  const store = await openStore();
  await store.saveReport(hung({ id: 'first', podUid: 'first' }));
  const other = new DatabaseSync(join(folder, 'a.db'));
  other.exec('begin immediate');
  let isWaiting = true;
  const waiting = store.saveReport(hung()).finally(() => {
    isWaiting = false;
  });
  let turns = 0;
  while (isWaiting && turns < 500) {
    turns += 1;
    await nextTurn();
  }
  expect(await store.readReport('first')).not.toBeNull();
  const gathered = Array.from({ length: 20 }, (_, index) =>
    store.saveReport(exited({ id: `r${index}`, podUid: `p${index}` })),
  );
  expect({ turns, isWaiting }).toEqual({ turns: 500, isWaiting: true });
  other.exec('rollback');
  other.close();
  expect(await waiting).toMatchObject({ result: 'accepted' });
  expect((await Promise.all(gathered)).map(({ result }) => result)).toEqual(Array(20).fill('accepted'));
});

test('Writes that come one after the other are not a commit each as fast as the disk can', async () => {
  const store = await openStore();
  const writer = threads.find(({ isReader }) => !isReader)?.worker as Worker;
  const send = writer.postMessage.bind(writer);
  let commits = 0;
  writer.postMessage = (message: Request, transfer: readonly Transferable[]) => {
    if (message.statements?.some(({ sql: text }) => text === 'commit')) commits += 1;
    send(message, transfer);
  };
  const from = performance.now();
  for (let index = 0; index < 30; index += 1) await store.ping();
  const elapsedMs = performance.now() - from;
  expect(commits).toBeGreaterThan(0);
  // A hundred a second, and what a timer may be early.
  expect(commits).toBeLessThanOrEqual(elapsedMs / 8 + 2);
});

test('A thread that dies takes along what it was asked, and the next call gets another one', async () => {
  const store = await openStore();
  expect(threads).toHaveLength(2);
  const saves = Array.from({ length: 50 }, (_, index) =>
    store.saveReport(hung({ id: `r${index}`, podUid: `p${index}` })),
  );
  await nextTurn();
  await kill(false);
  const outcomes = await Promise.allSettled(saves);
  for (const outcome of outcomes)
    if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject(unavailable);
  expect(outcomes.some(({ status }) => status === 'rejected')).toBe(true);
  expect(await store.saveReport(exited({ id: 'after', podUid: 'after' }))).toMatchObject({
    result: 'accepted',
  });
  await kill(true);
  expect(await store.readReport('after')).not.toBeNull();
  expect(threads).toHaveLength(4);
});

test('Of a transaction whose thread dies nothing is kept, and none of it goes on in the next thread', async () => {
  const sqlite = watched();
  close = () => sqlite.close();
  const { writer, reader } = await sqlite.open();
  await sql`create table kept (name text)`.execute(writer);
  const transaction = writer.transaction().execute(async (within) => {
    await sql`insert into kept values ('before')`.execute(within);
    await sql`select * from kept`.execute(within);
    await kill(false);
    await sql`insert into kept values ('after')`.execute(within);
  });
  await expect(transaction).rejects.toMatchObject(unavailable);
  expect((await sql`select * from kept`.execute(reader)).rows).toEqual([]);
  await sql`insert into kept values ('anew')`.execute(writer);
  expect((await sql`select * from kept`.execute(reader)).rows).toEqual([{ name: 'anew' }]);
});

test('What is refused within a transaction undoes all of it, however late it is told', async () => {
  const sqlite = watched();
  close = () => sqlite.close();
  const { writer, reader } = await sqlite.open();
  await sql`create table kept (name text primary key)`.execute(writer);
  const transaction = writer.transaction().execute(async (within) => {
    await sql`insert into kept values ('one')`.execute(within);
    await sql`insert into kept values ('one')`.execute(within);
    await sql`insert into kept values ('two')`.execute(within);
  });
  await expect(transaction).rejects.toMatchObject({ name: 'SqliteError', errcode: 1555 });
  expect((await sql`select * from kept`.execute(reader)).rows).toEqual([]);
  await writer.transaction().execute(async () => undefined);
  await sql`insert into kept values ('three')`.execute(writer);
  expect((await sql`select * from kept`.execute(reader)).rows).toEqual([{ name: 'three' }]);
});

test('The connection for reads cannot write', async () => {
  const sqlite = watched();
  close = () => sqlite.close();
  const { reader } = await sqlite.open();
  await expect(sql`create table kept (name text)`.execute(reader)).rejects.toMatchObject({ errcode: 8 });
});

test('After a stop no thread is left, also while another process keeps the file locked', async () => {
  const store = await openStore();
  const other = new DatabaseSync(join(folder, 'a.db'));
  other.exec('begin immediate');
  const waiting = store.saveReport(hung());
  const refused = expect(waiting).rejects.toMatchObject(unavailable);
  await store.stop();
  await refused;
  other.close();
  expect(threads.map(({ isAlive }) => isAlive)).toEqual([false, false]);
});
