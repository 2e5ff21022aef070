/** The reviews, asked of a real API server. */
import { mayGetHangs } from '../../../kubernetes/access-review.ts';
import type { ClusterAccess } from '../../../kubernetes/api.ts';
import { reviewToken } from '../../../kubernetes/token-review.ts';
import type { Reviews } from './reviews.ts';

const LIMIT_MS = 5_000;

export function clusterReviews(access: ClusterAccess): Reviews {
  return {
    async identify(token) {
      const review = await reviewToken(access, {
        token,
        // The API server's own: what kubectl signs in with, and no token that is meant for someone else.
        audience: null,
        signal: AbortSignal.timeout(LIMIT_MS),
      });
      if (!review.isValid) return null;
      const { username, groups, uid } = review;
      return { username, groups, uid };
    },
    mayGetHangs: (user, namespace) =>
      mayGetHangs(access, { user, namespace, signal: AbortSignal.timeout(LIMIT_MS) }),
  };
}
