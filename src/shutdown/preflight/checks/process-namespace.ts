import type { Check } from '../check.ts';

/** Pod-level and immutable: nothing a container could mend (Kubernetes docs, "Share Process Namespace between Containers in a Pod"). */
export const processNamespace: Check = {
  code: 'process-namespace',
  look({ sharesProcesses }) {
    if (sharesProcesses)
      return [
        {
          status: 'ok',
          sentence: 'The pod shares its process namespace: the other containers can be seen.',
          fix: '',
        },
      ];
    return [
      {
        status: 'blind',
        sentence:
          "The pod does not share its process namespace: Straggler sees no container's processes but its own.",
        fix: "Set shareProcessNamespace: true in the pod's spec (the chart's straggler-sidecar.podFields does it).",
      },
    ];
  },
};
