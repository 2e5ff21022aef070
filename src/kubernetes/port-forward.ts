/** A port of a pod as a port of this machine, for whoever may port-forward: what `kubectl port-forward` does. */
import type { AddressInfo, Server, Socket } from 'node:net';
import { createServer } from 'node:net';
import type { ClusterAccess, ClusterError } from './api.ts';
import type { ForwardTarget, Tunnel } from './forwarding/tunnel.ts';
import { openTunnel } from './forwarding/tunnel.ts';

export interface Forwarding {
  /** On 127.0.0.1. */
  port: number;
  /** Why the last connection failed; null: none did. A client sees only that it was cut off. */
  trouble(): ClusterError | null;
  stop(): Promise<void>;
}

const MOST_CONNECTIONS = 64;
/** The channel cannot be half closed: a client that has sent all it will has so long for the answer. */
const HALF_CLOSED_MS = 30_000;
/** The web socket cannot be paused: a client that does not read is cut off. */
const MOST_UNREAD_BYTES = 64 * 1_048_576;

/**
 * Each connection to it is a port-forward of its own. Rejects with a `ClusterError` when the first try shows that it will
 * not work: no such pod, no right to, no answer.
 */
export async function forwardPort(access: ClusterAccess, target: ForwardTarget): Promise<Forwarding> {
  const trial = await openTunnel(access, target, {
    onData: () => undefined,
    onClose: () => undefined,
    onTrouble: () => undefined,
  });
  trial.close();
  let trouble: ClusterError | null = null;
  const sockets = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    // A client that goes away is no trouble of ours.
    socket.on('error', () => socket.destroy());
    join(access, target, socket, (error) => {
      trouble = error;
    }).catch(() => socket.destroy());
  });
  server.maxConnections = MOST_CONNECTIONS;
  const port = await listen(server);
  return { port, trouble: () => trouble, stop: () => close(server, sockets) };
}

async function join(
  access: ClusterAccess,
  target: ForwardTarget,
  socket: Socket,
  onTrouble: (error: ClusterError) => void,
): Promise<void> {
  socket.pause();
  let tunnel: Tunnel;
  try {
    tunnel = await openTunnel(access, target, {
      onData: (chunk) => {
        if (!socket.write(chunk) && socket.writableLength > MOST_UNREAD_BYTES) socket.destroy();
      },
      onClose: () => socket.end(() => socket.destroy()),
      onTrouble: (error) => {
        onTrouble(error);
        socket.destroy();
      },
    });
  } catch (error) {
    onTrouble(error as ClusterError);
    socket.destroy();
    return;
  }
  if (socket.destroyed) {
    tunnel.close();
    return;
  }
  socket.once('close', () => tunnel.close());
  socket.once('end', () => {
    const timer = setTimeout(() => socket.destroy(), HALF_CLOSED_MS);
    socket.once('close', () => clearTimeout(timer));
  });
  // Not the end, which would close the whole channel.
  socket.pipe(tunnel.input, { end: false });
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}

function close(server: Server, sockets: ReadonlySet<Socket>): Promise<void> {
  for (const socket of sockets) socket.destroy();
  return new Promise((resolve) => server.close(() => resolve()));
}
