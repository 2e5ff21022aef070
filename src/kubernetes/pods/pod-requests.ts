/** The two requests that a watch is made of. */
import type { ClusterAccess } from '../api.ts';
import { ClusterError } from '../api.ts';
import { noAnswer, refusal, tooLate } from '../refusal.ts';
import { open, part } from '../request.ts';
import { Lines } from './lines.ts';
import { ListPage } from './list-page.ts';

export interface Scope {
  selector: string;
  /** null: all. */
  namespace: string | null;
}

/** Of 500 pods a page has some 5 MB. */
const PAGE = '500';
const LIST_TIMEOUT_MS = 30_000;

function pathOf({ namespace }: Scope): string {
  return `/api/v1${namespace === null ? '' : `/namespaces/${part(namespace)}`}/pods`;
}

function whatOf({ namespace }: Scope): string {
  return `pods in ${namespace === null ? 'all namespaces' : namespace}`;
}

/** A page after the other; none is held when the next one comes. Gives the resourceVersion of the list. */
export async function listPods(
  access: ClusterAccess,
  scope: Scope,
  options: { signal: AbortSignal; take: (object: unknown) => Promise<void> },
): Promise<string> {
  let next = '';
  let version = '';
  do {
    const query = { labelSelector: scope.selector, limit: PAGE, ...(next === '' ? {} : { continue: next }) };
    const { metadata } = await listPage(access, scope, { ...options, query });
    next = metadata?.continue ?? '';
    version = metadata?.resourceVersion ?? version;
  } while (next !== '');
  return version;
}

async function listPage(
  access: ClusterAccess,
  scope: Scope,
  options: { signal: AbortSignal; take: (object: unknown) => Promise<void>; query: Record<string, string> },
): Promise<ReturnType<ListPage['end']>> {
  const what = `the list of ${whatOf(scope)}`;
  const timeout = AbortSignal.timeout(LIST_TIMEOUT_MS);
  const signal = AbortSignal.any([options.signal, timeout]);
  try {
    const request = { method: 'GET' as const, path: pathOf(scope), query: options.query, what };
    const response = await open(access, request, signal);
    const page = new ListPage();
    for await (const chunk of response as AsyncIterable<Buffer>) {
      const items = [...page.take(chunk)];
      await Promise.all(items.map((item) => options.take(item)));
    }
    return page.end();
  } catch (cause) {
    if (timeout.aborted) throw tooLate(what, LIST_TIMEOUT_MS);
    if (cause instanceof ClusterError || cause instanceof SyntaxError) throw cause;
    throw noAnswer(cause, what);
  }
}

interface WatchEvent {
  type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK';
  object: unknown;
}

const EVENT_TYPES: ReadonlySet<unknown> = new Set(['ADDED', 'MODIFIED', 'DELETED', 'BOOKMARK']);

/**
 * The events since `version`, until the server ends it after `seconds`. Silence is an end too: a connection may be dead
 * without anyone telling; the server sends a bookmark about every minute. Throws a `ClusterError`; code `gone`: list anew.
 */
export async function* watchEvents(
  access: ClusterAccess,
  scope: Scope,
  options: { version: string; seconds: number; silenceMs: number; signal: AbortSignal },
): AsyncGenerator<WatchEvent> {
  const silence = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const expect = () => {
    clearTimeout(timer);
    timer = setTimeout(() => silence.abort(), options.silenceMs);
  };
  const signal = AbortSignal.any([options.signal, silence.signal]);
  try {
    expect();
    const response = await open(
      access,
      {
        method: 'GET',
        path: pathOf(scope),
        query: {
          labelSelector: scope.selector,
          watch: 'true',
          allowWatchBookmarks: 'true',
          resourceVersion: options.version,
          timeoutSeconds: String(options.seconds),
        },
        what: `the watch of ${whatOf(scope)}`,
        isWatch: true,
      },
      signal,
    );
    const lines = new Lines();
    for await (const chunk of response as AsyncIterable<Buffer>) {
      expect();
      for (const line of lines.take(chunk)) yield parseEvent(line, scope);
      expect();
    }
  } catch (cause) {
    throw cause instanceof ClusterError ? cause : torn(cause, scope, silence.signal.aborted);
  } finally {
    clearTimeout(timer);
    silence.abort();
  }
}

function torn(cause: unknown, scope: Scope, isSilent: boolean): ClusterError {
  const sentence = isSilent
    ? `the watch of ${whatOf(scope)} fell silent`
    : `the watch of ${whatOf(scope)} was cut off`;
  return new ClusterError(sentence, {
    code: 'unreachable',
    fix: 'Nothing, unless it happens often: it is begun again. Then look for a proxy that ends idle connections.',
    isTransient: true,
    cause,
  });
}

function parseEvent(line: string, scope: Scope): WatchEvent {
  const { type, object } = JSON.parse(line) as { type?: unknown; object?: { code?: number } };
  if (EVENT_TYPES.has(type)) return { type: type as WatchEvent['type'], object };
  const status = typeof object?.code === 'number' ? object.code : 500;
  throw refusal(status, JSON.stringify(object ?? {}), {
    what: `the watch of ${whatOf(scope)}`,
    retryAfter: undefined,
  });
}
