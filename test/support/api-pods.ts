/** The pods of an `ApiServer`: listed in pages, and watched. */
import type { ServerResponse } from 'node:http';
import type { ApiServer } from './api-server.ts';
import { give, refuse } from './api-server.ts';

export interface PodObject {
  metadata: {
    uid: string;
    name: string;
    namespace: string;
    labels?: Record<string, string>;
    ownerReferences?: object[];
    deletionTimestamp?: string;
    deletionGracePeriodSeconds?: number;
  };
  spec: object;
  status: object;
}

export class ApiPods {
  readonly #pods = new Map<string, PodObject>();
  readonly #watches = new Set<{ namespace: string | null; response: ServerResponse }>();
  #history: { version: number; namespace: string; line: string }[] = [];
  #version = 100;
  #oldest = 0;
  /** Watches are taken, and nothing is sent on them. */
  isSilent = false;

  constructor(server: ApiServer) {
    server.on('GET', /^\/api\/v1(\/namespaces\/[^/]+)?\/pods$/, ({ path, query }, response) => {
      const namespace = /namespaces\/([^/]+)/.exec(path)?.[1] ?? null;
      if (query.get('watch') === 'true')
        this.#watch(namespace, Number(query.get('resourceVersion')), response);
      else this.#list(namespace, Number(query.get('limit')), Number(query.get('continue') ?? 0), response);
    });
  }

  get watches(): number {
    return this.#watches.size;
  }

  put(pod: PodObject): void {
    const type = this.#pods.has(pod.metadata.uid) ? 'MODIFIED' : 'ADDED';
    this.#pods.set(pod.metadata.uid, pod);
    this.#tell(type, pod);
  }

  delete(uid: string, last: PodObject | undefined = this.#pods.get(uid)): void {
    this.#pods.delete(uid);
    if (last !== undefined) this.#tell('DELETED', last);
  }

  bookmark(): void {
    const metadata = { resourceVersion: String(this.#version) };
    for (const { response } of this.#watches)
      response.write(`${JSON.stringify({ type: 'BOOKMARK', object: { kind: 'Pod', metadata } })}\n`);
  }

  /** Ends every watch, cleanly or in the middle of a line. */
  cutWatches(how: 'end' | 'tear'): void {
    for (const { response } of this.#watches) {
      if (how === 'end') response.end();
      else {
        response.write('{"type":"MODI');
        response.destroy();
      }
    }
    this.#watches.clear();
  }

  /** What happened until now can be watched no more. */
  forgetHistory(): void {
    this.#oldest = ++this.#version;
    this.#history = [];
  }

  #tell(type: string, pod: PodObject): void {
    const version = ++this.#version;
    const object = { ...pod, metadata: { ...pod.metadata, resourceVersion: String(version) } };
    const { namespace } = pod.metadata;
    const line = `${JSON.stringify({ type, object })}\n`;
    this.#history.push({ version, namespace, line });
    if (this.isSilent) return;
    for (const one of this.#watches)
      if (one.namespace === null || one.namespace === namespace) one.response.write(line);
  }

  #list(namespace: string | null, limit: number, from: number, response: ServerResponse): void {
    const pods = [...this.#pods.values()].filter(
      (one) => namespace === null || one.metadata.namespace === namespace,
    );
    const items = pods.slice(from, from + limit);
    const next = from + limit < pods.length ? { continue: String(from + limit) } : {};
    give(response, { kind: 'PodList', metadata: { resourceVersion: String(this.#version), ...next }, items });
  }

  #watch(namespace: string | null, version: number, response: ServerResponse): void {
    if (version < this.#oldest) {
      refuse(response, 410, { reason: 'Expired', message: 'too old resource version' });
      return;
    }
    response.writeHead(200, { 'content-type': 'application/json' });
    response.flushHeaders();
    const watch = { namespace, response };
    this.#watches.add(watch);
    response.on('close', () => this.#watches.delete(watch));
    if (this.isSilent) return;
    for (const one of this.#history)
      if (one.version > version && (namespace === null || one.namespace === namespace))
        response.write(one.line);
  }
}

/** A pod of one container `app`, as the API server gives it, and some of what is not read. */
export function podObject(
  name: string,
  parts: Partial<PodObject['metadata']> & { status?: object } = {},
): PodObject {
  const { status, ...metadata } = parts;
  return {
    metadata: {
      uid: `uid-${name}`,
      name,
      namespace: 'shop',
      labels: { 'straggler.dev/watch': 'true' },
      ...metadata,
    },
    spec: {
      nodeName: 'node-1',
      terminationGracePeriodSeconds: 30,
      initContainers: [{ name: 'straggler', image: 'straggler:1', restartPolicy: 'Always' }],
      containers: [{ name: 'app', image: 'shop/orders:1.4' }],
    },
    status: status ?? runningStatus(),
  };
}

export function runningStatus(): object {
  return {
    phase: 'Running',
    initContainerStatuses: [{ name: 'straggler', state: { running: {} } }],
    containerStatuses: [
      { name: 'app', restartCount: 0, state: { running: { startedAt: '2026-11-28T10:00:00Z' } } },
    ],
  };
}

export function endedStatus(end: {
  exitCode: number;
  finishedAt: string;
  reason?: string;
  signal?: number;
}): object {
  return {
    phase: 'Failed',
    initContainerStatuses: [{ name: 'straggler', state: { terminated: { exitCode: 137, reason: 'Error' } } }],
    containerStatuses: [{ name: 'app', restartCount: 0, state: { terminated: { reason: 'Error', ...end } } }],
  };
}
