/**
 * One request to the API server, bounded in time and size. Plain `node:https`: the generated client holds every object
 * of a list at once, and its watch has time limits of its own (client-node #958, #1933).
 */
import type { ClientRequest, IncomingMessage } from 'node:http';
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ClusterAccess } from './api.ts';
import { ClusterError } from './api.ts';
import { isCertificateTrouble, noAnswer, refusal, tooLate } from './refusal.ts';

export interface ClusterRequest {
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** From `/api` on, its parts encoded. */
  path: string;
  query?: Record<string, string>;
  /** Sent as JSON. */
  body?: object;
  contentType?: string;
  accept?: string;
  /** For errors: `listing pods`. */
  what: string;
  signal?: AbortSignal | undefined;
  /** Until the whole answer is there, tries again included. */
  timeoutMs?: number;
  /** The answer goes on for minutes. */
  isWatch?: boolean;
}

/** Every request's bound where none is given. */
const REQUEST_TIMEOUT_MS = 10_000;
const MOST_TRIES = 3;
const LARGEST_ANSWER_BYTES = 64 * 1_048_576;
const LARGEST_REFUSAL_BYTES = 65_536;

/** The answer's JSON. Rejects with a `ClusterError`; whoever asked too early (429) waits as told, where the time allows. */
export async function ask(access: ClusterAccess, request: ClusterRequest): Promise<unknown> {
  const timeoutMs = request.timeoutMs ?? REQUEST_TIMEOUT_MS;
  const deadlineMs = performance.now() + timeoutMs;
  const timeout = AbortSignal.timeout(timeoutMs);
  const signal = request.signal === undefined ? timeout : AbortSignal.any([request.signal, timeout]);
  for (let tries = 1; ; tries++) {
    try {
      return await askOnce(access, request, signal);
    } catch (error) {
      if (request.signal?.aborted) throw tooLate(request.what, null);
      if (timeout.aborted) throw tooLate(request.what, timeoutMs);
      if (tries >= MOST_TRIES) throw error;
      const pauseMs = pauseBefore(error);
      if (pauseMs === null || performance.now() + pauseMs >= deadlineMs) throw error;
      await sleep(pauseMs, undefined, { signal }).catch(() => undefined);
    }
  }
}

/**
 * Everything asked for here may be asked twice: reads, reviews, server-side apply, deletes by uid. So a connection that
 * the server closed as we were writing, credentials that have just been replaced, and a "not now" are worth another try.
 */
function pauseBefore(error: unknown): number | null {
  if (!(error instanceof ClusterError)) return null;
  if (areCredentialsRefused(error)) return 0;
  if (error.status === null) return isTorn(error.cause) ? 50 : null;
  return error.isTransient && error.retryAfterMs !== null ? error.retryAfterMs : null;
}

function areCredentialsRefused(error: ClusterError): boolean {
  return error.status === 401 || (error.status === null && isCertificateTrouble(error.cause));
}

function isTorn(cause: unknown): boolean {
  const { code } = (cause ?? {}) as NodeJS.ErrnoException;
  return code === 'ECONNRESET' || code === 'EPIPE';
}

async function askOnce(
  access: ClusterAccess,
  request: ClusterRequest,
  signal: AbortSignal,
): Promise<unknown> {
  const response = await open(access, request, signal);
  const text = await readAll(response, LARGEST_ANSWER_BYTES, request.what);
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    throw new ClusterError(`the answer to ${request.what} is not JSON`, {
      code: 'failed',
      fix: 'Check that the address leads to a Kubernetes API server.',
      isTransient: true,
      cause,
    });
  }
}

/**
 * The answer as it comes, its status 2xx. Whoever takes it reads it to the end, or aborts `signal`. Credentials that are
 * refused are read anew the next time.
 */
export async function open(
  access: ClusterAccess,
  request: ClusterRequest,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  try {
    return await openOnce(access, request, signal);
  } catch (error) {
    if (error instanceof ClusterError && areCredentialsRefused(error)) access.forget();
    throw error;
  }
}

async function openOnce(
  access: ClusterAccess,
  request: ClusterRequest,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const response = await send(access, request, signal);
  const status = response.statusCode ?? 0;
  if (status >= 200 && status < 300) return response;
  const body = await readAll(response, LARGEST_REFUSAL_BYTES, request.what).catch(() => '');
  throw refusal(status, body, { what: request.what, retryAfter: response.headers['retry-after'] });
}

async function send(
  access: ClusterAccess,
  { method, path, query, body, contentType, accept, what, isWatch }: ClusterRequest,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const { server, headers, agent, watchAgent } = await access.connect();
  const url = new URL(server + path);
  for (const [name, value] of Object.entries(query ?? {})) url.searchParams.set(name, value);
  const text = body === undefined ? null : JSON.stringify(body);
  const make = url.protocol === 'http:' ? requestHttp : requestHttps;
  return new Promise((resolve, reject) => {
    let outgoing: ClientRequest;
    try {
      outgoing = make(url, {
        method,
        agent: isWatch === true ? watchAgent : agent,
        signal,
        headers: {
          ...headers,
          accept: accept ?? 'application/json',
          'user-agent': 'straggler',
          ...(text === null
            ? {}
            : {
                'content-type': contentType ?? 'application/json',
                'content-length': Buffer.byteLength(text),
              }),
        },
      });
    } catch (cause) {
      reject(noAnswer(cause, what));
      return;
    }
    outgoing.once('response', resolve);
    outgoing.on('error', (cause) => reject(noAnswer(cause, what)));
    outgoing.end(text ?? undefined);
  });
}

async function readAll(response: IncomingMessage, limitBytes: number, what: string): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > limitBytes) break;
      chunks.push(chunk);
    }
  } catch (cause) {
    throw noAnswer(cause, what);
  }
  if (bytes <= limitBytes) return Buffer.concat(chunks).toString();
  throw new ClusterError(`the answer to ${what} is larger than ${limitBytes} bytes`, {
    code: 'failed',
    fix: 'Ask for less: one namespace, or a narrower selector.',
    isTransient: false,
  });
}

/** A part of a path that came from outside. */
export const part = encodeURIComponent;
