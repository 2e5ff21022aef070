/** Asks the read API of a collector. Every answer may come from anyone: what fails says so in a sentence. */
import { visible } from '../../report/sanitise.ts';
import type { Answer, Question } from './ask.ts';
import { ask } from './ask.ts';
import type { Connection } from './connection.ts';
import { errorOf, ReadingError } from './reading-error.ts';
import type { Route } from './route.ts';

const MIB = 1_048_576;
const MAX_LIST_BYTES = 32 * MIB;
export const MAX_REPORT_BYTES = 256 * MIB;
const MAX_SENTENCE = 500;

export class CollectorClient {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** The body of a good answer. `path` begins with a slash. */
  async get(path: string, maxBytes: number): Promise<string> {
    const answer = await this.#ask(path, maxBytes);
    if (answer.status === 200) return answer.body;
    throw refusal(answer);
  }

  /** What the body holds, beside it. */
  async getJson(path: string, maxBytes = MAX_LIST_BYTES): Promise<{ text: string; value: unknown }> {
    const text = await this.get(path, maxBytes);
    return { text, value: parse(text) };
  }

  /** Once more by another way, when the first has led nowhere. */
  async #ask(path: string, maxBytes: number): Promise<Answer> {
    const route = await this.#connection.current();
    const question = (base: string) => ({
      url: new URL(base + path),
      headers: this.#connection.authorization(),
      maxBytes,
      signal: this.#connection.signal,
    });
    try {
      return await ask(question(route.url));
    } catch (error) {
      const isBroken = error instanceof ReadingError && error.code === 'unreachable';
      if (!(isBroken && route.isReplaceable)) throw error;
      return await this.#askAgain(await this.#connection.renew(route), question);
    }
  }

  /** The way itself may know better why it leads nowhere. */
  async #askAgain(route: Route, question: (base: string) => Question): Promise<Answer> {
    try {
      return await ask(question(route.url));
    } catch (error) {
      const trouble = route.trouble();
      const isBroken = error instanceof ReadingError && error.code === 'unreachable';
      throw isBroken && trouble !== null ? errorOf(trouble) : error;
    }
  }
}

/** `/api/v1/hangs?namespace=shop` */
export function pathOf(path: string, query: Readonly<Record<string, string>>): string {
  const search = new URLSearchParams(query).toString();
  return search === '' ? path : `${path}?${search}`;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw badAnswer(error);
  }
}

/** What answers speaks HTTP, and is no collector that this Straggler knows. */
export function badAnswer(cause?: unknown): ReadingError {
  return new ReadingError('What answers is no collector, or one of another version.', {
    code: 'bad-answer',
    fix: 'See whether the address is that of the pages of a collector, and use the Straggler of its version.',
    cause,
  });
}

/** A collector says `{code, sentence, fix}`. */
function refusal({ status, body }: Answer): ReadingError {
  const { sentence, fix } = saidOf(body);
  if (status === 401 || status === 403)
    return new ReadingError(sentence ?? `The collector does not let you read (status ${status}).`, {
      code: 'unauthorized',
      fix:
        fix ??
        'Give --token-file the token of readers, or one of your own: kubectl create token SERVICEACCOUNT.',
    });
  if (sentence === null) return badAnswer();
  const code = status === 404 ? 'not-found' : 'refused';
  return new ReadingError(sentence, { code, fix: fix ?? 'See the log of the collector.' });
}

function saidOf(body: string): { sentence: string | null; fix: string | null } {
  try {
    const said = JSON.parse(body) as Record<string, unknown> | null;
    return { sentence: words(said?.['sentence']), fix: words(said?.['fix']) };
  } catch {
    return { sentence: null, fix: null };
  }
}

function words(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? visible(value.slice(0, MAX_SENTENCE)) : null;
}
