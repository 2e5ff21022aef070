/** Writing objects by server-side apply, and listing and deleting those that were written. */
import type { ClusterAccess } from './api.ts';
import { ask, part } from './request.ts';

/** A kind of namespaced object, as the API server's paths name it. */
export interface Resource {
  /** `straggler.dev` */
  group: string;
  version: string;
  plural: string;
}

export interface AppliedObject {
  apiVersion: string;
  kind: string;
  metadata: { namespace: string; name: string; labels?: Record<string, string> };
}

interface ObjectName {
  namespace: string;
  name: string;
}

export interface ListedObject extends ObjectName {
  uid: string;
}

const PAGE = 500;

function pathOf({ group, version, plural }: Resource, namespace: string | null): string {
  const place = namespace === null ? '' : `/namespaces/${part(namespace)}`;
  return `/apis/${group}/${version}${place}/${plural}`;
}

/** Makes it, or makes it so: fields that others own are taken over. Rejects with a `ClusterError`. */
export async function applyObject(
  access: ClusterAccess,
  resource: Resource,
  object: AppliedObject,
  options: { fieldManager: string; signal?: AbortSignal; subresource?: 'status' },
): Promise<void> {
  const { namespace, name } = object.metadata;
  const tail = options.subresource === undefined ? '' : `/${options.subresource}`;
  await ask(access, {
    method: 'PATCH',
    path: `${pathOf(resource, namespace)}/${part(name)}${tail}`,
    query: { fieldManager: options.fieldManager, force: 'true' },
    contentType: 'application/apply-patch+yaml',
    body: object,
    // The whole object is not needed back.
    accept: METADATA_ONLY,
    what: `the writing of ${resource.plural} ${namespace}/${name}`,
    signal: options.signal,
  });
}

/** https://kubernetes.io/docs/reference/using-api/api-concepts/#receiving-resources-as-partial-metadata */
const METADATA_ONLY = 'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1,application/json';
const METADATA_LIST = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json';

/** Only the one with this uid. One that is gone already is as good as deleted. */
export async function deleteObject(
  access: ClusterAccess,
  resource: Resource,
  object: ListedObject,
  options: { signal?: AbortSignal } = {},
): Promise<void> {
  try {
    await ask(access, {
      method: 'DELETE',
      path: `${pathOf(resource, object.namespace)}/${part(object.name)}`,
      body: { apiVersion: 'v1', kind: 'DeleteOptions', preconditions: { uid: object.uid } },
      what: `the deletion of ${resource.plural} ${object.namespace}/${object.name}`,
      signal: options.signal,
    });
  } catch (error) {
    const status = (error as { status?: number | null }).status;
    // 409: another one has its name by now.
    if (status !== 404 && status !== 409) throw error;
  }
}

/** Names and uids alone, a page at a time. `namespace` null: all. At most `limit`. */
export async function listObjects(
  access: ClusterAccess,
  resource: Resource,
  options: { namespace: string | null; selector: string; limit: number; signal?: AbortSignal },
): Promise<ListedObject[]> {
  const found: ListedObject[] = [];
  let next = '';
  do {
    const answer = (await ask(access, {
      method: 'GET',
      path: pathOf(resource, options.namespace),
      query: {
        labelSelector: options.selector,
        limit: String(PAGE),
        ...(next === '' ? {} : { continue: next }),
      },
      accept: METADATA_LIST,
      what: `the list of ${resource.plural}`,
      signal: options.signal,
    })) as { metadata?: { continue?: string }; items?: { metadata?: Partial<ListedObject> }[] };
    for (const { metadata } of answer.items ?? []) {
      const { namespace, name, uid } = metadata ?? {};
      if (namespace && name && uid) found.push({ namespace, name, uid });
    }
    next = answer.metadata?.continue ?? '';
  } while (next !== '' && found.length < options.limit);
  return found.slice(0, options.limit);
}
