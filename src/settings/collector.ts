/** Settings of `straggler collector`. */

import type { Address } from './address.ts';
import { isLoopback, parseAddress } from './address.ts';
import type { CollectorFlags } from './collector-texts.ts';
import { Texts } from './collector-texts.ts';
import type { Surroundings } from './environment.ts';
import { UsageError } from './usage-error.ts';
import { parseNames } from './values.ts';
import type { ViewSettings } from './view.ts';
import { parseView } from './view.ts';

export type StoreSettings =
  | { kind: 'sqlite'; path: string }
  /** Read when it connects: the file holds a password. */
  | { kind: 'postgresql'; urlFile: string };

export interface ReceiveSettings {
  address: Address;
  tls: { certificateFile: string; keyFile: string } | null;
  auth: SenderAuth;
  maxBodyBytes: number;
  maxReportBytes: number;
  reportsPerMinute: number;
}

export type SenderAuth =
  | { kind: 'kubernetes'; audience: string }
  | { kind: 'token-file'; tokenFile: string }
  | { kind: 'none' };

export interface ReadSettings {
  address: Address;
  auth: { kind: 'none' } | { kind: 'token-file'; tokenFile: string } | { kind: 'kubernetes' };
}

export interface PodWatchSettings {
  selector: string;
  /** Empty: everywhere. */
  namespaces: readonly string[];
}

export interface HangSettings {
  max: number;
  keepDays: number;
}

export interface WebhookSettings {
  urlFile: string;
  format: 'slack' | 'json';
  templateFile: string | null;
}

export interface CollectorServiceSettings {
  receive: ReceiveSettings;
  metricsAddress: Address;
  read: ReadSettings;
  store: StoreSettings;
  retention: { keepDays: number; keepReports: number };
  /** Where pods are watched and Hang objects written; empty: everywhere. */
  namespaces: readonly string[];
  /** null: not watched. */
  podWatch: PodWatchSettings | null;
  /** null: none are written. */
  hangs: HangSettings | null;
  maxSeries: number;
  /** As a label holds it: at most 63 characters. */
  instance: string;
  /** Without a slash at its end. */
  pageUrl: string | null;
  webhook: WebhookSettings | null;
  log: ViewSettings['log'];
}

const MIB = 1_048_576;

export function parseCollectorService(
  flags: CollectorFlags,
  surroundings: Surroundings,
): CollectorServiceSettings {
  const texts = new Texts(flags, surroundings.environment);
  const namespaces = parseNames(texts.label('namespaces'), texts.get('namespaces'));
  return Object.freeze({
    receive: parseReceive(texts),
    metricsAddress: parseAddress(texts.label('metricsAddress'), texts.sure('metricsAddress')),
    read: parseRead(texts),
    store: parseStore(texts),
    retention: Object.freeze({
      keepDays: texts.count('keepDays', 3_650),
      keepReports: texts.count('keepReports', 100_000_000),
    }),
    namespaces,
    podWatch: texts.wantsCluster('watchPods')
      ? Object.freeze({ selector: texts.sure('podSelector'), namespaces })
      : null,
    hangs: texts.wantsCluster('writeHangs')
      ? Object.freeze({ max: texts.count('maxHangs', 10_000), keepDays: texts.count('hangDays', 3_650) })
      : null,
    maxSeries: texts.count('maxSeries', 10_000),
    instance: parseInstance(texts),
    pageUrl: parsePageUrl(texts),
    webhook: parseWebhook(texts),
    log: parseView({ logLevel: flags.logLevel }, surroundings).log,
  });
}

/** The store alone, for export and import. */
export function parseStoreOnly(flags: CollectorFlags, surroundings: Surroundings): StoreSettings {
  return parseStore(new Texts(flags, surroundings.environment));
}

/** Something that it is to do needs Kubernetes' API. */
export function needsCluster({ receive, read, podWatch, hangs }: CollectorServiceSettings): boolean {
  const kinds: readonly string[] = [receive.auth.kind, read.auth.kind];
  return podWatch !== null || hangs !== null || kinds.includes('kubernetes');
}

function parseReceive(texts: Texts): ReceiveSettings {
  const address = parseAddress(texts.label('receiveAddress'), texts.sure('receiveAddress'));
  const auth = parseAuth(texts);
  if (auth.kind === 'none' && !isLoopback(address))
    throw new UsageError(
      `--auth none would let anyone send reports: it is for a --receive-address on the loopback (127.0.0.1:8080), not ${address.host}`,
    );
  return Object.freeze({
    address,
    tls: parseTls(texts),
    auth,
    maxBodyBytes: texts.count('maxBodyBytes', 1_024 * MIB),
    maxReportBytes: texts.count('maxReportBytes', 1_024 * MIB),
    reportsPerMinute: texts.count('reportsPerMinute', 1_000_000),
  });
}

function parseAuth(texts: Texts): SenderAuth {
  const kind = texts.choice('auth', ['kubernetes', 'token-file', 'none']);
  if (kind === 'kubernetes') texts.needCluster('auth');
  if (kind === 'kubernetes') return Object.freeze({ kind, audience: texts.sure('audience') });
  if (kind === 'token-file')
    return Object.freeze({ kind, tokenFile: texts.file('authTokenFile', '--auth token-file') });
  return Object.freeze({ kind });
}

function parseTls(texts: Texts): ReceiveSettings['tls'] {
  const certificateFile = texts.get('tlsCertificateFile');
  const keyFile = texts.get('tlsKeyFile');
  if (certificateFile === null && keyFile === null) return null;
  return Object.freeze({
    certificateFile: texts.file('tlsCertificateFile', '--tls-key-file'),
    keyFile: texts.file('tlsKeyFile', '--tls-certificate-file'),
  });
}

function parseRead(texts: Texts): ReadSettings {
  const address = parseAddress(texts.label('readAddress'), texts.sure('readAddress'));
  const kind = texts.choice('readAuth', ['none', 'token-file', 'kubernetes']);
  if (kind === 'none' && !isLoopback(address))
    throw new UsageError(
      `--read-address ${address.host} would show the reports to anyone: leave it on the loopback (kubectl port-forward reaches it), or choose --read-auth token-file or kubernetes`,
    );
  if (kind === 'kubernetes') texts.needCluster('readAuth');
  const auth =
    kind === 'token-file'
      ? { kind, tokenFile: texts.file('readTokenFile', '--read-auth token-file') }
      : { kind };
  return Object.freeze({ address, auth: Object.freeze(auth) });
}

function parseStore(texts: Texts): StoreSettings {
  const text = texts.sure('store');
  if (text === 'postgresql')
    return Object.freeze({
      kind: 'postgresql',
      urlFile: texts.file('databaseUrlFile', '--store postgresql'),
    });
  const [, path] = /^sqlite:(.+)$/.exec(text) ?? [];
  // An address may hold a password: it is not repeated.
  if (path === undefined)
    throw new UsageError(
      `${texts.label('store')} is sqlite:PATH, or postgresql (its address stands in the file of --database-url-file)`,
    );
  return Object.freeze({ kind: 'sqlite', path });
}

function parseInstance(texts: Texts): string {
  const text = texts.sure('instance');
  if (/^[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/.test(text)) return text;
  throw new UsageError(`${texts.label('instance')} takes what a label may hold, not ${JSON.stringify(text)}`);
}

function parsePageUrl(texts: Texts): string | null {
  const text = texts.get('pageUrl');
  if (text === null) return null;
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^https?:$/.test(url.protocol))
    throw new UsageError(
      `${texts.label('pageUrl')} takes the address of the pages, like https://straggler.example`,
    );
  return text.replace(/\/+$/, '');
}

function parseWebhook(texts: Texts): WebhookSettings | null {
  const urlFile = texts.get('webhookUrlFile');
  if (urlFile === null) return null;
  return Object.freeze({
    urlFile,
    format: texts.choice('webhookFormat', ['slack', 'json']),
    templateFile: texts.get('webhookTemplateFile'),
  });
}
