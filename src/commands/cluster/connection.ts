/** Keeps a way to the collector, and finds a new one when the pod at its end is gone. */
import { readFileSync } from 'node:fs';
import type { ConnectionSettings } from '../../settings/connection.ts';
import { errorOf, ReadingError } from './reading-error.ts';
import type { OpenRoute, Route } from './route.ts';
import { direct } from './route.ts';

/** What can stand in a header; a token of Kubernetes is in base64url and dots. */
const TOKEN = /^[\x21-\x7e]{1,65536}$/;

export class Connection {
  readonly #open: OpenRoute;
  readonly #tokenFile: string | null;
  readonly #signal: AbortSignal;
  /** One at a time, whoever asks. */
  #route: Promise<Route> | null = null;

  constructor(open: OpenRoute, tokenFile: string | null, signal: AbortSignal) {
    this.#open = open;
    this.#tokenFile = tokenFile;
    this.#signal = signal;
  }

  get signal(): AbortSignal {
    return this.#signal;
  }

  /** A failed try is not kept: the next call tries again. */
  current(): Promise<Route> {
    if (this.#route !== null) return this.#route;
    const opening = this.#open(this.#signal);
    this.#route = opening;
    opening.catch(() => {
      if (this.#route === opening) this.#route = null;
    });
    return opening;
  }

  /** Another one, as this one has failed; those who say so of the same one get the same other one. */
  async renew(broken: Route): Promise<Route> {
    const held = this.#route;
    if (held !== null && (await held.catch(() => null)) === broken && this.#route === held) {
      this.#route = null;
      await broken.stop();
    }
    return await this.current();
  }

  /** Read anew each time: tokens are replaced before they expire. */
  authorization(): Readonly<Record<string, string>> {
    return this.#tokenFile === null ? {} : { authorization: `Bearer ${readToken(this.#tokenFile)}` };
  }

  async stop(): Promise<void> {
    const route = await this.#route?.catch(() => null);
    this.#route = null;
    await route?.stop();
  }
}

/** What speaks to Kubernetes is large, and loaded only where it is needed. */
export function routeOpener({ place }: ConnectionSettings): OpenRoute {
  if (place.kind === 'url') return () => Promise.resolve(direct(place.url));
  return async (signal) => {
    const { openCollector } = await import('./open-collector.ts');
    const opened = await openCollector(place, signal);
    if ('refusal' in opened) throw errorOf(opened.refusal);
    return opened.route;
  };
}

function readToken(path: string): string {
  const fix = 'Give --token-file a file that may be read and holds one token.';
  let text: string;
  try {
    text = readFileSync(path, 'utf8').trim();
  } catch (error) {
    const sentence = `The token could not be read from ${path}: ${(error as Error).message}.`;
    throw new ReadingError(sentence, { code: 'no-token', fix, cause: error });
  }
  if (TOKEN.test(text)) return text;
  throw new ReadingError(`${path} holds no token.`, { code: 'no-token', fix });
}
