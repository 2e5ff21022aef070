/** Posts to the collector until it has accepted, has refused for good, or the time is over. */
import { closeSync, openSync, readSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CollectorSettings } from '../../settings/delivery.ts';
import { DeliveryError } from '../channel.ts';
import { AttemptError, attempt } from './attempt.ts';
import type { Refusal } from './words.ts';
import { refusalOfAnswer, refusalOfError, unreadable } from './words.ts';

const FIRST_PAUSE_MS = 100;
const MAX_PAUSE_MS = 2_000;
const CONNECT_MS = 2_000;
/** An answer later than this is one that another connection may get sooner. */
const ATTEMPT_MS = 5_000;
/** Above the least bandwidth to be expected, bytes a millisecond: 4 Mbit/s. */
const BYTES_PER_MS = 500;
const MAX_FILE_BYTES = 256 * 1_024;
/** What can stand in a header; a token of Kubernetes is in base64url and dots. */
const TOKEN = /^[\x21-\x7e]+$/;

export interface Post {
  path: '/v1/reports' | '/v1/pods';
  body: Buffer;
  headers: Readonly<Record<string, string>>;
  limitMs: number;
  signal: AbortSignal;
}

export class CollectorClient {
  readonly #settings: CollectorSettings;
  readonly #version: string;

  /** `version`: Straggler's own. */
  constructor(settings: CollectorSettings, version: string) {
    this.#settings = settings;
    this.#version = version;
  }

  /** Throws a DeliveryError when it was not accepted. */
  async post(post: Post): Promise<void> {
    const endsAt = performance.now() + post.limitMs;
    let pauseMs = FIRST_PAUSE_MS;
    let refusal: Refusal | null = null;
    for (;;) {
      const leftMs = endsAt - performance.now();
      if (leftMs <= 0) throw new DeliveryError(refusal ?? noTime(post.limitMs));
      const result = await this.#try(post, leftMs);
      if (result === null) return;
      if (result.isFinal) throw new DeliveryError(result);
      refusal = result;
      const waitMs = Math.max(pauseMs * (0.75 + 0.5 * Math.random()), askedFor(result, endsAt));
      if (performance.now() + waitMs >= endsAt) throw new DeliveryError(refusal);
      await sleep(waitMs, undefined, { signal: post.signal });
      pauseMs = Math.min(2 * pauseMs, MAX_PAUSE_MS);
    }
  }

  /** null: accepted. */
  async #try(post: Post, leftMs: number): Promise<(Refusal & { retryAfterMs: number | null }) | null> {
    const url = new URL(`${this.#settings.url}${post.path}`);
    try {
      const answer = await attempt({
        url,
        headers: {
          ...post.headers,
          ...this.#authorization(),
          'content-type': 'application/json',
          'user-agent': `straggler/${this.#version}`,
        },
        body: post.body,
        authorities: this.#authorities(),
        connectMs: Math.min(CONNECT_MS, leftMs),
        totalMs: Math.min(ATTEMPT_MS + post.body.length / BYTES_PER_MS, leftMs),
        signal: post.signal,
      });
      // 409: it has this revision already; an earlier try did arrive.
      if ((answer.status >= 200 && answer.status < 300) || answer.status === 409) return null;
      return { ...refusalOfAnswer(answer, url.host), retryAfterMs: answer.retryAfterMs };
    } catch (error) {
      if (error instanceof AttemptError) return { ...refusalOfError(error, url.host), retryAfterMs: null };
      throw error;
    }
  }

  /** Read anew each time: the kubelet replaces the token before it expires. */
  #authorization(): Record<string, string> {
    const { tokenFile } = this.#settings;
    if (tokenFile === null) return {};
    const token = readSmall('token', tokenFile).trim();
    if (!TOKEN.test(token)) throw new DeliveryError(unreadable('token', tokenFile, 'it holds no token'));
    return { authorization: `Bearer ${token}` };
  }

  #authorities(): string | null {
    const { caFile } = this.#settings;
    if (caFile === null) return null;
    const authorities = readSmall('authorities', caFile);
    // Nothing at all would mean everyone that Node knows.
    if (authorities.includes('BEGIN CERTIFICATE')) return authorities;
    throw new DeliveryError(unreadable('authorities', caFile, 'it holds no certificate'));
  }
}

/** What a collector asks for, as far as the pod can grant it: a report that waits too long is lost. */
function askedFor({ retryAfterMs }: { retryAfterMs: number | null }, endsAt: number): number {
  return Math.min(retryAfterMs ?? 0, (endsAt - performance.now()) / 2);
}

function readSmall(what: 'token' | 'authorities', path: string): string {
  try {
    const file = openSync(path, 'r');
    try {
      const bytes = Buffer.alloc(MAX_FILE_BYTES);
      return bytes.toString('utf8', 0, readSync(file, bytes));
    } finally {
      closeSync(file);
    }
  } catch (error) {
    throw new DeliveryError(unreadable(what, path, (error as Error).message), { cause: error });
  }
}

function noTime(limitMs: number): Refusal {
  return {
    code: 'collector-no-time',
    sentence: `There was no time to deliver to the collector (${Math.round(limitMs)} ms).`,
    fix: 'Give the pod a longer terminationGracePeriodSeconds.',
    isFinal: true,
  };
}
