/** One message to a webhook, bounded in time. The address is a secret: it is in no error, nor is its host. */
import { readFileSync, statSync } from 'node:fs';
import type { ClientRequest } from 'node:http';
import { request } from 'node:http';
import { request as requestTls } from 'node:https';

/**
 * address: nobody will take anything there. message: this one is not taken, another may be. later: a try after a while
 * may go well.
 */
export type PostResult =
  | { kind: 'accepted' }
  | { kind: 'address' | 'message'; sentence: string; fix: string }
  | { kind: 'later'; sentence: string; fix: string; retryAfterMs: number | null };

const MAX_ADDRESS_BYTES = 8_192;
const ANSWER_MS = 10_000;
const ADDRESS_STATUSES = new Set([401, 403, 404, 405, 407, 410]);
const ADDRESS_FIX = 'Put the address of the webhook, as whoever takes the messages gives it, into the file.';
const LATER_FIX = 'It is tried again; see whether the collector may reach the address of the webhook.';

/** Read at each try, so that it may be replaced; null: there is none in it. */
export function readAddress(path: string): URL | null {
  try {
    if (statSync(path).size > MAX_ADDRESS_BYTES) return null;
    const text = readFileSync(path, 'utf8').trim();
    const url = URL.canParse(text) ? new URL(text) : null;
    return url !== null && /^https?:$/.test(url.protocol) ? url : null;
  } catch {
    return null;
  }
}

export function noAddress(path: string): PostResult {
  return {
    kind: 'later',
    sentence: `The address of the webhook could not be read from ${path}.`,
    fix: ADDRESS_FIX,
    retryAfterMs: null,
  };
}

/** Never rejects. Redirections are not followed: what is told goes to nobody else. */
export function post(
  url: URL,
  body: string,
  about: { signal: AbortSignal; answerMs?: number },
): Promise<PostResult> {
  const { signal, answerMs = ANSWER_MS } = about;
  const bytes = Buffer.from(body);
  return new Promise((resolve) => {
    const send = url.protocol === 'https:' ? requestTls : request;
    let sent: ClientRequest;
    try {
      sent = send(url, {
        method: 'POST',
        agent: false,
        signal,
        headers: {
          'content-type': 'application/json; charset=utf-8',
          'content-length': bytes.length,
          'user-agent': 'straggler',
        },
      });
    } catch (error) {
      resolve(notSent(error));
      return;
    }
    const timer = setTimeout(() => sent.destroy(tooLate(answerMs)), answerMs);
    sent.on('response', (response) => {
      // What it says is not read: it may be endless.
      response.on('error', () => undefined);
      resolve(judge(response.statusCode ?? 0, response.headers['retry-after']));
      sent.destroy();
    });
    sent.on('error', (error) => resolve(notSent(error)));
    sent.on('close', () => clearTimeout(timer));
    sent.end(bytes);
  });
}

function judge(status: number, retryAfter: string | undefined): PostResult {
  if (status >= 200 && status < 300) return { kind: 'accepted' };
  if (status >= 300 && status < 400)
    return {
      kind: 'address',
      sentence: `The webhook redirects (status ${status}), which is not followed.`,
      fix: ADDRESS_FIX,
    };
  if (ADDRESS_STATUSES.has(status))
    return { kind: 'address', sentence: `The webhook takes nothing (status ${status}).`, fix: ADDRESS_FIX };
  if (status >= 400 && status < 500 && status !== 408 && status !== 429)
    return {
      kind: 'message',
      sentence: `The webhook refused a message (status ${status}).`,
      fix: 'See that --webhook-format, or the template, gives what it takes.',
    };
  return {
    kind: 'later',
    sentence: `The webhook failed (status ${status}).`,
    fix: LATER_FIX,
    retryAfterMs: /^\d{1,6}$/.test(retryAfter ?? '') ? 1_000 * Number(retryAfter) : null,
  };
}

function tooLate(afterMs: number): NodeJS.ErrnoException {
  return Object.assign(new Error('too late'), { code: `no answer within ${afterMs / 1_000} s` });
}

/** Only the code: messages hold the host, or the whole address. */
function notSent(error: unknown): PostResult {
  const { code = 'unknown error' } = error as NodeJS.ErrnoException;
  return {
    kind: 'later',
    sentence: `The webhook could not be reached (${code}).`,
    fix: LATER_FIX,
    retryAfterMs: null,
  };
}
