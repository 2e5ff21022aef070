/** The token of a request, and what is refused without one. */
import { refusedSender } from '../../intake/receive-error.ts';

const BEARER = /^Bearer ([\x21-\x7e]{1,8192})$/i;

const POD_FIX =
  "Mount the pod's projected token with the audience that the collector asks for (collector.audience in the chart), and name its file in STRAGGLER_COLLECTOR_TOKEN_FILE.";

/** Throws a ReceiveError when there is none. */
export function bearerToken(authorization: string | undefined): string {
  const token = BEARER.exec(authorization ?? '')?.[1];
  if (token !== undefined) return token;
  throw refusedSender(401, 'no-token', { sentence: 'The request carries no bearer token.', fix: POD_FIX });
}

export function tokenRefused() {
  return refusedSender(401, 'token-refused', { sentence: 'The token is not accepted.', fix: POD_FIX });
}

export function noPodToken() {
  return refusedSender(403, 'no-pod-token', {
    sentence: 'The token is accepted, but belongs to no pod.',
    fix: POD_FIX,
  });
}
