/** The thread of one connection: SQLite waits for the disk within its call, and here nobody else has to wait with it. */
import { DatabaseSync } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';
import type { Answer, Request, ThreadData } from './messages.ts';
import { bytesOfRows, failed, OPENED } from './messages.ts';
import { Statements } from './statements.ts';

const { path, settings, isReader } = workerData as ThreadData;
const transfer: ArrayBuffer[] = [];

function post(answer: Answer): void {
  parentPort?.postMessage(answer, transfer.splice(0));
}

function open(): Statements | null {
  const database = new DatabaseSync(path, { readOnly: isReader, open: false });
  try {
    database.open();
    database.exec(settings);
    return new Statements(database);
  } catch (error) {
    if (database.isOpen) database.close();
    post({ number: OPENED, results: null, failure: failed(error) });
    return null;
  }
}

const statements = open();
if (statements !== null) {
  parentPort?.on('message', ({ number, statements: asked }: Request) => {
    try {
      const results = (asked ?? []).map((statement) => statements.run(statement));
      for (const { rows } of results) bytesOfRows(rows, transfer);
      post({ number, results, failure: null });
    } catch (error) {
      transfer.length = 0;
      post({ number, results: null, failure: failed(error) });
    }
    if (asked !== null) return;
    statements.close();
    parentPort?.close();
  });
  post({ number: OPENED, results: [], failure: null });
}
