/** One connection to a port of a pod, through the API server and the kubelet. */
import { PassThrough, Writable } from 'node:stream';
import { KubeConfig, PortForward } from '@kubernetes/client-node';
import type { ClusterAccess } from '../api.ts';
import { ClusterError } from '../api.ts';
import { noAnswer, tooLate } from '../refusal.ts';

export interface ForwardTarget {
  namespace: string;
  pod: string;
  port: number;
}

/** What is used of the web socket. */
interface Channel {
  readyState: number;
  onclose: (() => void) | null;
  terminate(): void;
}

export interface Tunnel {
  /** Towards the pod. */
  input: PassThrough;
  close(): void;
}

export interface TunnelEvents {
  onData: (chunk: Buffer) => void;
  /** The other side has ended, or the connection is lost. */
  onClose: () => void;
  /** The kubelet could not reach the port. */
  onTrouble: (error: ClusterError) => void;
}

const CONNECT_TIMEOUT_MS = 10_000;
const OPEN = 1;
const LONGEST_MESSAGE = 300;

/** Rejects with a `ClusterError` within ten seconds. Nothing is called after `close`. */
export async function openTunnel(
  access: ClusterAccess,
  target: ForwardTarget,
  events: TunnelEvents,
): Promise<Tunnel> {
  const input = new PassThrough();
  let isOver = false;
  const onError = (chunk: Buffer) => {
    if (!isOver && chunk.length > 0) events.onTrouble(unreachablePort(target, chunk.toString()));
  };
  const channel = (await withinTime(
    new PortForward(boundedConfig(access)).portForward(
      target.namespace,
      target.pod,
      [target.port],
      sink((chunk) => {
        if (!isOver) events.onData(chunk);
      }),
      sink(onError),
      input,
    ) as Promise<unknown>,
    target,
  )) as Channel;
  const end = () => {
    if (isOver) return;
    isOver = true;
    events.onClose();
  };
  channel.onclose = end;
  if (channel.readyState > OPEN) end();
  return {
    input,
    close: () => {
      isOver = true;
      input.destroy();
      channel.terminate();
    },
  };
}

/** The handshake has no time limit of its own, but takes one among the options of its connection. */
function boundedConfig(access: ClusterAccess): KubeConfig {
  const config = access.config();
  const bounded = new KubeConfig();
  bounded.getCurrentCluster = () => config.getCurrentCluster();
  bounded.applyToHTTPSOptions = async (options) => {
    await config.applyToHTTPSOptions(options);
    Object.assign(options, { handshakeTimeout: CONNECT_TIMEOUT_MS });
  };
  return bounded;
}

function sink(take: (chunk: Buffer) => void): Writable {
  return new Writable({
    write(chunk: Buffer, _encoding, done) {
      take(chunk);
      done();
    },
  });
}

async function withinTime(opening: Promise<unknown>, target: ForwardTarget): Promise<unknown> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(tooLate(whatOf(target), CONNECT_TIMEOUT_MS)), CONNECT_TIMEOUT_MS + 500);
  });
  try {
    return await Promise.race([opening, late]);
  } catch (error) {
    // One that opens in spite of all is closed.
    opening.then((channel) => (channel as Channel).terminate()).catch(() => undefined);
    throw error instanceof ClusterError ? error : refused(error, target);
  } finally {
    clearTimeout(timer);
  }
}

function whatOf({ namespace, pod, port }: ForwardTarget): string {
  return `the port-forward to ${namespace}/${pod}:${port}`;
}

/** Of an event of the web socket. Its error says the status and no more. */
function refused(event: unknown, target: ForwardTarget): ClusterError {
  const { message, error } = (event ?? {}) as { message?: string; error?: unknown };
  const status = Number(/Unexpected server response: (\d+)/.exec(message ?? '')?.[1] ?? Number.NaN);
  if (!Number.isFinite(status)) return noAnswer(error ?? event, whatOf(target));
  const sentence = `the API server answered ${whatOf(target)} with ${status}`;
  if (status === 401 || status === 403)
    return new ClusterError(sentence, {
      code: 'forbidden',
      fix: `Grant get and create on pods/portforward in the namespace ${target.namespace}.`,
      isTransient: false,
      status,
    });
  if (status === 404)
    return new ClusterError(sentence, {
      code: 'not-found',
      fix: 'Check that the pod is still there.',
      isTransient: false,
      status,
    });
  return new ClusterError(sentence, {
    code: 'failed',
    fix: 'Check that the pod runs, and that its node is ready.',
    isTransient: true,
    status,
  });
}

function unreachablePort(target: ForwardTarget, said: string): ClusterError {
  const words = said.replace(/\s+/g, ' ').trim().slice(0, LONGEST_MESSAGE);
  return new ClusterError(
    `port ${target.port} of ${target.namespace}/${target.pod} cannot be reached: ${words}`,
    {
      code: 'unreachable',
      fix: 'Check that the pod is ready, and listens on that port.',
      isTransient: true,
    },
  );
}
