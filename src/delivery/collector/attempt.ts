/** One HTTP request, bounded at every step: name, connection, TLS, sending, and the status line of the answer. */
import type { ClientRequest, IncomingMessage, RequestOptions } from 'node:http';
import type { Socket } from 'node:net';

export interface Attempt {
  url: URL;
  headers: Readonly<Record<string, string>>;
  body: Buffer;
  /** PEM; null for the authorities that Node knows. */
  authorities: string | null;
  connectMs: number;
  totalMs: number;
  signal: AbortSignal;
}

/** What the answer says beside its status is not read: it may be endless, or hold what was sent. */
export interface Answer {
  status: number;
  retryAfterMs: number | null;
  /** Host of a redirection. */
  location: string | null;
}

/** `code` is one of Node's, or `CONNECT_TIMEOUT`, `ANSWER_TIMEOUT`. */
export class AttemptError extends Error {
  override readonly name = 'AttemptError';
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

const MAX_HEADER_BYTES = 16 * 1_024;

export async function attempt(plan: Attempt): Promise<Answer> {
  const { request } = plan.url.protocol === 'https:' ? await import('node:https') : await import('node:http');
  plan.signal.throwIfAborted();
  return await new Promise((resolve, reject) => {
    const fail = ({ code = 'UNKNOWN', message }: NodeJS.ErrnoException) => {
      reject(plan.signal.aborted ? plan.signal.reason : new AttemptError(code, message));
    };
    let sent: ClientRequest;
    try {
      sent = request(plan.url, optionsOf(plan));
    } catch (error) {
      // Certificates that cannot be read are found out at once.
      fail(error as Error);
      return;
    }
    const timers = [
      // First: where both times are the same, that there was no connection says more.
      connectTimer(sent, plan),
      setTimeout(() => sent.destroy(timeout('ANSWER_TIMEOUT', plan.totalMs)), plan.totalMs),
    ];
    const settle = () => {
      for (const timer of timers) clearTimeout(timer);
      // Nothing of the socket may keep the process from ending.
      sent.destroy();
    };
    sent.on('response', (response) => {
      response.on('error', ignored);
      resolve(answerOf(response));
      settle();
    });
    sent.on('error', (error) => {
      fail(error);
      settle();
    });
    sent.end(plan.body);
  });
}

function optionsOf({ headers, body, authorities, signal }: Attempt): RequestOptions {
  const tls = authorities === null ? {} : { ca: authorities };
  return {
    method: 'POST',
    headers: { ...headers, 'content-length': `${body.length}` },
    // A connection of its own, closed after the answer.
    agent: false,
    signal,
    maxHeaderSize: MAX_HEADER_BYTES,
    ...tls,
    // Said, so that NODE_TLS_REJECT_UNAUTHORIZED of the container changes nothing.
    ...{ rejectUnauthorized: true },
  };
}

function connectTimer(sent: ClientRequest, { url, connectMs }: Attempt): NodeJS.Timeout {
  const timer = setTimeout(() => sent.destroy(timeout('CONNECT_TIMEOUT', connectMs)), connectMs);
  const ready = url.protocol === 'https:' ? 'secureConnect' : 'connect';
  sent.on('socket', (socket: Socket) => {
    socket.once(ready, () => clearTimeout(timer));
  });
  return timer;
}

function timeout(code: string, afterMs: number): AttemptError {
  return new AttemptError(code, `nothing came within ${(afterMs / 1000).toFixed(1)} s`);
}

function answerOf({ statusCode = 0, headers }: IncomingMessage): Answer {
  return {
    status: statusCode,
    retryAfterMs: retryAfterMs(headers['retry-after']),
    location: hostOf(headers.location),
  };
}

/** https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3: seconds, or a date. */
function retryAfterMs(text: string | undefined): number | null {
  if (text === undefined) return null;
  const ms = /^\d{1,9}$/.test(text) ? 1000 * Number(text) : Date.parse(text) - Date.now();
  return Number.isFinite(ms) ? Math.max(0, ms) : null;
}

function hostOf(location: string | undefined): string | null {
  return location !== undefined && URL.canParse(location) ? new URL(location).host : null;
}

function ignored(): void {
  // The answer was read as far as it matters.
}
