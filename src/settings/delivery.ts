/** Where the reports of a pod go, beside the log of its sidecar. */
import type { Surroundings } from './environment.ts';
import { UsageError } from './usage-error.ts';
import { parsePath } from './view.ts';

export interface CollectorSettings {
  /** Without a slash at its end. */
  url: string;
  tokenFile: string | null;
  caFile: string | null;
}

export interface DeliverySettings {
  collector: CollectorSettings | null;
  directory: string | null;
  terminationMessageFile: string;
}

export interface DeliveryFlags {
  collectorUrl?: string | undefined;
  collectorTokenFile?: string | undefined;
  collectorCaFile?: string | undefined;
  reportDirectory?: string | undefined;
  terminationMessageFile?: string | undefined;
}

/** Where the kubelet mounts it unless terminationMessagePath says otherwise. */
const TERMINATION_MESSAGE_FILE = '/dev/termination-log';

export function parseDelivery(flags: DeliveryFlags, { environment }: Surroundings): DeliverySettings {
  return Object.freeze({
    collector: parseCollector(flags, environment),
    directory: parsePath('--report-directory', flags.reportDirectory) ?? environment.reportDirectory,
    terminationMessageFile:
      parsePath('--termination-message-file', flags.terminationMessageFile) ??
      environment.terminationMessageFile ??
      TERMINATION_MESSAGE_FILE,
  });
}

/** Files that are named without a collector are left alone: a chart may name them always. */
function parseCollector(
  flags: DeliveryFlags,
  environment: Surroundings['environment'],
): CollectorSettings | null {
  const tokenFile = parsePath('--collector-token-file', flags.collectorTokenFile);
  const caFile = parsePath('--collector-ca-file', flags.collectorCaFile);
  const text = flags.collectorUrl ?? environment.collectorUrl;
  if (text === null) return null;
  const name = flags.collectorUrl === undefined ? 'STRAGGLER_COLLECTOR_URL' : '--collector-url';
  return Object.freeze({
    url: parseUrl(name, text),
    tokenFile: tokenFile ?? environment.collectorTokenFile,
    caFile: caFile ?? environment.collectorCaFile,
  });
}

/** What is refused is not repeated: it may hold a password. */
function parseUrl(name: string, text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^https?:$/.test(url.protocol))
    throw new UsageError(`${name} takes the address of a collector, like https://straggler.example:8443`);
  if (url.username !== '' || url.password !== '')
    throw new UsageError(
      `${name} must hold no user and no password: the token of STRAGGLER_COLLECTOR_TOKEN_FILE says who sends`,
    );
  if (url.search !== '' || url.hash !== '')
    throw new UsageError(`${name} ends with a path at most: /v1/reports is put behind it`);
  return `${url.origin}${url.pathname}`.replace(/\/+$/, '');
}
