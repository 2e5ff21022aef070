/** Sends an answer with what keeps a browser from doing more with it than show it. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Answer } from './answer.ts';

/** Below it, packing saves nothing. */
const PACK_BYTES = 1_024;
const pack = promisify(gzip);

/** Reports are nobody's else: no cache keeps them, no page frames them, no link tells where it came from. */
const ALWAYS = {
  'cache-control': 'no-store',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'x-robots-tag': 'noindex',
  vary: 'accept-encoding, authorization',
};

export async function send(
  request: IncomingMessage,
  response: ServerResponse,
  answer: Answer,
): Promise<void> {
  const { body, isPacked } = await packed(answer, takesGzip(request));
  if (response.destroyed || response.headersSent) return;
  response.writeHead(answer.status, {
    ...ALWAYS,
    ...answer.headers,
    'content-type': answer.type,
    'content-length': body.length,
    'content-security-policy': `${answer.policy}; frame-ancestors 'none'`,
    ...(isPacked ? { 'content-encoding': 'gzip' } : {}),
  });
  response.end(request.method === 'HEAD' ? undefined : body);
}

export function takesGzip(request: IncomingMessage): boolean {
  return /(?:^|[\s,])gzip(?!\s*;\s*q=0(?:\.0*)?(?:\s*,|\s*$))/i.test(
    String(request.headers['accept-encoding'] ?? ''),
  );
}

async function packed(
  { body, isPacked }: Answer,
  mayPack: boolean,
): Promise<{ body: Uint8Array; isPacked: boolean }> {
  const bytes = typeof body === 'string' ? Buffer.from(body) : body;
  if (isPacked || !mayPack || bytes.length < PACK_BYTES) return { body: bytes, isPacked };
  return { body: await pack(bytes, { level: 5 }), isPacked: true };
}
