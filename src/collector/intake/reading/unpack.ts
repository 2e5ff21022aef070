/** A body as text. Never more than the limit is unpacked, whatever a few bytes promise to become. */
import { gunzipSync } from 'node:zlib';
import { malformed, tooLarge } from '../receive-error.ts';

export interface Body {
  bytes: Uint8Array;
  isGzip: boolean;
}

/** null: it is longer than `limitBytes`. Throws a ReceiveError when it is no gzip, or not UTF-8. */
export function unpack({ bytes, isGzip }: Body, limitBytes: number): string | null {
  const plain = isGzip ? gunzip(bytes, limitBytes) : bytes;
  if (plain === null || plain.length > limitBytes) return null;
  if (hasTooManyParts(plain))
    throw tooLarge('The report has too many parts.', 'The abridged form is smaller.');
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(plain);
  } catch (cause) {
    throw malformed('not-utf8', 'The body is not UTF-8.', { fix: 'Send JSON in UTF-8.', cause });
  }
}

export function unpackedTooLarge(limitBytes: number) {
  return tooLarge(
    `The report is larger than ${limitBytes} bytes when unpacked.`,
    'Raise --max-report-bytes of the collector; the abridged form is smaller.',
  );
}

/** Reads a series of members as one, and stops at the limit. */
function gunzip(bytes: Uint8Array, limitBytes: number): Uint8Array | null {
  try {
    return gunzipSync(bytes, { maxOutputLength: limitBytes });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') return null;
    throw malformed('not-gzip', 'The body says that it is gzip, and is none, or not all of it.', {
      fix: 'Send it again, without content-encoding if it is not compressed.',
      cause: error,
    });
  }
}

/** A report with 100,000 tasks has 5,000,000; each may take 50 bytes of memory where it takes 3 of the text. */
const MAX_PARTS = 6_000_000;
const COMMA = 0x2c;
const OPEN_LIST = 0x5b;
const OPEN_OBJECT = 0x7b;

/** Counts what begins an element, in strings as well: it must not be exact, and it is fast. */
function hasTooManyParts(bytes: Uint8Array): boolean {
  if (bytes.length <= MAX_PARTS) return false;
  let parts = 0;
  for (let index = 0; index < bytes.length; index++) {
    const byte = bytes[index];
    if (byte === COMMA || byte === OPEN_LIST || byte === OPEN_OBJECT) parts++;
  }
  return parts > MAX_PARTS;
}
