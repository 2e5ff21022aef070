/** The port that sidecars post to, over HTTP or HTTPS. It faces every pod of the cluster. */
import type { IncomingMessage, Server, ServerOptions, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { Server as TlsServer } from 'node:https';
import { createServer as createTlsServer } from 'node:https';
import type { Socket } from 'node:net';
import type { ReceiveSettings } from '../../settings/collector.ts';
import type { Log } from '../../settings/log.ts';
import { close, listen } from '../listen.ts';
import { Connections } from './connections.ts';
import type { ReceiverOptions } from './receiver.ts';
import { Receiver } from './receiver.ts';
import { TlsFiles } from './tls-files.ts';

/** All in milliseconds. */
export interface ReceiveBounds {
  /** From the connection to the last line of the head. */
  headersMs: number;
  /** To the end of the body: that of the largest at 4 Mbit/s. */
  requestMs: number;
  /** Between two requests on one connection. */
  keepAliveMs: number;
  handshakeMs: number;
  /** How often the others are looked after. */
  checkEveryMs: number;
  /** How often the files of the certificate are looked at. */
  tlsEveryMs: number;
  maxConnections: number;
}

const BOUNDS: ReceiveBounds = {
  headersMs: 10_000,
  requestMs: 30_000,
  keepAliveMs: 5_000,
  handshakeMs: 10_000,
  checkEveryMs: 1_000,
  tlsEveryMs: 5_000,
  maxConnections: 2_000,
};
const MAX_HEADER_BYTES = 16 * 1_024;

export interface ReceiveServerOptions extends ReceiverOptions {
  settings: ReceiveSettings;
  log: Pick<Log, 'info' | 'warn' | 'error'>;
  bounds?: Partial<ReceiveBounds>;
}

export class ReceiveServer {
  readonly #options: ReceiveServerOptions;
  readonly #bounds: ReceiveBounds;
  readonly #receiver: Receiver;
  readonly #connections: Connections;
  #server: Server | TlsServer | null = null;
  #tls: TlsFiles | null = null;

  constructor(options: ReceiveServerOptions) {
    this.#options = options;
    this.#bounds = { ...BOUNDS, ...options.bounds };
    this.#receiver = new Receiver(options);
    this.#connections = new Connections(this.#bounds.maxConnections);
  }

  /** What it holds now: for tests, and for whoever wonders. */
  get load(): { connections: number; bytes: number } {
    return { connections: this.#connections.open, bytes: this.#receiver.bytesInFlight };
  }

  /** Rejects with a ListenError or a CertificateError. */
  async start(): Promise<{ port: number }> {
    const server = await this.#create();
    this.#server = server;
    server.maxConnections = this.#bounds.maxConnections;
    server.on('connection', (socket: Socket) => this.#connections.add(socket));
    return await listen(server, this.#options.settings.address);
  }

  async stop(): Promise<void> {
    this.#tls?.stop();
    if (this.#server !== null) await close(this.#server);
    await this.#receiver.stop();
  }

  async #create(): Promise<Server | TlsServer> {
    const { headersMs, requestMs, keepAliveMs, handshakeMs, checkEveryMs } = this.#bounds;
    const options: ServerOptions = {
      headersTimeout: headersMs,
      requestTimeout: requestMs,
      keepAliveTimeout: keepAliveMs,
      connectionsCheckingInterval: checkEveryMs,
      maxHeaderSize: MAX_HEADER_BYTES,
    };
    const handle = (request: IncomingMessage, response: ServerResponse) => {
      this.#receiver.handle(request, response).catch(() => response.destroy());
    };
    const { tls } = this.#options.settings;
    if (tls === null) return createServer(options, handle);
    const { log } = this.#options;
    const files = new TlsFiles({
      ...tls,
      everyMs: this.#bounds.tlsEveryMs,
      onChange: (pair) => {
        (this.#server as TlsServer | null)?.setSecureContext(pair);
        log.info('The certificate was read again.');
      },
      onTrouble: ({ message, fix }) => log.error({ fix }, `${message} The one before stays.`),
    });
    const pair = await files.start();
    this.#tls = files;
    const server = createTlsServer({ ...options, ...pair, handshakeTimeout: handshakeMs }, handle);
    // A handshake that fails is the client's affair.
    server.on('tlsClientError', () => undefined);
    return server;
  }
}
