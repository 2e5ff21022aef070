/** How a collector is reached. */
import type { Surroundings } from './environment.ts';
import { UsageError } from './usage-error.ts';
import { parsePath } from './view.ts';

/** Where the collector is. */
export type CollectorPlace =
  /** Without a slash at its end. */
  | { kind: 'url'; url: string }
  /** `kubeconfig` null: where kubectl looks; `namespace` null: all. */
  | { kind: 'cluster'; context: string | null; kubeconfig: string | null; namespace: string | null };

export interface ConnectionSettings {
  place: CollectorPlace;
  /** Says who reads; read anew for each question. */
  tokenFile: string | null;
}

export interface ConnectionFlags {
  context?: string | undefined;
  kubeconfig?: string | undefined;
  collectorNamespace?: string | undefined;
  url?: string | undefined;
  tokenFile?: string | undefined;
}

const MAX_TEXT = 300;

/** A text of a person. */
export function parseText(flag: string, text: string): string {
  if (text.trim() === '' || text.length > MAX_TEXT)
    throw new UsageError(`${flag} takes a text of 1 to ${MAX_TEXT} characters`);
  return text;
}

export function parseConnection(flags: ConnectionFlags, { environment }: Surroundings): ConnectionSettings {
  const { context, kubeconfig, collectorNamespace } = flags;
  const tokenFile = parsePath('--token-file', flags.tokenFile);
  if (flags.url === undefined) {
    const name = (flag: string, value: string | undefined) =>
      value === undefined ? null : parseText(flag, value);
    const place = {
      kind: 'cluster',
      context: name('--context', context),
      kubeconfig: parsePath('--kubeconfig', kubeconfig) ?? environment.kubeconfig,
      namespace: name('--collector-namespace', collectorNamespace),
    } as const;
    return Object.freeze({ place: Object.freeze(place), tokenFile });
  }
  const [other] = Object.entries({ context, kubeconfig, 'collector-namespace': collectorNamespace }).flatMap(
    ([flag, value]) => (value === undefined ? [] : [flag]),
  );
  if (other !== undefined)
    throw new UsageError(`--url asks a collector directly, --${other} is about one in a cluster: give one`);
  return Object.freeze({ place: Object.freeze({ kind: 'url', url: parseUrl(flags.url) }), tokenFile });
}

function parseUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^https?:$/.test(url.protocol) || url.search !== '' || url.hash !== '')
    throw new UsageError('--url takes the address of a collector, like http://127.0.0.1:8081');
  // Not repeated: what stands there is a secret.
  if (url.username !== '' || url.password !== '')
    throw new UsageError('--url takes no user and no password: a token goes into a file, for --token-file');
  return url.href.replace(/\/+$/, '');
}
