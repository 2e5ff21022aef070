/** Where Prometheus and the kubelet ask. */
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { CollectorMetrics } from '../../metrics/collector.ts';
import type { Address } from '../../settings/address.ts';
import { close, listen } from '../listen.ts';
import type { Store } from '../store/store.ts';

const REQUEST_LIMIT_MS = 5_000;
const PING_LIMIT_MS = 2_000;
const MAX_CONNECTIONS = 64;

export interface MetricsServerOptions {
  address: Address;
  metrics: CollectorMetrics;
  store: Pick<Store, 'ping'>;
  pingLimitMs?: number;
}

export class MetricsServer {
  readonly #options: MetricsServerOptions;
  #server: Server | null = null;

  constructor(options: MetricsServerOptions) {
    this.#options = options;
  }

  /** Rejects with a ListenError. */
  async start(): Promise<{ port: number }> {
    const bounds = { requestTimeout: REQUEST_LIMIT_MS, headersTimeout: REQUEST_LIMIT_MS };
    const server = createServer(bounds, (request, response) => {
      this.#answer(request, response).catch(() => response.destroy());
    });
    server.maxConnections = MAX_CONNECTIONS;
    server.keepAliveTimeout = REQUEST_LIMIT_MS;
    this.#server = server;
    return await listen(server, this.#options.address);
  }

  async stop(): Promise<void> {
    if (this.#server !== null) await close(this.#server);
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    request.resume();
    if (request.method !== 'GET' && request.method !== 'HEAD') return send(response, 405, 'only GET\n');
    switch (request.url?.split('?', 1)[0]) {
      case '/healthz':
        return send(response, 200, 'ok\n');
      case '/readyz':
        return (await this.#isReady())
          ? send(response, 200, 'ok\n')
          : send(response, 503, 'the store cannot be reached\n');
      case '/metrics':
        response.setHeader('content-type', this.#options.metrics.contentType);
        return send(response, 200, await this.#options.metrics.text());
      default:
        return send(response, 404, 'there are /metrics, /healthz and /readyz\n');
    }
  }

  async #isReady(): Promise<boolean> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<boolean>((resolve) => {
      timer = setTimeout(() => resolve(false), this.#options.pingLimitMs ?? PING_LIMIT_MS);
    });
    const pinged = this.#options.store.ping().then(
      () => true,
      () => false,
    );
    try {
      return await Promise.race([pinged, late]);
    } finally {
      clearTimeout(timer);
    }
  }
}

function send(response: ServerResponse, status: number, text: string): void {
  response.statusCode = status;
  response.end(text);
}
