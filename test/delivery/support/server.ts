/** Real servers on the loopback that take reports, or do what servers do when they are ill. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import type { IncomingHttpHeaders, IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Server, Socket } from 'node:net';
import { createServer as createSocketServer } from 'node:net';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

interface Got {
  url: string;
  headers: IncomingHttpHeaders;
  /** Unpacked. */
  body: string;
}

export interface Collector {
  url: string;
  /** Requests that came whole. */
  got: Got[];
  close: () => Promise<void>;
}

type Respond = (response: ServerResponse, got: Got, index: number) => void;

/** Answers each request that has come whole; 202 unless `respond` has other plans. */
export function collector(
  respond: Respond = accept,
  tls?: { key: string; cert: string },
  port = 0,
): Promise<Collector> {
  const got: Got[] = [];
  const listener: RequestListener = (request: IncomingMessage, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const bytes = Buffer.concat(chunks);
      const { headers, url = '' } = request;
      const body = headers['content-encoding'] === 'gzip' ? gunzipSync(bytes) : bytes;
      const one = { url, headers, body: body.toString() };
      got.push(one);
      respond(response, one, got.length - 1);
    });
  };
  const server = tls === undefined ? createServer(listener) : createTlsServer(tls, listener);
  return listening(server, got, { scheme: tls === undefined ? 'http' : 'https', port });
}

function accept(response: ServerResponse): void {
  response.writeHead(202).end();
}

export function answers(...statuses: number[]): Respond {
  return (response, _, index) => response.writeHead(statuses[index] ?? statuses.at(-1) ?? 202).end();
}

/** What happens to each connection is up to `connected`. */
export function sockets(connected: (socket: Socket) => void): Promise<Collector> {
  return listening(createSocketServer(connected), [], { scheme: 'http', port: 0 });
}

async function listening(
  server: Server,
  got: Got[],
  at: { scheme: string; port: number },
): Promise<Collector> {
  const open = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    open.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => open.delete(socket));
  });
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((ready) => server.listen(at.port, '127.0.0.1', ready));
  const { port } = server.address() as AddressInfo;
  const close = () =>
    new Promise<void>((done) => {
      server.close(() => done());
      for (const socket of open) socket.destroy();
    });
  return { url: `${at.scheme}://127.0.0.1:${port}`, got, close };
}

export const HAS_OPENSSL = spawnSync('openssl', ['version']).status === 0;

export interface Authority {
  caFile: string;
  key: string;
  cert: string;
}

/** An authority, and a certificate that it gave to `name`. */
export function authority(folder: string, name = 'IP:127.0.0.1'): Authority {
  const at = mkdtempSync(join(folder, 'ca-'));
  const path = (file: string) => join(at, file);
  const openssl = (...words: string[]) => execFileSync('openssl', words, { stdio: 'pipe' });
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
  openssl('req', '-x509', ...curve, '-subj', '/CN=CA', '-keyout', path('ca.key'), '-out', path('ca.crt'));
  const ca = ['-CA', path('ca.crt'), '-CAkey', path('ca.key')];
  const subject = ['-subj', '/CN=collector', '-addext', `subjectAltName=${name}`];
  openssl('req', '-x509', ...curve, ...subject, ...ca, '-keyout', path('key'), '-out', path('crt'));
  return {
    caFile: path('ca.crt'),
    key: readFileSync(path('key'), 'utf8'),
    cert: readFileSync(path('crt'), 'utf8'),
  };
}
