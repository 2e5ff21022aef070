/** What was written already, so that only changes are: two requests an object, and etcd keeps each version for a while. */
import type { ClusterAccess } from '../../kubernetes/api.ts';
import { ClusterError } from '../../kubernetes/api.ts';
import { applyObject, deleteObject, listObjects } from '../../kubernetes/apply.ts';
import type { HangDocument } from './hang-document.ts';
import { FIELD_MANAGER, HANGS, ownLabels } from './hang-document.ts';

interface Written {
  /** null: it is there, with what in it is not known. */
  object: string | null;
  status: string | null;
  writtenAtMs: number;
}

const MOST_LISTED = 20_000;

export class WrittenHangs {
  readonly #access: ClusterAccess;
  readonly #instance: string;
  /** One object is not written more often, however many pods hang. */
  readonly #restMs: number;
  /** By `namespace/name`. */
  readonly #written = new Map<string, Written>();
  /** By `namespace/name`: those in the cluster that carry our labels, as of the last list. */
  #uids = new Map<string, string>();

  constructor(access: ClusterAccess, instance: string, restMs: number) {
    this.#access = access;
    this.#instance = instance;
    this.#restMs = restMs;
  }

  /** Finds what is there, of an earlier leader too. `namespaces` empty: everywhere. */
  async list(namespaces: readonly string[], signal: AbortSignal): Promise<void> {
    const labels = Object.entries(ownLabels(this.#instance));
    const selector = labels.map(([key, value]) => `${key}=${value}`).join(',');
    const uids = new Map<string, string>();
    for (const namespace of namespaces.length === 0 ? [null] : namespaces) {
      const options = { namespace, selector, limit: MOST_LISTED, signal };
      for (const one of await listObjects(this.#access, HANGS, options))
        uids.set(`${one.namespace}/${one.name}`, one.uid);
    }
    this.#uids = uids;
    // What someone deleted is written again.
    for (const key of this.#written.keys()) if (!uids.has(key)) this.#written.delete(key);
  }

  /** Rejects with a `ClusterError`. */
  async write({ object, status }: HangDocument, signal: AbortSignal): Promise<void> {
    const key = `${object.metadata.namespace}/${object.metadata.name}`;
    const before = this.#written.get(key);
    const texts = { object: JSON.stringify(object), status: JSON.stringify(status) };
    if (before?.object === texts.object && before.status === texts.status) return;
    const nowMs = performance.now();
    if (before !== undefined && nowMs - before.writtenAtMs < this.#restMs) return;
    if (before?.object !== texts.object || !(await this.#writeStatus(status, signal))) {
      await applyObject(this.#access, HANGS, object, { fieldManager: FIELD_MANAGER, signal });
      await applyObject(this.#access, HANGS, status, {
        fieldManager: FIELD_MANAGER,
        signal,
        subresource: 'status',
      });
    }
    this.#written.set(key, { ...texts, writtenAtMs: nowMs });
  }

  /** false: someone deleted the object, or all of their kind. */
  async #writeStatus(status: HangDocument['status'], signal: AbortSignal): Promise<boolean> {
    try {
      const options = { fieldManager: FIELD_MANAGER, signal, subresource: 'status' } as const;
      await applyObject(this.#access, HANGS, status, options);
      return true;
    } catch (error) {
      if (error instanceof ClusterError && error.code === 'not-found') return false;
      throw error;
    }
  }

  /** Deletes those of ours that are not among `wanted`: keys `namespace/name`. */
  async deleteOthers(wanted: ReadonlySet<string>, signal: AbortSignal): Promise<void> {
    for (const [key, uid] of this.#uids) {
      if (wanted.has(key)) continue;
      const [namespace = '', name = ''] = key.split('/');
      await deleteObject(this.#access, HANGS, { namespace, name, uid }, { signal });
      this.#uids.delete(key);
      this.#written.delete(key);
    }
  }

  /** Whether one of ours is there that is wanted no more, and whose uid is not known since it was written after the list. */
  hasUnlistedOthers(wanted: ReadonlySet<string>): boolean {
    return [...this.#written.keys()].some((key) => !(wanted.has(key) || this.#uids.has(key)));
  }

  forget(): void {
    this.#written.clear();
    this.#uids.clear();
  }
}
