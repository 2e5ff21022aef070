/** Which of the pods that were found to ask. */
import { visible } from '../../report/sanitise.ts';
import { ReadingError } from './reading-error.ts';

export interface CandidatePod {
  namespace: string;
  name: string;
  ready: boolean;
}

const INSTALL_FIX =
  'Install it with `helm install straggler charts/straggler`, or choose the right cluster with --context.';

/** Any that is ready: they answer alike. `namespace`: where was looked; null: everywhere. */
export function choosePod<Pod extends CandidatePod>(pods: readonly Pod[], namespace: string | null): Pod {
  const where = namespace === null ? 'in the cluster' : `in namespace ${visible(namespace)}`;
  if (pods.length === 0)
    throw new ReadingError(`There is no collector of Straggler ${where}.`, {
      code: 'no-collector',
      fix:
        namespace === null
          ? INSTALL_FIX
          : `${INSTALL_FIX} Without --collector-namespace every namespace is searched.`,
    });
  const namespaces = [...new Set(pods.map((pod) => pod.namespace))].sort();
  if (namespaces.length > 1)
    throw new ReadingError(
      `There are collectors in several namespaces: ${namespaces.map(visible).join(', ')}.`,
      {
        code: 'several-namespaces',
        fix: `Choose one: --collector-namespace ${visible(namespaces[0] ?? '')}.`,
      },
    );
  const ready = pods.find((pod) => pod.ready);
  if (ready !== undefined) return ready;
  const { namespace: found = '', name = '' } = pods[0] ?? {};
  throw new ReadingError(
    `The collector in namespace ${visible(found)} is not ready (${visible(name)}${pods.length > 1 ? `, and ${pods.length - 1} more` : ''}).`,
    {
      code: 'not-ready',
      fix: `See why: kubectl -n ${visible(found)} describe pod ${visible(name)}`,
    },
  );
}
