/** What the API server refused, as something that a person with a kubeconfig can mend. */
import type { ClusterError } from '../../kubernetes/api.ts';
import { visible } from '../../report/sanitise.ts';
import type { Refusal } from './reading-error.ts';
import { ReadingError } from './reading-error.ts';

/** `namespace`: where was looked; null: everywhere. */
export function refusalOf(error: ClusterError, namespace: string | null): Refusal {
  const { message, code, status, fix } = error;
  const sentence = visible(`${message.charAt(0).toUpperCase()}${message.slice(1)}.`);
  switch (code) {
    case 'forbidden':
      return { sentence, code, fix: forbiddenFix(status, namespace) };
    case 'invalid':
      return { sentence, code: 'no-kubeconfig', fix };
    case 'not-found':
      return { sentence, code: 'no-collector', fix: 'It may have been replaced a moment ago: try again.' };
    case 'unreachable':
    case 'conflict':
    case 'gone':
    case 'failed':
      return { sentence, code: 'cluster-unreachable', fix };
  }
}

function forbiddenFix(status: number | null, namespace: string | null): string {
  if (status === 401) return 'Log in to the cluster again, or choose another --context.';
  const rights = 'to list pods and to create pods/portforward where the collector runs';
  return namespace === null
    ? `Say where the collector runs, with --collector-namespace; you need to be allowed ${rights}.`
    : `Ask for the right ${rights}.`;
}

export function noKubeconfig(path: string | null): ReadingError {
  const sentence =
    path === null
      ? 'There is no kubeconfig: neither --kubeconfig nor KUBECONFIG is given, and ~/.kube/config does not exist.'
      : `The kubeconfig ${visible(path)} does not exist.`;
  return new ReadingError(sentence, {
    code: 'no-kubeconfig',
    fix: 'Name one that works for kubectl, with --kubeconfig; or ask a collector directly, with --url.',
  });
}
