/** May someone read hangs? Asked of the API server, so that one grant (get on hangs.straggler.dev) rules kubectl and the pages. */
import type { ClusterAccess } from './api.ts';
import { ask } from './request.ts';

/** `namespace` null: in all of them. Rejects with a `ClusterError` when it could not be asked. */
export async function mayGetHangs(
  access: ClusterAccess,
  about: {
    user: { username: string; groups: readonly string[]; uid: string };
    namespace: string | null;
    signal?: AbortSignal;
  },
): Promise<boolean> {
  const { user, namespace, signal } = about;
  const answer = (await ask(access, {
    method: 'POST',
    path: '/apis/authorization.k8s.io/v1/subjectaccessreviews',
    body: {
      apiVersion: 'authorization.k8s.io/v1',
      kind: 'SubjectAccessReview',
      spec: {
        user: user.username,
        groups: user.groups,
        uid: user.uid,
        resourceAttributes: {
          group: 'straggler.dev',
          resource: 'hangs',
          verb: 'get',
          ...(namespace === null ? {} : { namespace }),
        },
      },
    },
    what: 'the review of a right',
    signal,
  })) as { status?: { allowed?: boolean; denied?: boolean } };
  return answer.status?.allowed === true && answer.status.denied !== true;
}
