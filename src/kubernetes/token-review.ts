/** Whose token is it? Asked of the API server, which knows whether its pod still exists. */
import type { ClusterAccess } from './api.ts';
import { ask } from './request.ts';

export type TokenReview =
  | {
      isValid: true;
      username: string;
      groups: string[];
      uid: string;
      /** Of a projected token: the pod that it was made for. */
      pod: { namespace: string; name: string; uid: string } | null;
    }
  | { isValid: false; reason: string };

interface ReviewStatus {
  authenticated?: boolean;
  audiences?: string[];
  error?: string;
  user?: { username?: string; uid?: string; groups?: string[]; extra?: Record<string, string[]> };
}

/** A token is some 1 KiB. */
const LONGEST_TOKEN = 16_384;
const LONGEST_REASON = 200;

/** `audience` null: the API server's own, for people. Rejects with a `ClusterError` when it could not be asked. */
export async function reviewToken(
  access: ClusterAccess,
  { token, audience, signal }: { token: string; audience: string | null; signal?: AbortSignal },
): Promise<TokenReview> {
  if (token === '' || token.length > LONGEST_TOKEN) return { isValid: false, reason: 'that is no token' };
  const answer = (await ask(access, {
    method: 'POST',
    path: '/apis/authentication.k8s.io/v1/tokenreviews',
    body: {
      apiVersion: 'authentication.k8s.io/v1',
      kind: 'TokenReview',
      spec: { token, ...(audience === null ? {} : { audiences: [audience] }) },
    },
    what: 'the review of a token',
    signal,
  })) as { status?: ReviewStatus };
  return judge(answer.status ?? {}, audience, token);
}

function judge(status: ReviewStatus, audience: string | null, token: string): TokenReview {
  const { user } = status;
  if (status.authenticated !== true || !user?.username)
    return { isValid: false, reason: reasonOf(status, token) };
  // An authenticator that knows no audiences leaves them out, and its token is good for the API server only.
  if (audience !== null && status.audiences?.includes(audience) !== true)
    return { isValid: false, reason: `the token is not for the audience ${audience}` };
  return {
    isValid: true,
    username: user.username,
    groups: user.groups ?? [],
    uid: user.uid ?? '',
    pod: podOf(user.username, user.extra ?? {}),
  };
}

/** The server's words, which hold no token; if they ever do, it is not repeated. */
function reasonOf(status: ReviewStatus, token: string): string {
  const said = status.error ?? '';
  if (said === '') return 'the token is not valid, or its pod is gone';
  return said.replaceAll(token, '(token)').slice(0, LONGEST_REASON).toWellFormed();
}

function podOf(
  username: string,
  extra: Record<string, string[]>,
): { namespace: string; name: string; uid: string } | null {
  const namespace = /^system:serviceaccount:([^:]+):[^:]+$/.exec(username)?.[1];
  const name = extra['authentication.kubernetes.io/pod-name']?.[0];
  const uid = extra['authentication.kubernetes.io/pod-uid']?.[0];
  return namespace && name && uid ? { namespace, name, uid } : null;
}
