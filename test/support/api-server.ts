/** An API server on the loopback, to be as slow, silent, forgetful and dead as a test needs. A real one is in test/e2e. */
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { KubeConfig } from '@kubernetes/client-node';
import { ClusterAccess } from '../../src/kubernetes/api.ts';

export interface Asked {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: IncomingMessage['headers'];
  body: unknown;
}

type Answer = (asked: Asked, response: ServerResponse) => void;

export class ApiServer {
  readonly asked: Asked[] = [];
  token = 'first';
  #server: Server;
  #port = 0;
  readonly #upgraded = new Set<Duplex>();
  readonly #answers: { method: string; path: RegExp; answer: Answer }[] = [];

  constructor() {
    this.#server = this.#make();
  }

  /** Takes web sockets; without it they are refused. */
  upgrade: ((request: IncomingMessage, socket: Duplex) => void) | null = null;

  #make(): Server {
    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => this.#take(request, Buffer.concat(chunks).toString(), response));
    });
    return server.on('upgrade', (request: IncomingMessage, socket: Duplex) => {
      this.#upgraded.add(socket);
      socket.on('error', () => socket.destroy());
      if (this.upgrade === null) socket.end('HTTP/1.1 404 Not Found\r\nconnection: close\r\n\r\n');
      else this.upgrade(request, socket);
    });
  }

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(this.#port, '127.0.0.1', resolve));
    this.#port = (this.#server.address() as AddressInfo).port;
    return this;
  }

  /** As when the process dies: every connection is torn off. */
  async stop(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    this.#server.closeAllConnections();
    for (const socket of this.#upgraded) socket.destroy();
    this.#upgraded.clear();
    await closed;
  }

  async restart(downMs: number): Promise<void> {
    await this.stop();
    await new Promise((resolve) => setTimeout(resolve, downMs));
    this.#server = this.#make();
    await this.start();
  }

  /** Later ones come before earlier ones. */
  on(method: string, path: RegExp, answer: Answer): void {
    this.#answers.unshift({ method, path, answer });
  }

  count(method: string, path: RegExp): number {
    return this.asked.filter((one) => one.method === method && path.test(one.path)).length;
  }

  /** For another process. */
  kubeconfig(): object {
    return {
      'current-context': 'c',
      clusters: [
        {
          name: 'c',
          cluster: { server: `http://127.0.0.1:${this.#port}`, 'insecure-skip-tls-verify': true },
        },
      ],
      users: [{ name: 'u', user: { token: this.token } }],
      contexts: [{ name: 'c', context: { cluster: 'c', user: 'u' } }],
    };
  }

  access(): ClusterAccess {
    return new ClusterAccess(() => {
      const config = new KubeConfig();
      config.loadFromClusterAndUser(
        { name: 'c', server: `http://127.0.0.1:${this.#port}`, skipTLSVerify: true },
        { name: 'u', token: this.token },
      );
      return config;
    });
  }

  #take(request: IncomingMessage, text: string, response: ServerResponse): void {
    const url = new URL(request.url ?? '', 'http://api');
    const asked: Asked = {
      method: request.method ?? '',
      path: url.pathname,
      query: url.searchParams,
      headers: request.headers,
      body: text === '' ? null : JSON.parse(text),
    };
    this.asked.push(asked);
    const found = this.#answers.find((one) => one.method === asked.method && one.path.test(asked.path));
    if (found === undefined) refuse(response, 404, { message: `no ${asked.path}` });
    else found.answer(asked, response);
  }
}

export function give(response: ServerResponse, body: object, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

export function refuse(
  response: ServerResponse,
  code: number,
  status: { message?: string; reason?: string; details?: object },
  headers: Record<string, string> = {},
): void {
  response.writeHead(code, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify({ kind: 'Status', apiVersion: 'v1', status: 'Failure', code, ...status }));
}
