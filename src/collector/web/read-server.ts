/** The listener of those who read: the pages, and the read API. It gives answers, and takes nothing. */
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { ClusterAccess } from '../../kubernetes/api.ts';
import type { ReadSettings } from '../../settings/collector.ts';
import { close, listen } from '../listen.ts';
import type { Readers } from './access/admission.ts';
import { readersOf, scopeFor } from './access/readers.ts';
import type { Answer } from './answer/answer.ts';
import { problemAnswer } from './answer/problem-answer.ts';
import { send, takesGzip } from './answer/send.ts';
import { answerRoute } from './answer-route.ts';
import type { ReadableStore } from './data/reading.ts';
import { Reading } from './data/reading.ts';
import { checkRequest } from './guard.ts';

export interface ReadServerOptions {
  store: ReadableStore;
  settings: ReadSettings;
  /** The API server, which knows the readers; null: there is none to ask. */
  access: ClusterAccess | null;
  version: string;
  /** Milliseconds since 1970. */
  clock: () => number;
  /** Told of what was not foreseen; a reader is not. */
  onTrouble: (error: unknown) => void;
}

const REQUEST_MS = 10_000;
const HEADERS_MS = 5_000;
const KEEP_ALIVE_MS = 5_000;
/** How often the three above are looked after. */
const CHECK_MS = 1_000;
/** For whoever does not take the answer. */
const SILENCE_MS = 30_000;
const MOST_HEADER_BYTES = 16_384;
const MOST_CONNECTIONS = 256;

export class ReadServer {
  readonly #options: ReadServerOptions;
  readonly #readers: Readers | null;
  #server: Server | null = null;

  constructor(options: ReadServerOptions) {
    this.#options = options;
    const { settings, access, clock } = options;
    this.#readers = readersOf(settings.auth, access, clock);
  }

  /** Rejects with a ListenError. */
  async start(): Promise<{ port: number }> {
    const server = createServer(
      {
        requestTimeout: REQUEST_MS,
        headersTimeout: HEADERS_MS,
        keepAliveTimeout: KEEP_ALIVE_MS,
        maxHeaderSize: MOST_HEADER_BYTES,
        connectionsCheckingInterval: CHECK_MS,
      },
      (request, response) => {
        this.#handle(request, response).catch((error: unknown) => {
          this.#options.onTrouble(error);
          response.destroy();
        });
      },
    );
    server.maxConnections = MOST_CONNECTIONS;
    server.setTimeout(SILENCE_MS);
    this.#server = server;
    return await listen(server, this.#options.settings.address);
  }

  async stop(): Promise<void> {
    const server = this.#server;
    this.#server = null;
    if (server === null) return;
    await close(server);
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    // What a request has for a body is of no interest, and must not keep the connection busy.
    request.resume();
    const path = pathOf(request.url);
    await send(request, response, await this.#answer(request, path));
  }

  async #answer(request: IncomingMessage, path: string): Promise<Answer> {
    try {
      checkRequest(request, this.#readers === null);
      const scope = await scopeFor(this.#readers, request.headers.authorization);
      const { store, version, clock } = this.#options;
      const asked = { path, parameters: parametersOf(request.url), takesGzip: takesGzip(request) };
      return await answerRoute(asked, new Reading(store, scope, clock()), version);
    } catch (error) {
      return problemAnswer(error, path, this.#options.onTrouble);
    }
  }
}

function pathOf(url = ''): string {
  const end = url.indexOf('?');
  return end === -1 ? url : url.slice(0, end);
}

function parametersOf(url = ''): URLSearchParams {
  const start = url.indexOf('?');
  return new URLSearchParams(start === -1 ? '' : url.slice(start + 1));
}
