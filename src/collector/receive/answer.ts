/** Answers are a status and a sentence; nothing of what is kept ever leaves by this door. */
import type { IncomingMessage, ServerResponse } from 'node:http';

export interface Answer {
  status: number;
  code: string;
  sentence: string;
  fix: string;
  retryAfterSeconds?: number | null;
}

/** An answer is lost when the connection is cut while its body still comes: the rest is read and thrown away, up to these. */
const LINGER = { ms: 2_000, bytes: 16 * 1_048_576 };

/** Keeps the connection only where the request was read whole. */
export function answer(request: IncomingMessage, response: ServerResponse, given: Answer): void {
  const { status, code, sentence, fix, retryAfterSeconds = null } = given;
  if (response.headersSent || response.destroyed) return;
  const text = `${JSON.stringify({ code, sentence, fix })}\n`;
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
    'cache-control': 'no-store',
    ...(retryAfterSeconds === null ? {} : { 'retry-after': `${retryAfterSeconds}` }),
    ...(request.complete ? {} : { connection: 'close' }),
  });
  if (request.complete) {
    response.end(text);
    return;
  }
  response.write(text);
  linger(request, response);
}

/** Ends the answer, and with it the connection, when all has come or it takes too long. */
function linger(request: IncomingMessage, response: ServerResponse): void {
  let leftBytes = LINGER.bytes;
  const end = () => {
    clearTimeout(timer);
    request.off('data', count);
    response.end();
    request.socket.destroySoon();
  };
  const count = (chunk: Buffer) => {
    leftBytes -= chunk.length;
    if (leftBytes < 0) end();
  };
  const timer = setTimeout(end, LINGER.ms);
  request.once('end', end).once('close', end).on('error', end).on('data', count);
  request.resume();
}
