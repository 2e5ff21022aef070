/** What a resident sidecar serves: its health, its metrics, and the door for the preStop hook. */
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { SidecarMetrics } from '../../metrics/sidecar.ts';
import { UsageError } from '../../settings/usage-error.ts';

export interface ResidentServerOptions {
  port: number;
  metrics: SidecarMetrics;
  isReady: () => boolean;
  /** `isLocal`: asked from inside of the pod. Others could be anybody: what they start must do nothing but look. */
  prestop: (isLocal: boolean, beganMs: number | null) => void;
}

const REQUEST_LIMIT_MS = 5000;
const LONGEST_WAY_MS = 10_000;
const MAX_CONNECTIONS = 64;
const LOOPBACK = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1']);

/** Resolves when it listens; rejects with a UsageError when the port is taken. */
export function startServer(options: ResidentServerOptions): Promise<Server> {
  const server = createServer(
    { requestTimeout: REQUEST_LIMIT_MS, headersTimeout: REQUEST_LIMIT_MS },
    (request, response) => {
      answer(request, response, options).catch(() => response.destroy());
    },
  );
  server.maxConnections = MAX_CONNECTIONS;
  server.keepAliveTimeout = REQUEST_LIMIT_MS;
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(error.code === 'EADDRINUSE' ? portTaken(options.port) : error);
    });
    server.listen(options.port, () => resolve(server));
  });
}

/** All containers of a pod share its ports. */
function portTaken(port: number): UsageError {
  return new UsageError(
    `port ${port} is taken by another container of the pod: set another one (STRAGGLER_PORT; the chart's value port)`,
  );
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  options: ResidentServerOptions,
): Promise<void> {
  request.resume();
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://sidecar');
  switch (pathname) {
    case '/healthz':
      return send(response, 200, 'ok\n');
    case '/readyz':
      return options.isReady()
        ? send(response, 200, 'ok\n')
        : send(response, 503, 'the preflight is not done yet\n');
    case '/metrics':
      response.setHeader('content-type', options.metrics.contentType);
      return send(response, 200, await options.metrics.text());
    case '/prestop':
      options.prestop(LOOPBACK.has(request.socket.remoteAddress ?? ''), beganAt(searchParams.get('began')));
      return send(response, 200, 'watching\n');
    default:
      return send(response, 404, 'there are /healthz, /readyz, /metrics and /prestop\n');
  }
}

/** The hook knows when it was started: it took a while to get here. */
function beganAt(text: string | null): number | null {
  const beganMs = Number(text ?? Number.NaN);
  const agoMs = Date.now() - beganMs;
  return agoMs >= 0 && agoMs < LONGEST_WAY_MS ? beganMs : null;
}

function send(response: ServerResponse, status: number, text: string): void {
  response.statusCode = status;
  response.end(text);
}
