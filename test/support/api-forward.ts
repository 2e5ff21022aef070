/** The API server's end of a port-forward: a web socket of two channels, data and error (kubelet, portforward/websocket.go). */
import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { connect } from 'node:net';
import type { Duplex } from 'node:stream';
import type { ApiServer } from './api-server.ts';

/** Forwards to that port of this machine, whatever is asked for; gives the paths that were. */
export function forwardsTo(server: ApiServer, port: number): string[] {
  const paths: string[] = [];
  server.upgrade = (request, socket) => {
    paths.push(request.url ?? '');
    accept(request, socket);
    for (const channel of [0, 1]) socket.write(frame(channel, portNumber(request)));
    const pod = connect(port, '127.0.0.1');
    pod.on('data', (chunk: Buffer) => socket.write(frame(0, chunk)));
    pod.on('error', (error) => {
      socket.write(frame(1, Buffer.from(`error forwarding port ${port}: ${error.message}`)));
    });
    pod.on('close', () => socket.end());
    socket.on('close', () => pod.destroy());
    takeFrames(socket, pod);
  };
  return paths;
}

function portNumber(request: IncomingMessage): Buffer {
  const port = Buffer.alloc(2);
  port.writeUInt16LE(Number(new URL(request.url ?? '', 'http://api').searchParams.get('ports')));
  return port;
}

function accept(request: IncomingMessage, socket: Duplex): void {
  const key = `${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`;
  const answer = [
    'HTTP/1.1 101 Switching Protocols',
    'upgrade: websocket',
    'connection: Upgrade',
    `sec-websocket-accept: ${createHash('sha1').update(key).digest('base64')}`,
    'sec-websocket-protocol: v4.channel.k8s.io',
  ];
  socket.write(`${answer.join('\r\n')}\r\n\r\n`);
}

const BINARY = 0x82;
const CLOSE = 0x8;

function frame(channel: number, data: Buffer): Buffer {
  const length = data.length + 1;
  const head =
    length < 126 ? Buffer.from([BINARY, length]) : Buffer.from([BINARY, 127, 0, 0, 0, 0, 0, 0, 0, 0]);
  if (length >= 126) head.writeBigUInt64BE(BigInt(length), 2);
  return Buffer.concat([head, Buffer.from([channel]), data]);
}

/** Frames of a client are masked, and small here. */
function takeFrames(socket: Duplex, pod: Socket): void {
  let rest = Buffer.alloc(0);
  socket.on('data', (chunk: Buffer) => {
    rest = Buffer.concat([rest, chunk]);
    while (rest.length >= 6) {
      const short = (rest[1] ?? 0) & 0x7f;
      const extra = short === 126 ? 2 : 0;
      const length = extra === 0 ? short : rest.readUInt16BE(2);
      if (rest.length < 6 + extra + length) return;
      const mask = rest.subarray(2 + extra, 6 + extra);
      const data = rest.subarray(6 + extra, 6 + extra + length).map((byte, at) => byte ^ (mask[at % 4] ?? 0));
      if (((rest[0] ?? 0) & 0x0f) === CLOSE) socket.end();
      else pod.write(data.subarray(1));
      rest = rest.subarray(6 + extra + length);
    }
  });
}
