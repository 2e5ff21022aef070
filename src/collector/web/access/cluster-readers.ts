/** Readers whom the API server knows: whoever may `get hangs.straggler.dev` may read here, everywhere or in a namespace. */
import { createHash } from 'node:crypto';
import { bounded } from '../bounded.ts';
import { ReadProblem } from '../problem.ts';
import type { Readers } from './admission.ts';
import { notSignedIn } from './admission.ts';
import type { ReaderIdentity, Reviews } from './reviews.ts';
import type { Scope } from './scope.ts';
import { EVERYTHING } from './scope.ts';
import { ShortMemory } from './short-memory.ts';

/** A right that was taken away ends after so long. */
const KEEP_MS = 30_000;
const MOST_READERS = 1_000;
const MOST_RIGHTS = 10_000;
/** Whoever sends tokens at random does not get the API server to work for them without end. */
const MOST_AT_ONCE = 20;

export class ClusterReaders implements Readers {
  readonly #reviews: Reviews | null;
  readonly #identities: ShortMemory<ReaderIdentity | null>;
  readonly #rights: ShortMemory<boolean>;
  #asking = 0;

  constructor(reviews: Reviews | null, now: () => number) {
    this.#reviews = reviews;
    this.#identities = new ShortMemory({ keepMs: KEEP_MS, most: MOST_READERS, now });
    this.#rights = new ShortMemory({ keepMs: KEEP_MS, most: MOST_RIGHTS, now });
  }

  async admit(token: string): Promise<Scope> {
    const key = createHash('sha256').update(token).digest('base64');
    const reader = await this.#identities.get(key, () => this.#ask((reviews) => reviews.identify(token)));
    if (reader === null) throw notSignedIn('The API server does not know this token, or it has run out.');
    if (await this.#may(key, reader, null)) return EVERYTHING;
    return { kind: 'some', may: (namespace) => this.#may(key, reader, namespace) };
  }

  #may(key: string, reader: ReaderIdentity, namespace: string | null): Promise<boolean> {
    // No namespace has a space in its name.
    return this.#rights.get(`${key} ${namespace ?? ' all'}`, () =>
      this.#ask((reviews) => reviews.mayGetHangs(reader, namespace)),
    );
  }

  async #ask<T>(question: (reviews: Reviews) => Promise<T>): Promise<T> {
    if (this.#reviews === null) throw unavailable('There is no API server to ask who may read.', null);
    if (this.#asking >= MOST_AT_ONCE)
      throw unavailable('Too many readers are being asked about at once.', null);
    this.#asking++;
    try {
      return await bounded(question(this.#reviews), 'The API server');
    } catch (cause) {
      if (cause instanceof ReadProblem) throw cause;
      throw unavailable('The API server could not be asked who may read.', cause);
    } finally {
      this.#asking--;
    }
  }
}

function unavailable(sentence: string, cause: unknown): ReadProblem {
  return new ReadProblem(sentence, {
    code: 'unavailable',
    fix: 'Try again in a moment; if it stays, check that the service account of the collector may create tokenreviews and subjectaccessreviews.',
    cause,
  });
}
