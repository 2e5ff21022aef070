/** Who sent a request. */
import type { SenderAuth } from '../../../settings/collector.ts';
import type { Sender } from '../../model/identity.ts';
import type { Review } from './pod-tokens.ts';
import { PodTokens } from './pod-tokens.ts';
import { SharedToken } from './shared-token.ts';

/** Rejects with a ReceiveError: 401, 403, or 503 where it cannot be told now. */
export type Authenticate = (authorization: string | undefined) => Promise<Sender>;

/** `review` asks the API server; needed for `kubernetes`. */
export function createAuthenticate(auth: SenderAuth, review: Review): Authenticate {
  switch (auth.kind) {
    case 'kubernetes': {
      const tokens = new PodTokens(review);
      return (authorization) => tokens.authenticate(authorization);
    }
    case 'token-file': {
      const token = new SharedToken(auth.tokenFile);
      return (authorization) => token.authenticate(authorization);
    }
    case 'none':
      return () => Promise.resolve({ kind: 'trusted' });
  }
}
