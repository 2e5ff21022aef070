/** A collector's read API on the loopback, with what a test puts into it. */
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import type { HangSummary } from '../../../../src/collector/model/hang.ts';
import type { ReportSummary } from '../../../../src/collector/model/kept-report.ts';

export interface ReadApi {
  url: string;
  /** Paths with their queries, in order. */
  asked: string[];
  /** `authorization` and other headers of the last request. */
  lastHeaders: IncomingMessage['headers'];
  stop(): Promise<void>;
}

export interface Kept {
  hangs?: readonly HangSummary[];
  reports?: readonly ReportSummary[];
  /** By id: JSON. */
  documents?: Readonly<Record<string, string>>;
  /** Whoever does not send it is refused. */
  token?: string;
  /** Answers in place of all the rest. */
  instead?: ((asked: IncomingMessage, answer: ServerResponse) => void) | undefined;
}

const VERSION = { version: '0.0.0', schema: 'straggler.read/v1' };

export async function readApi(kept: Kept): Promise<ReadApi> {
  const api: ReadApi = { url: '', asked: [], lastHeaders: {}, stop: () => stop(server) };
  const server = createServer((asked, answer) => {
    api.asked.push(asked.url ?? '');
    api.lastHeaders = asked.headers;
    if (kept.instead !== undefined) kept.instead(asked, answer);
    else if (kept.token !== undefined && asked.headers.authorization !== `Bearer ${kept.token}`)
      say(answer, 401, { code: 'no-token', sentence: 'Say who you are.', fix: 'Send a token.' });
    else route(kept, new URL(asked.url ?? '/', 'http://x'), answer);
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  api.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return api;
}

function route(kept: Kept, { pathname, searchParams }: URL, answer: ServerResponse): void {
  const { hangs = [], documents = {} } = kept;
  const [, id = ''] = /^\/api\/v1\/reports\/(.+)$/.exec(pathname) ?? [];
  if (pathname === '/api/v1/version') say(answer, 200, VERSION);
  else if (pathname === '/api/v1/hangs') say(answer, 200, { hangs });
  else if (pathname === '/api/v1/reports') say(answer, 200, page(kept, searchParams));
  else if (documents[id] !== undefined) send(answer, 200, documents[id], 'application/json');
  else if (id !== '')
    say(answer, 404, { code: 'no-report', sentence: 'There is no such report.', fix: 'Look at the list.' });
  else if (pathname === '/') send(answer, 200, '<h1>Hangs</h1>', 'text/html');
  else say(answer, 404, { code: 'not-found', sentence: 'There is nothing here.', fix: 'See the pages.' });
}

function page({ reports = [] }: Kept, search: URLSearchParams) {
  const limit = Number(search.get('limit') ?? 50);
  const from = Number(search.get('before') ?? 0);
  const fingerprint = search.get('fingerprint');
  const all = reports.filter((report) => fingerprint === null || report.fingerprint === fingerprint);
  const next = from + limit < all.length ? String(from + limit) : null;
  return { reports: all.slice(from, from + limit), next };
}

function say(answer: ServerResponse, status: number, value: unknown): void {
  send(answer, status, JSON.stringify(value), 'application/json');
}

function send(answer: ServerResponse, status: number, text: string, type: string): void {
  const packed = gzipSync(text);
  answer.writeHead(status, { 'content-type': type, 'content-encoding': 'gzip' });
  answer.end(packed);
}

function stop(server: Server): Promise<void> {
  return new Promise((done) => {
    server.close(() => done());
    server.closeAllConnections();
  });
}
