/**
 * A way to the collector in a cluster, by the user's kubeconfig and the API server's port-forward. What speaks to
 * Kubernetes is behind this module alone, which is loaded only where there is no --url.
 */
import type { ClusterAccess } from '../../kubernetes/api.ts';
import { ClusterError, fromKubeconfig } from '../../kubernetes/api.ts';
import type { FoundPod } from '../../kubernetes/find-pods.ts';
import { findPods } from '../../kubernetes/find-pods.ts';
import type { Forwarding } from '../../kubernetes/port-forward.ts';
import { forwardPort } from '../../kubernetes/port-forward.ts';
import type { CollectorPlace } from '../../settings/connection.ts';
import { choosePod } from './choose-pod.ts';
import { refusalOf } from './cluster-words.ts';
import { kubeconfigToRead } from './kubeconfig.ts';
import type { Refusal } from './reading-error.ts';
import { interrupted, ReadingError } from './reading-error.ts';
import type { Route } from './route.ts';

const SELECTOR = 'app.kubernetes.io/name=straggler,app.kubernetes.io/component=collector';
const READ_PORT = 8081;
/** Where the chart's own documentation installs it. */
const USUAL_NAMESPACE = 'straggler';

type ClusterPlace = Extract<CollectorPlace, { kind: 'cluster' }>;

/** Rejects only with what should not happen. */
export async function openCollector(
  place: ClusterPlace,
  signal: AbortSignal,
): Promise<{ route: Route } | { refusal: Refusal }> {
  try {
    return { route: await open(place, signal) };
  } catch (error) {
    if (error instanceof ClusterError) return { refusal: refusalOf(error, place.namespace) };
    if (!(error instanceof ReadingError)) throw error;
    const { message, code, fix } = error;
    return { refusal: { sentence: message, code, fix } };
  }
}

async function open({ namespace, context, kubeconfig }: ClusterPlace, signal: AbortSignal): Promise<Route> {
  const access = fromKubeconfig({ context, path: kubeconfigToRead(kubeconfig) });
  const pod = choosePod(await collectors(access, namespace, signal), namespace);
  const forward = await forwardTo(access, pod, signal);
  return {
    url: `http://127.0.0.1:${forward.port}`,
    to: `pod ${pod.name} in namespace ${pod.namespace}`,
    isReplaceable: true,
    trouble: () => {
      const error = forward.trouble();
      return error === null ? null : refusalOf(error, pod.namespace);
    },
    stop: () => forward.stop(),
  };
}

/** Who may not look everywhere may still look where they work, or where it usually is. */
async function collectors(
  access: ClusterAccess,
  namespace: string | null,
  signal: AbortSignal,
): Promise<FoundPod[]> {
  try {
    return await findPods(access, { namespace, selector: SELECTOR, signal });
  } catch (error) {
    if (signal.aborted) throw interrupted();
    if (namespace !== null || !(error instanceof ClusterError) || error.status !== 403) throw error;
    for (const likely of new Set([access.namespace() ?? 'default', USUAL_NAMESPACE])) {
      const found = await findPods(access, { namespace: likely, selector: SELECTOR, signal }).catch(() => []);
      if (found.length > 0) return found;
    }
    throw error;
  }
}

/** Whoever gives up does not wait for it. */
function forwardTo(access: ClusterAccess, pod: FoundPod, signal: AbortSignal): Promise<Forwarding> {
  return new Promise((resolve, reject) => {
    const giveUp = () => reject(interrupted());
    signal.addEventListener('abort', giveUp, { once: true });
    if (signal.aborted) giveUp();
    forwardPort(access, { namespace: pod.namespace, pod: pod.name, port: READ_PORT })
      .then((forward) => (signal.aborted ? forward.stop() : resolve(forward)))
      .catch(reject)
      .finally(() => signal.removeEventListener('abort', giveUp));
  });
}
