/** A collector that receives, on the loopback, and what is posted to it. */

import type { IncomingMessage, OutgoingHttpHeaders } from 'node:http';
import { request } from 'node:http';
import type { Socket } from 'node:net';
import { connect } from 'node:net';
import { text as textOf } from 'node:stream/consumers';
import { Intake } from '../../../src/collector/intake/intake.ts';
import type { ReceiveServerOptions } from '../../../src/collector/receive/receive-server.ts';
import { ReceiveServer } from '../../../src/collector/receive/receive-server.ts';
import { CAUSE_CODES } from '../../../src/diagnosis/vocabulary.ts';
import { createCollectorMetrics } from '../../../src/metrics/collector.ts';
import type { ReceiveSettings } from '../../../src/settings/collector.ts';
import { POD } from '../../delivery/support/reports.ts';
import { MemoryStore } from '../../support/memory-store.ts';

export const SETTINGS: ReceiveSettings = {
  address: { host: '127.0.0.1', port: 0 },
  tls: null,
  auth: { kind: 'none' },
  maxBodyBytes: 1_048_576,
  maxReportBytes: 4_194_304,
  reportsPerMinute: 1_000_000,
};

export const SENDER = { kind: 'pod', namespace: POD.namespace, name: POD.name, uid: POD.uid } as const;

type Part = Partial<Omit<ReceiveServerOptions, 'settings'>> & { settings?: Partial<ReceiveSettings> };

export async function receiving({ settings, ...part }: Part = {}) {
  const store = new MemoryStore();
  const metrics = createCollectorMetrics({ version: '1.2.3', causes: CAUSE_CODES, maxSeries: 100 });
  const logged: string[] = [];
  const log = (fields: unknown, sentence?: string) => {
    logged.push(`${typeof fields === 'string' ? fields : JSON.stringify(fields)} ${sentence ?? ''}`);
  };
  const intake = new Intake({ store, metrics });
  const server = new ReceiveServer({
    settings: { ...SETTINGS, ...settings },
    authenticate: () => Promise.resolve(SENDER),
    intake,
    metrics,
    log: { info: log, warn: log, error: log } as unknown as ReceiveServerOptions['log'],
    ...part,
  });
  const { port } = await server.start();
  return { store, metrics, intake, server, port, logged, url: `http://127.0.0.1:${port}` };
}

export interface Posted {
  status: number;
  headers: IncomingMessage['headers'];
  body: string;
}

/** Each on a connection of its own, as a sidecar does. */
export function post(
  port: number,
  body: string | Uint8Array,
  { path = '/v1/reports', method = 'POST', headers = {} as OutgoingHttpHeaders } = {},
): Promise<Posted> {
  return new Promise((resolve, reject) => {
    const sent = request(
      {
        port,
        host: '127.0.0.1',
        path,
        method,
        agent: false,
        headers: { 'content-type': 'application/json', ...headers },
      },
      (response) => {
        textOf(response).then(
          (text) => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }),
          reject,
        );
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });
}

export const GZIP = { 'content-encoding': 'gzip' };

/** A connection that says what it is told, and what came back until its end. */
export function talk(port: number, first: string): { socket: Socket; ended: Promise<string> } {
  const socket = connect(port, '127.0.0.1', () => socket.write(first));
  const ended = new Promise<string>((resolve) => {
    let said = '';
    socket.on('data', (bytes) => {
      said += bytes.toString();
    });
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(said));
  });
  return { socket, ended };
}

/** Value of one line of the exposition. */
export async function sample(metrics: { text(): Promise<string> }, line: string): Promise<number | null> {
  const found = (await metrics.text()).split('\n').find((one) => one.startsWith(`${line} `));
  return found === undefined ? null : Number(found.slice(line.length + 1));
}

export async function results(metrics: { text(): Promise<string> }, result: string): Promise<number | null> {
  return await sample(metrics, `straggler_reports_received_total{result="${result}"}`);
}
