/** How the API server is reached, and as whom; what all functions of this folder begin with. */
import type { IncomingHttpHeaders } from 'node:http';
import { Agent as HttpAgent } from 'node:http';
import type { RequestOptions } from 'node:https';
import { Agent as HttpsAgent } from 'node:https';
import { KubeConfig } from '@kubernetes/client-node';

/**
 * unreachable: no answer, or one too late. gone: a resourceVersion that is too old, or a namespace that is being deleted.
 * invalid: the request, the object or the kubeconfig is wrong.
 */
type ClusterErrorCode =
  | 'unreachable'
  | 'forbidden'
  | 'not-found'
  | 'conflict'
  | 'gone'
  | 'invalid'
  | 'failed';

/** What the API server refused, or why it could not be asked. Never holds a token. */
export class ClusterError extends Error {
  override readonly name = 'ClusterError';
  readonly code: ClusterErrorCode;
  readonly fix: string;
  /** Trying again later may help. */
  readonly isTransient: boolean;
  /** HTTP status; null: there was none. */
  readonly status: number | null;
  /** The server asked not to be asked before; null: it did not. */
  readonly retryAfterMs: number | null;

  constructor(
    sentence: string,
    about: {
      code: ClusterErrorCode;
      fix: string;
      isTransient: boolean;
      status?: number | null;
      retryAfterMs?: number | null;
      cause?: unknown;
    },
  ) {
    super(sentence, { cause: about.cause });
    this.code = about.code;
    this.fix = about.fix;
    this.isTransient = about.isTransient;
    this.status = about.status ?? null;
    this.retryAfterMs = about.retryAfterMs ?? null;
  }
}

interface Connection {
  /** Without a slash at its end. */
  server: string;
  headers: IncomingHttpHeaders;
  agent: HttpAgent;
  /** For what stays open: watches must not take the places of requests. */
  watchAgent: HttpAgent;
}

const MOST_CONNECTIONS = 32;
const TCP_KEEP_ALIVE_MS = 15_000;

/**
 * A kubeconfig that is read anew when the server no longer takes what it holds: tokens, certificates and the cluster's CA
 * are replaced while we run.
 */
export class ClusterAccess {
  readonly #load: () => KubeConfig;
  #config: KubeConfig | null = null;
  #agents: { agent: HttpAgent; watchAgent: HttpAgent } | null = null;

  constructor(load: () => KubeConfig) {
    this.#load = load;
  }

  config(): KubeConfig {
    this.#config ??= this.#loadChecked();
    return this.#config;
  }

  /** Of the kubeconfig's context; null: none is set. */
  namespace(): string | null {
    const config = this.config();
    return config.getContextObject(config.getCurrentContext())?.namespace?.trim() || null;
  }

  async connect(): Promise<Connection> {
    const config = this.config();
    const cluster = config.getCurrentCluster();
    const options: RequestOptions = {};
    try {
      await config.applyToHTTPSOptions(options);
    } catch (cause) {
      this.forget();
      throw unusable(cause);
    }
    const server = (cluster?.server ?? '').replace(/\/+$/, '');
    this.#agents ??= cluster?.proxyUrl
      ? { agent: options.agent as HttpAgent, watchAgent: options.agent as HttpAgent }
      : {
          agent: ownAgent(server, options, MOST_CONNECTIONS),
          watchAgent: ownAgent(server, options, Number.POSITIVE_INFINITY),
        };
    return { server, headers: headersOf(options), ...this.#agents };
  }

  /** Everything is read and connected anew the next time; requests that run are left to end. */
  forget(): void {
    this.#config = null;
    this.#agents = null;
  }

  #loadChecked(): KubeConfig {
    let config: KubeConfig;
    try {
      config = this.#load();
    } catch (cause) {
      throw cause instanceof ClusterError ? cause : unusable(cause);
    }
    if (URL.canParse(config.getCurrentCluster()?.server ?? '')) return config;
    throw new ClusterError('the kubeconfig names no cluster', {
      code: 'invalid',
      fix: 'Choose a context (`kubectl config use-context NAME`), or name one by --context.',
      isTransient: false,
    });
  }
}

/** client-node's own agent opens a connection for each request. */
function ownAgent(server: string, options: RequestOptions, maxSockets: number): HttpAgent {
  const common = { keepAlive: true, keepAliveMsecs: TCP_KEEP_ALIVE_MS, maxSockets };
  if (server.startsWith('http:')) return new HttpAgent(common);
  const { ca, cert, key, pfx, passphrase, rejectUnauthorized, servername } = options;
  const given = Object.entries({ ca, cert, key, pfx, passphrase, rejectUnauthorized, servername });
  return new HttpsAgent({
    ...common,
    ...Object.fromEntries(given.filter(([, value]) => value !== undefined && value !== null)),
  });
}

function headersOf(options: RequestOptions): IncomingHttpHeaders {
  const headers = { ...(options.headers as IncomingHttpHeaders) };
  if (options.auth) headers.authorization = `Basic ${Buffer.from(options.auth).toString('base64')}`;
  return headers;
}

/** What the libraries say may hold parts of the file: only the code of a system error is told. */
function unusable(cause: unknown): ClusterError {
  const code = (cause as NodeJS.ErrnoException | null)?.code;
  return new ClusterError(
    `the credentials for the API server cannot be used${code === undefined ? '' : ` (${code})`}`,
    {
      code: 'invalid',
      fix: 'Check that `kubectl get pods` works with the same kubeconfig; in a pod, that its service account token is mounted.',
      isTransient: true,
      cause,
    },
  );
}

/** As the pod's own service account. Nothing is read before the first request. */
export function inCluster(): ClusterAccess {
  return new ClusterAccess(() => {
    const config = new KubeConfig();
    config.loadFromCluster();
    return config;
  });
}

/**
 * As the user's kubeconfig says: `path`, or `KUBECONFIG`, or `~/.kube/config`; null for `context`: the current one. Throws
 * a `ClusterError` where there is none.
 */
export function fromKubeconfig(options: { context: string | null; path: string | null }): ClusterAccess {
  const access = new ClusterAccess(() => loadKubeconfig(options));
  access.config();
  return access;
}

function loadKubeconfig({ context, path }: { context: string | null; path: string | null }): KubeConfig {
  const config = new KubeConfig();
  if (path === null) config.loadFromDefault();
  else config.loadFromFile(path);
  // What client-node makes up where it finds nothing.
  if (
    config.getCurrentCluster()?.server === 'http://localhost:8080' &&
    config.getCurrentContext() === 'loaded-context'
  )
    throw new ClusterError('there is no kubeconfig', {
      code: 'invalid',
      fix: 'Log in to the cluster, so that ~/.kube/config is written, or name a file by KUBECONFIG.',
      isTransient: false,
    });
  if (context === null) return config;
  if (config.getContextObject(context) === null)
    throw new ClusterError(`the kubeconfig has no context ${JSON.stringify(context)}`, {
      code: 'invalid',
      fix: '`kubectl config get-contexts` lists those it has.',
      isTransient: false,
    });
  config.setCurrentContext(context);
  return config;
}
