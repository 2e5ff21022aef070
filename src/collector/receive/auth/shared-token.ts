/** One token for all senders, in a file that may be replaced. */
import { createHash, timingSafeEqual } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { notNow } from '../../intake/receive-error.ts';
import type { Sender } from '../../model/identity.ts';
import { bearerToken, tokenRefused } from './bearer.ts';

/** So old is what is known of the file at most. */
const FRESH_MS = 1_000;
const MAX_CHARACTERS = 8_192;

export class SharedToken {
  readonly #file: string;
  #known: { digest: Buffer; readAtMs: number } | null = null;

  constructor(file: string) {
    this.#file = file;
  }

  async authenticate(authorization: string | undefined): Promise<Sender> {
    const given = digestOf(bearerToken(authorization));
    // Of equal length whatever was given, and compared in constant time.
    if (timingSafeEqual(given, await this.#expected())) return { kind: 'trusted' };
    throw tokenRefused();
  }

  async #expected(): Promise<Buffer> {
    const nowMs = performance.now();
    if (this.#known !== null && nowMs - this.#known.readAtMs < FRESH_MS) return this.#known.digest;
    const digest = digestOf(await this.#read());
    this.#known = { digest, readAtMs: nowMs };
    return digest;
  }

  async #read(): Promise<string> {
    const text = await readFile(this.#file, 'utf8').catch(() => '');
    const token = text.trim();
    if (token !== '' && token.length <= MAX_CHARACTERS) return token;
    throw notNow('no-token-file', {
      sentence: 'The collector cannot read the token that senders are to show.',
      fix: 'See that the file of --auth-token-file is there and holds a token.',
    });
  }
}

function digestOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
