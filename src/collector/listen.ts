/** Beginning and end of a server that listens. */
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Address } from '../settings/address.ts';

/** So long may a request that is being answered take when the end has come. */
const LAST_MS = 1_000;

export class ListenError extends Error {
  override readonly name = 'ListenError';
  readonly fix =
    'Choose an address of this machine and a port that nobody else listens at (--receive-address, --metrics-address, --read-address).';
}

/** Rejects with a ListenError. */
export function listen(server: Server, { host, port }: Address): Promise<{ port: number }> {
  return new Promise((resolve, reject) => {
    const fail = (error: NodeJS.ErrnoException) => {
      const sentence = `Nothing can listen at ${host}, port ${port} (${error.code ?? error.message}).`;
      reject(new ListenError(sentence, { cause: error }));
    };
    server.once('error', fail);
    server.listen(port, host, () => {
      server.off('error', fail);
      resolve({ port: (server.address() as AddressInfo).port });
    });
  });
}

/** Nothing new is taken; what is under way has a moment. */
export async function close(server: Server): Promise<void> {
  if (!server.listening) return;
  await new Promise<void>((resolve) => {
    const timer = setTimeout(() => server.closeAllConnections(), LAST_MS);
    server.close(() => {
      clearTimeout(timer);
      resolve();
    });
    server.closeIdleConnections();
  });
}
