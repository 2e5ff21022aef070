/** One request of a browser, passed on to a collector, and its answer passed back. */
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { request } from 'node:http';
import { request as requestTls } from 'node:https';
import { pipeline } from 'node:stream/promises';
import { visible } from '../../report/sanitise.ts';

const BEGIN_MS = 15_000;
/** Nothing of an answer for so long: it is broken. */
const SILENCE_MS = 30_000;
/** What a page depends on; nothing else that a browser sends goes to the collector. */
const PASSED_ON = [
  'accept',
  'accept-encoding',
  'accept-language',
  'if-none-match',
  'if-modified-since',
] as const;
/** Of one connection (https://www.rfc-editor.org/rfc/rfc9110#section-7.6.1), not of the answer. */
const HOP_BY_HOP = new Set(['connection', 'keep-alive', 'transfer-encoding', 'upgrade', 'trailer']);

export function passedOn({ headers }: IncomingMessage): Record<string, string> {
  return Object.fromEntries(
    PASSED_ON.flatMap((name) => (headers[name] === undefined ? [] : [[name, headers[name]]])),
  );
}

/** Resolves with the head of the answer; rejects when none comes. */
export function relay(
  url: URL,
  method: string,
  { headers, signal }: { headers: Record<string, string>; signal: AbortSignal },
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const send = url.protocol === 'https:' ? requestTls : request;
    const sent = send(url, { method, headers, agent: false, signal });
    const timer = setTimeout(
      () => sent.destroy(new Error(`no answer within ${BEGIN_MS / 1000} s`)),
      BEGIN_MS,
    );
    sent.on('response', (response) => {
      clearTimeout(timer);
      response.setTimeout(SILENCE_MS, () => response.destroy());
      resolve(response);
    });
    sent.on('error', (error) => {
      clearTimeout(timer);
      reject(error);
    });
    sent.end();
  });
}

/** Rejects when it breaks on the way; then the browser has half of it, and sees that. */
export async function pass(response: IncomingMessage, answer: ServerResponse): Promise<void> {
  answer.writeHead(response.statusCode ?? 502, endToEnd(response.headers));
  await pipeline(response, answer);
}

function endToEnd(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !HOP_BY_HOP.has(name)));
}

/** Another name that leads to 127.0.0.1 is that of a page which would read what it must not (DNS rebinding). */
export function namesThisMachine(host: string | undefined): boolean {
  return host !== undefined && /^(127\.0\.0\.1|localhost)(:\d{1,5})?$/i.test(host);
}

export function refuse(answer: ServerResponse, status: number, sentence: string): void {
  answer.writeHead(status, {
    'content-type': 'text/plain; charset=utf-8',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  });
  answer.end(`${sentence.split('\n').map(visible).join('\n')}\n`);
}
