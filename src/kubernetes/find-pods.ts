/** Which pods there are to talk to, such as the collector's. */
import type { ClusterAccess } from './api.ts';
import { ask, part } from './request.ts';

export interface FoundPod {
  namespace: string;
  name: string;
  /** Its condition `Ready` is true, and it is not being deleted. */
  ready: boolean;
}

interface ListedPod {
  metadata?: { namespace?: string; name?: string; deletionTimestamp?: string };
  status?: { conditions?: { type?: string; status?: string }[] };
}

const MOST_PODS = 500;

/** The ready ones first. `namespace` null: all. Rejects with a `ClusterError`. */
export async function findPods(
  access: ClusterAccess,
  about: { namespace: string | null; selector: string; signal?: AbortSignal },
): Promise<FoundPod[]> {
  const place = about.namespace === null ? '' : `/namespaces/${part(about.namespace)}`;
  const answer = (await ask(access, {
    method: 'GET',
    path: `/api/v1${place}/pods`,
    query: { labelSelector: about.selector, limit: String(MOST_PODS) },
    what: `the list of pods with ${about.selector}`,
    signal: about.signal,
  })) as { items?: ListedPod[] };
  const found = (answer.items ?? []).map(({ metadata, status }) => ({
    namespace: metadata?.namespace ?? '',
    name: metadata?.name ?? '',
    ready:
      metadata?.deletionTimestamp === undefined &&
      status?.conditions?.some((one) => one.type === 'Ready' && one.status === 'True') === true,
  }));
  return found.sort((a, b) => Number(b.ready) - Number(a.ready));
}
