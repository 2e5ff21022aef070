/** What can be said of a request before anything of its body is read. */
import type { IncomingMessage } from 'node:http';
import type { ReportResult } from '../../metrics/collector-table.ts';
import { ReceiveError } from '../intake/receive-error.ts';

export type Route = 'reports' | 'pods';

const ROUTES: ReadonlyMap<string, Route> = new Map([
  ['/v1/reports', 'reports'],
  ['/v1/pods', 'pods'],
]);
const JSON_TYPE = /^application\/json\s*(?:;|$)/i;

/** Throws a ReceiveError. */
export function routeOf({ url = '', method }: IncomingMessage): Route {
  const route = ROUTES.get(url.split('?', 1)[0] ?? '');
  if (route === undefined)
    throw refused(404, {
      code: 'not-here',
      sentence: 'Here are only /v1/reports and /v1/pods.',
      fix: 'Set STRAGGLER_COLLECTOR_URL to the address of the collector, without a path.',
    });
  if (method !== 'POST')
    throw refused(405, {
      code: 'only-post',
      sentence: 'This port takes reports and gives nothing back.',
      fix: "Read reports at the collector's other port, or with the command straggler.",
    });
  return route;
}

/** Whether the body is gzip. Throws a ReceiveError for a kind of body that nobody can read here. */
export function isGzip({ headers }: IncomingMessage): boolean {
  // Also keeps pages of other sites from posting: for this type a browser asks first.
  if (!JSON_TYPE.test(headers['content-type'] ?? ''))
    throw unsupported('The content-type is not application/json.', 'Send application/json.');
  const encoding = headers['content-encoding']?.toLowerCase() ?? 'identity';
  if (encoding === 'gzip') return true;
  if (encoding === 'identity') return false;
  throw unsupported('The content-encoding is not gzip.', 'Send it as gzip, or as it is.');
}

export function rateLimited(seconds: number): ReceiveError {
  return refused(
    429,
    {
      code: 'rate-limited',
      sentence: 'More came of this sender within a minute than is allowed.',
      fix: 'Raise --reports-per-minute of the collector where one pod has that much to say.',
    },
    { counted: 'rate_limited', retryAfterSeconds: seconds },
  );
}

function unsupported(sentence: string, fix: string): ReceiveError {
  return refused(415, { code: 'wrong-type', sentence, fix }, { counted: 'rejected_schema' });
}

function refused(
  status: number,
  about: { code: string; sentence: string; fix: string },
  more: { counted?: ReportResult; retryAfterSeconds?: number } = {},
): ReceiveError {
  return new ReceiveError({ status, ...about, counted: null, retryAfterSeconds: null, ...more });
}
