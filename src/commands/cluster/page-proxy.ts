/**
 * The pages of a collector at an address of this machine that stays, while the pod behind it may be replaced. It only
 * reads, and only for who names this machine: a page of the web whose name leads to 127.0.0.1 gets nothing.
 */
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Connection } from './connection.ts';
import { namesThisMachine, pass, passedOn, refuse, relay } from './page-relay.ts';
import { ReadingError } from './reading-error.ts';
import type { Route } from './route.ts';

/** The collector's own, and some more where it is taken. */
const FIRST_PORT = 8081;
const LAST_PORT = 8100;
const STOP_MS = 1_000;

export class PageProxy {
  readonly #connection: Connection;
  readonly #onRoute: (route: Route) => void;
  #server: Server | null = null;
  #told: string | null = null;

  /** `onRoute`: another way leads to the collector now. */
  constructor(connection: Connection, onRoute: (route: Route) => void) {
    this.#connection = connection;
    this.#onRoute = onRoute;
  }

  /** `port` null: the usual one, or the next that is free. */
  async start(port: number | null): Promise<{ port: number }> {
    if (port !== null) return { port: await this.#listen(port) };
    for (let candidate = FIRST_PORT; candidate <= LAST_PORT; candidate++) {
      try {
        return { port: await this.#listen(candidate) };
      } catch (error) {
        if (!(error instanceof ReadingError)) throw error;
      }
    }
    return { port: await this.#listen(0) };
  }

  async stop(): Promise<void> {
    const server = this.#server;
    if (server === null) return;
    this.#server = null;
    const timer = setTimeout(() => server.closeAllConnections(), STOP_MS);
    await new Promise<void>((done) => {
      server.close(() => done());
      server.closeIdleConnections();
    });
    clearTimeout(timer);
  }

  async #listen(port: number): Promise<number> {
    const server = createServer((asked, answer) => {
      this.#answer(asked, answer).catch((error: unknown) => unavailable(answer, error));
    });
    await new Promise<void>((listening, failed) => {
      server.once('error', (error: NodeJS.ErrnoException) => failed(portTaken(port, error)));
      server.listen(port, '127.0.0.1', listening);
    });
    this.#server = server;
    return (server.address() as AddressInfo).port;
  }

  async #answer(asked: IncomingMessage, answer: ServerResponse): Promise<void> {
    if (asked.method !== 'GET' && asked.method !== 'HEAD') {
      refuse(answer, 405, 'The pages are only read.');
    } else if (!namesThisMachine(asked.headers.host)) {
      refuse(answer, 403, 'Open the pages at 127.0.0.1 or localhost.');
    } else if (asked.url?.startsWith('/') !== true) {
      refuse(answer, 400, 'That is no address of a page.');
    } else {
      await pass(await this.#fromCollector(asked, asked.url), answer);
    }
  }

  /** Once more by another way, when the first has led nowhere. */
  async #fromCollector(asked: IncomingMessage, path: string): Promise<IncomingMessage> {
    const { signal } = this.#connection;
    const headers = { ...passedOn(asked), ...this.#connection.authorization() };
    const ask = async (route: Route) => {
      const response = await relay(new URL(route.url + path), asked.method ?? 'GET', { headers, signal });
      if (this.#told !== null && this.#told !== route.to) this.#onRoute(route);
      this.#told = route.to;
      return response;
    };
    const route = await this.#connection.current();
    try {
      return await ask(route);
    } catch (error) {
      if (!route.isReplaceable) throw error;
      return await ask(await this.#connection.renew(route));
    }
  }
}

/** For a person at a browser, who may try again. */
function unavailable(answer: ServerResponse, error: unknown): void {
  if (answer.headersSent) answer.destroy();
  else if (error instanceof ReadingError) refuse(answer, 503, `${error.message}\n${error.fix}`);
  else refuse(answer, 503, `The collector does not answer: ${(error as Error).message}`);
}

function portTaken(port: number, { code, message }: NodeJS.ErrnoException): Error {
  if (code !== 'EADDRINUSE' && code !== 'EACCES')
    return new Error(`nothing can listen at 127.0.0.1:${port}: ${message}`);
  const isTaken = code === 'EADDRINUSE';
  return new ReadingError(
    isTaken ? `Port ${port} is taken by another program.` : `You are not allowed to listen at port ${port}.`,
    {
      code: 'port-taken',
      fix: 'Choose another one with --port, or give none: then one that is free is found.',
    },
  );
}
