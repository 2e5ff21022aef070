/** The cluster of the current kube context: its API through one `kubectl proxy`, and kubectl itself where that is not enough. */
import type { ChildProcess } from 'node:child_process';
import { execFile, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { readSettings } from './settings.ts';

const run = promisify(execFile);
const PROXY_TIMEOUT_MS = 20_000;
const REQUEST_TIMEOUT_MS = 20_000;
const EXEC_TIMEOUT_MS = 60_000;

/** What the API server refused, with its status. */
export class ClusterError extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

export class Cluster {
  readonly #proxy: ChildProcess;
  readonly #address: string;
  readonly #kubectl: string;

  private constructor(proxy: ChildProcess, address: string, kubectl: string) {
    this.#proxy = proxy;
    this.#address = address;
    this.#kubectl = kubectl;
  }

  static async connect(): Promise<Cluster> {
    const { kubectl } = readSettings();
    const proxy = spawn(kubectl, ['proxy', '--port=0'], { stdio: ['ignore', 'pipe', 'pipe'] });
    try {
      const cluster = new Cluster(proxy, `http://${await addressOf(proxy)}`, kubectl);
      await cluster.request('GET', '/version');
      return cluster;
    } catch (error) {
      proxy.kill();
      throw new Error('there is no cluster to test on: `kubectl version` tells more', { cause: error });
    }
  }

  async request<T>(method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, body?: object): Promise<T> {
    const response = await fetch(this.#address + path, {
      method,
      signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
      ...(body === undefined
        ? {}
        : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
    const text = await response.text();
    if (!response.ok)
      throw new ClusterError(response.status, `${method} ${path}: ${response.status} ${text}`);
    return JSON.parse(text) as T;
  }

  /** For who speaks HTTP by itself. */
  url(path: string): URL {
    return new URL(path, this.#address);
  }

  async text(path: string): Promise<string> {
    const response = await fetch(this.#address + path, { signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS) });
    const text = await response.text();
    if (!response.ok) throw new ClusterError(response.status, `GET ${path}: ${response.status} ${text}`);
    return text;
  }

  /** Lines of an answer that goes on (a watch, a log that is followed) until it ends or `signal` ends it. */
  async *lines(path: string, signal: AbortSignal): AsyncGenerator<string, void> {
    const response = await fetch(this.#address + path, { signal });
    if (response.status !== 200 || response.body === null) {
      throw new ClusterError(response.status, `GET ${path}: ${response.status} ${await response.text()}`);
    }
    let rest = '';
    const decoder = new TextDecoder();
    for await (const chunk of response.body) {
      const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
      rest = lines.pop() ?? '';
      yield* lines;
    }
    if (rest !== '') yield rest;
  }

  /** Runs a command in a container, with kubectl. */
  async exec(
    namespace: string,
    pod: string,
    container: string,
    command: readonly string[],
  ): Promise<ExecResult> {
    const words = ['exec', '-n', namespace, pod, '-c', container, '--', ...command];
    try {
      const { stdout, stderr } = await run(this.#kubectl, words, { timeout: EXEC_TIMEOUT_MS });
      return { code: 0, stdout, stderr };
    } catch (error) {
      const { code, stdout, stderr } = error as { code?: unknown; stdout?: string; stderr?: string };
      if (typeof code !== 'number') throw error;
      return { code, stdout: stdout ?? '', stderr: stderr ?? '' };
    }
  }

  close(): void {
    this.#proxy.kill();
  }
}

export interface ExecResult {
  code: number;
  stdout: string;
  stderr: string;
}

/** kubectl prints "Starting to serve on 127.0.0.1:40123". */
async function addressOf(proxy: ChildProcess): Promise<string> {
  if (proxy.stdout === null) throw new Error('kubectl proxy has no output');
  const lines = createInterface({ input: proxy.stdout, signal: AbortSignal.timeout(PROXY_TIMEOUT_MS) });
  const failed = new Promise<never>((_resolve, reject) => proxy.once('error', reject));
  const served = (async () => {
    for await (const line of lines) {
      const address = /(127\.0\.0\.1:\d+)/.exec(line)?.[1];
      if (address !== undefined) return address;
    }
    throw new Error('kubectl proxy ended, or did not say where it serves');
  })();
  return await Promise.race([served, failed]);
}
