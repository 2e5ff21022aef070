/** One question to a read API over HTTP, bounded in time and in the size of its answer. */
import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { visible } from '../../report/sanitise.ts';
import { interrupted, ReadingError } from './reading-error.ts';

export interface Question {
  url: URL;
  headers: Readonly<Record<string, string>>;
  /** Of the answer, unpacked. */
  maxBytes: number;
  signal: AbortSignal;
}

export interface Answer {
  status: number;
  body: string;
}

/** A way through an API server takes some round trips. */
const BEGIN_MS = 10_000;
/** For the whole of a report of many megabytes. */
const TOTAL_MS = 60_000;
const UNREACHABLE_FIX =
  'See whether the collector runs, and try again; it may have been replaced a moment ago.';

export async function ask(question: Question): Promise<Answer> {
  const { signal } = question;
  if (signal.aborted) throw interrupted();
  const ending = new AbortController();
  const timer = setTimeout(() => ending.abort(tooSlow(TOTAL_MS)), TOTAL_MS);
  const onAbort = () => ending.abort(interrupted());
  signal.addEventListener('abort', onAbort);
  try {
    const response = await begin(question, ending);
    return { status: response.statusCode ?? 0, body: await read(response, question.maxBytes, ending.signal) };
  } catch (error) {
    throw wordsFor(error, ending.signal, question.url.host);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', onAbort);
    // Nothing of the socket may keep the process from ending.
    ending.abort();
  }
}

/** Until the head of the answer is there. Redirections are not followed: a token goes to no other host. */
async function begin({ url, headers }: Question, ending: AbortController): Promise<IncomingMessage> {
  const { request } = url.protocol === 'https:' ? await import('node:https') : await import('node:http');
  const timer = setTimeout(() => ending.abort(tooSlow(BEGIN_MS)), BEGIN_MS);
  try {
    return await new Promise<IncomingMessage>((resolve, reject) => {
      const all = { ...headers, accept: 'application/json', 'accept-encoding': 'gzip' };
      const sent = request(url, { headers: all, agent: false, signal: ending.signal });
      sent.on('response', resolve);
      sent.on('error', reject);
      sent.end();
    });
  } finally {
    clearTimeout(timer);
  }
}

async function read(response: IncomingMessage, maxBytes: number, signal: AbortSignal): Promise<string> {
  // Of an answer that is not read to its end.
  response.on('error', () => undefined);
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of unpacked(response)) {
    signal.throwIfAborted();
    bytes += (chunk as Buffer).length;
    if (bytes > maxBytes) {
      response.destroy();
      throw tooLarge(maxBytes);
    }
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function unpacked(response: IncomingMessage): Readable {
  if (response.headers['content-encoding'] !== 'gzip') return response;
  const gunzip = createGunzip();
  response.on('error', (error) => gunzip.destroy(error));
  response.on('aborted', () => gunzip.destroy(new Error('the answer was cut off')));
  return response.pipe(gunzip);
}

function wordsFor(error: unknown, { aborted, reason }: AbortSignal, host: string): ReadingError {
  if (error instanceof ReadingError) return error;
  if (aborted && reason instanceof ReadingError) return reason;
  const { code = '', message } = error as NodeJS.ErrnoException;
  const where = visible(host);
  if (code.startsWith('Z_'))
    return new ReadingError(`The answer of ${where} is packed in a way that cannot be read.`, {
      code: 'bad-answer',
      fix: 'See whether that is the address of a collector.',
      cause: error,
    });
  return new ReadingError(`${where} does not answer: ${visible(message)}.`, {
    code: 'unreachable',
    fix: UNREACHABLE_FIX,
    cause: error,
  });
}

function tooSlow(afterMs: number): ReadingError {
  return new ReadingError(`The collector has not answered within ${afterMs / 1000} s.`, {
    code: 'too-slow',
    fix: 'See its log and its load; a narrower question (--since, --namespace) may be answered sooner.',
  });
}

function tooLarge(maxBytes: number): ReadingError {
  return new ReadingError(`The answer is larger than ${Math.floor(maxBytes / 1_048_576)} MiB.`, {
    code: 'too-large',
    fix: 'Ask for less: --since, --namespace, --limit.',
  });
}
