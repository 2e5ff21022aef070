/** What every command that reads does: from settings to a client, and all of it closed at the end, however that comes. */
import type { ConnectionSettings } from '../../settings/connection.ts';
import { onInterrupt } from '../../shutdown/interrupted.ts';
import { CollectorClient } from './client.ts';
import { Connection, routeOpener } from './connection.ts';

export interface Reading {
  client: CollectorClient;
  connection: Connection;
}

export async function withCollector<Result>(
  settings: ConnectionSettings,
  read: (reading: Reading) => Promise<Result>,
): Promise<Result> {
  const interruption = onInterrupt();
  const connection = new Connection(routeOpener(settings), settings.tokenFile, interruption.signal);
  try {
    return await read({ client: new CollectorClient(connection), connection });
  } finally {
    await connection.stop();
    interruption.release();
  }
}
