/** Whose report, or hello, it is: the token says it, and the body must agree. */
import type { Pod } from '../../report/report.ts';
import type { Sender, Workload } from '../model/identity.ts';
import { NO_WORKLOAD } from '../model/identity.ts';
import { refusedSender } from './receive-error.ts';
import { plain, shaped } from './shapes.ts';

const IMAGE_CHARACTERS = 512;
const NODE_CHARACTERS = 253;

export interface Owner {
  namespace: string;
  pod: string;
  podUid: string;
  node: string | null;
  workload: Workload;
  image: string | null;
}

/** What is known of a pod besides what it says itself, from the API server. */
export interface PodFacts {
  node: string | null;
  workload: Workload | null;
  containers: readonly { name: string; image: string }[];
}

export type FindPod = (uid: string) => PodFacts | null;

/** A sidecar cannot know the image of another container: the API server does. */
export function imageOf(owner: Owner, container: string, findPod: FindPod): string | null {
  if (owner.image !== null) return owner.image;
  const found = findPod(owner.podUid)?.containers.find(({ name }) => name === container)?.image;
  return found === undefined || found === '' ? null : plain(found, IMAGE_CHARACTERS);
}

/** null: outside Kubernetes, and nothing proves a pod. Throws a ReceiveError when the body names another pod than the token. */
export function ownerOf(sender: Sender, pod: Pod | null, findPod: FindPod): Owner | null {
  const identity = identityOf(sender, pod);
  if (identity === null) return null;
  const facts = pod?.workload && pod.node !== null ? null : findPod(identity.podUid);
  return {
    ...identity,
    node: nodeOf(pod?.node ?? facts?.node ?? null),
    workload: workloadOf(pod?.workload ?? facts?.workload ?? null),
    image: pod === null || pod.image === null ? null : plain(pod.image, IMAGE_CHARACTERS),
  };
}

type Identity = Pick<Owner, 'namespace' | 'pod' | 'podUid'>;

function identityOf(sender: Sender, pod: Pod | null): Identity | null {
  if (sender.kind === 'trusted') {
    if (pod === null) return null;
    return {
      namespace: shaped('namespace', pod.namespace),
      pod: shaped('pod name', pod.name),
      podUid: shaped('pod uid', pod.uid),
    };
  }
  const { namespace, name, uid } = sender;
  if (pod !== null && !(pod.namespace === namespace && pod.name === name && pod.uid === uid)) {
    throw refusedSender(403, 'other-pod', {
      sentence: 'The body names another pod than the one whose token came with it.',
      fix: "Send each pod's report with that pod's own projected token.",
    });
  }
  return { namespace, pod: name, podUid: uid };
}

function nodeOf(node: string | null): string | null {
  return node === null ? null : plain(node, NODE_CHARACTERS);
}

/** A pod that nobody made is its own owner, and its name belongs into no label. */
function workloadOf(workload: Workload | null): Workload {
  if (workload === null || workload.kind === NO_WORKLOAD.kind) return NO_WORKLOAD;
  return { kind: shaped('workload kind', workload.kind), name: shaped('workload name', workload.name) };
}
