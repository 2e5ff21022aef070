/** A listener on the loopback for a test, and a client that sends any header. */
import type { IncomingHttpHeaders } from 'node:http';
import { request } from 'node:http';
import { gunzipSync } from 'node:zlib';
import type { ReadableStore } from '../../../../src/collector/web/data/reading.ts';
import type { ReadServerOptions } from '../../../../src/collector/web/read-server.ts';
import { ReadServer } from '../../../../src/collector/web/read-server.ts';
import { NOW_MS } from './cluster-scene.ts';

export interface Got {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
}

export interface Running {
  port: number;
  troubles: unknown[];
  get(path: string, options?: { headers?: Record<string, string>; method?: string }): Promise<Got>;
  stop(): Promise<void>;
}

export async function startReading(
  store: ReadableStore,
  changes: Partial<ReadServerOptions> = {},
): Promise<Running> {
  const troubles: unknown[] = [];
  const server = new ReadServer({
    store,
    settings: { address: { host: '127.0.0.1', port: 0 }, auth: { kind: 'none' } },
    access: null,
    version: '0.0.0',
    clock: () => NOW_MS,
    onTrouble: (error) => troubles.push(error),
    ...changes,
  });
  const { port } = await server.start();
  return {
    port,
    troubles,
    get: (path, options = {}) => get(port, path, options),
    stop: () => server.stop(),
  };
}

function get(
  port: number,
  path: string,
  { headers = {}, method = 'GET' }: { headers?: Record<string, string>; method?: string },
): Promise<Got> {
  return new Promise((resolve, reject) => {
    const sent = request({ port, path, method, headers, host: '127.0.0.1', agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const body = Buffer.concat(chunks);
        const isPacked = response.headers['content-encoding'] === 'gzip' && body.length > 0;
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          text: (isPacked ? gunzipSync(body) : body).toString('utf8'),
        });
      });
    });
    sent.on('error', reject);
    sent.end();
  });
}
