/** Who owns an object: its controller's reference, read without the rest of it. */
import type { ClusterAccess } from './api.ts';
import { ask, part } from './request.ts';

/** Of a `metadata.ownerReferences`, the one that controls. */
export interface OwnerReference {
  apiVersion: string;
  kind: string;
  name: string;
}

export function controllerOf(metadata: unknown): OwnerReference | null {
  const { ownerReferences } = (metadata ?? {}) as {
    ownerReferences?: (Partial<OwnerReference> & { controller?: boolean })[];
  };
  const owner = ownerReferences?.find((one) => one.controller === true);
  if (!(owner?.kind && owner.name)) return null;
  return { apiVersion: owner.apiVersion ?? '', kind: owner.kind, name: owner.name };
}

/** null: nobody controls it. Rejects with a `ClusterError`. */
export async function readOwner(
  access: ClusterAccess,
  object: { path: 'apis/apps/v1' | 'apis/batch/v1'; plural: string; namespace: string; name: string },
  options: { signal?: AbortSignal; timeoutMs: number },
): Promise<OwnerReference | null> {
  const answer = (await ask(access, {
    method: 'GET',
    path: `/${object.path}/namespaces/${part(object.namespace)}/${object.plural}/${part(object.name)}`,
    accept: 'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1,application/json',
    what: `the owner of ${object.plural} ${object.namespace}/${object.name}`,
    ...options,
  })) as { metadata?: unknown };
  return controllerOf(answer.metadata);
}
