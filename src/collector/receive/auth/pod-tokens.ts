/** Projected tokens of pods, as the API server reviews them; what it said is remembered for a while. */
import { createHash } from 'node:crypto';
import type { ReceiveError } from '../../intake/receive-error.ts';
import { notNow } from '../../intake/receive-error.ts';
import type { Sender } from '../../model/identity.ts';
import { bearerToken, noPodToken, tokenRefused } from './bearer.ts';
import { Turns } from './turns.ts';

/** What a TokenReview says. */
export type Reviewed =
  | { isValid: true; pod: { namespace: string; name: string; uid: string } | null }
  | { isValid: false; reason: string };

/** Rejects when the API server does not say: it is down, or does not let the collector ask. */
export type Review = (token: string, signal: AbortSignal) => Promise<Reviewed>;

const REVIEW_LIMIT_MS = 5_000;
/** A pod that is deleted may still be believed for so long: its last report comes then. */
const ACCEPTED_MS = 300_000;
/** A pod that is brand new may be refused until the API server has heard of it. */
const REFUSED_MS = 5_000;
const MAX_REMEMBERED = 20_000;
/** At 10 ms a review, 1,600 a second. */
const TURNS = { max: 16, maxWaiting: 2_000 };

type Verdict = { sender: Sender } | { refusal: ReceiveError };

export class PodTokens {
  readonly #review: Review;
  readonly #turns = new Turns(TURNS);
  /** By digest: tokens are not kept. The oldest first. */
  readonly #accepted = new Map<string, { verdict: Verdict; untilMs: number }>();
  /** Apart, so that forged tokens do not push out good ones. */
  readonly #refused = new Map<string, { verdict: Verdict; untilMs: number }>();
  /** Requests with one token share one review. */
  readonly #asking = new Map<string, Promise<Verdict>>();

  constructor(review: Review) {
    this.#review = review;
  }

  async authenticate(authorization: string | undefined): Promise<Sender> {
    const token = bearerToken(authorization);
    const digest = createHash('sha256').update(token).digest('base64');
    const verdict = this.#remembered(digest) ?? (await this.#ask(token, digest));
    if ('sender' in verdict) return verdict.sender;
    throw verdict.refusal;
  }

  #remembered(digest: string): Verdict | null {
    const nowMs = Date.now();
    for (const known of [this.#accepted, this.#refused]) {
      const entry = known.get(digest);
      if (entry === undefined) continue;
      if (entry.untilMs > nowMs) return entry.verdict;
      known.delete(digest);
    }
    return null;
  }

  #ask(token: string, digest: string): Promise<Verdict> {
    const asking = this.#asking.get(digest) ?? this.#decide(token, digest);
    this.#asking.set(digest, asking);
    return asking.finally(() => this.#asking.delete(digest));
  }

  async #decide(token: string, digest: string): Promise<Verdict> {
    const reviewed = await this.#turns.take(() => this.#reviewed(token));
    if (reviewed === null) throw cannotTell('Too many tokens wait to be reviewed by the API server.');
    const nowMs = Date.now();
    if (!reviewed.isValid || reviewed.pod === null) {
      const verdict = { refusal: reviewed.isValid ? noPodToken() : tokenRefused() };
      remember(this.#refused, digest, { verdict, untilMs: nowMs + REFUSED_MS });
      return verdict;
    }
    const verdict: Verdict = { sender: { kind: 'pod', ...reviewed.pod } };
    const untilMs = Math.min(nowMs + ACCEPTED_MS, expiryMs(token) ?? nowMs + ACCEPTED_MS);
    remember(this.#accepted, digest, { verdict, untilMs });
    return verdict;
  }

  async #reviewed(token: string): Promise<Reviewed> {
    const signal = AbortSignal.timeout(REVIEW_LIMIT_MS);
    try {
      return await this.#review(token, signal);
    } catch (error) {
      throw cannotTell('The API server did not say whose token it is.', error);
    }
  }
}

function remember<T>(known: Map<string, T>, digest: string, entry: T): void {
  known.delete(digest);
  known.set(digest, entry);
  const [oldest] = known.keys();
  if (known.size > MAX_REMEMBERED && oldest !== undefined) known.delete(oldest);
}

/** Not a refusal: the token may be good. */
function cannotTell(sentence: string, cause?: unknown): ReceiveError {
  return notNow(
    'no-token-review',
    { sentence, fix: 'See that the collector reaches the API server and may create tokenreviews.' },
    cause,
  );
}

/** The token's own word, which only shortens what is remembered (RFC 7519, 4.1.4); null where it has none. */
function expiryMs(token: string): number | null {
  try {
    const payload: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
    const { exp } = payload as { exp?: unknown };
    return typeof exp === 'number' ? 1000 * exp : null;
  } catch {
    return null;
  }
}
