/** One token for all readers, read from its file each time: it may be replaced while we run. */
import { createHash, timingSafeEqual } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { ReadProblem } from '../problem.ts';
import type { Readers } from './admission.ts';
import { notSignedIn } from './admission.ts';
import type { Scope } from './scope.ts';
import { EVERYTHING } from './scope.ts';

export class TokenFileReaders implements Readers {
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
  }

  async admit(token: string): Promise<Scope> {
    const expected = await this.#read();
    if (timingSafeEqual(digest(token), digest(expected))) return EVERYTHING;
    throw notSignedIn('The token is not the one that this collector takes.');
  }

  async #read(): Promise<string> {
    let text: string;
    try {
      text = (await readFile(this.#path, 'utf8')).trim();
    } catch (cause) {
      throw noToken(cause);
    }
    if (text === '') throw noToken(null);
    return text;
  }
}

/** Of one length, whatever was sent. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

function noToken(cause: unknown): ReadProblem {
  return new ReadProblem('The collector cannot read the token of its readers.', {
    code: 'unavailable',
    fix: 'Let --read-token-file name a file that the collector can read and that is not empty.',
    cause,
  });
}
