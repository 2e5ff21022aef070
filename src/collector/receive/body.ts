/** The body of a request, within bounds of size, of time, and of what all bodies together take. */
import type { IncomingMessage } from 'node:http';
import { notNow, ReceiveError, tooLarge } from '../intake/receive-error.ts';

/** Bytes of bodies that have come and are not dealt with. */
export class BytesInFlight {
  readonly #max: number;
  #now = 0;

  constructor(max: number) {
    this.#max = max;
  }

  get now(): number {
    return this.#now;
  }

  /** false: there is no room for them now. */
  add(bytes: number): boolean {
    if (this.#now + bytes > this.#max) return false;
    this.#now += bytes;
    return true;
  }

  remove(bytes: number): void {
    this.#now -= bytes;
  }
}

export interface BodyBounds {
  maxBytes: number;
  /** Between two pieces. */
  idleMs: number;
  inFlight: BytesInFlight;
}

export interface ReceivedBody {
  bytes: Buffer;
  /** To be called once it is dealt with. */
  release: () => void;
}

/** Throws a ReceiveError for a body that says itself that it is too large. */
export function checkLength(request: IncomingMessage, maxBytes: number): void {
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) throw bodyTooLarge(maxBytes);
}

/** Rejects with a ReceiveError, or with a `GoneError` when the sender went away. */
export function readBody(request: IncomingMessage, bounds: BodyBounds): Promise<ReceivedBody> {
  const { maxBytes, idleMs, inFlight } = bounds;
  if (request.destroyed) return Promise.reject(new GoneError('The sender went away.'));
  const chunks: Buffer[] = [];
  let length = 0;
  const release = () => {
    inFlight.remove(length);
    length = 0;
  };
  return new Promise((resolve, reject) => {
    const settle = (act: () => void) => {
      clearTimeout(timer);
      request.off('data', onData).off('end', onEnd).off('close', onClose);
      act();
    };
    const fail = (error: Error) =>
      settle(() => {
        release();
        reject(error);
      });
    const timer = setTimeout(() => fail(tooSlow()), idleMs);
    const onData = (chunk: Buffer) => {
      timer.refresh();
      if (length + chunk.length > maxBytes) return fail(bodyTooLarge(maxBytes));
      if (!inFlight.add(chunk.length)) return fail(noRoom());
      length += chunk.length;
      chunks.push(chunk);
    };
    const onEnd = () => settle(() => resolve({ bytes: Buffer.concat(chunks), release }));
    const onClose = () => fail(new GoneError('The sender went away.'));
    request.on('data', onData).on('end', onEnd).on('close', onClose).on('error', ignored);
  });
}

/** Nobody is there to be answered. */
export class GoneError extends Error {
  override readonly name = 'GoneError';
}

function ignored(): void {
  // The close that follows says it.
}

function bodyTooLarge(maxBytes: number): ReceiveError {
  return tooLarge(
    `The body is larger than ${maxBytes} bytes.`,
    'Raise --max-body-bytes of the collector; the abridged form is smaller.',
  );
}

function noRoom(): ReceiveError {
  return notNow('busy', {
    sentence: 'Too many bytes are on their way to this collector.',
    fix: 'Try again; give the collector more replicas if it stays so.',
  });
}

function tooSlow(): ReceiveError {
  return new ReceiveError({
    status: 408,
    code: 'too-slow',
    sentence: 'The body came too slowly.',
    fix: 'Try again; see whether the network between the pod and the collector is well.',
    counted: null,
    retryAfterSeconds: null,
  });
}
