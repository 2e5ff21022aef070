/** The settings of the collector, each a flag and a variable. `docs/collector.md` lists them. */
import type { Variable } from './variable.ts';
import { variable } from './variable.ts';

const own = (flag: string, byDefault: string | null, describe: string): Variable =>
  variable({ flag, prefix: 'STRAGGLER_COLLECTOR', byDefault, describe });

export const COLLECTOR_VARIABLES = {
  receiveAddress: own('receive-address', '0.0.0.0:8080', 'Where sidecars post to: host and port'),
  tlsCertificateFile: own(
    'tls-certificate-file',
    null,
    'Receive over TLS: the certificate chain, PEM; read again when it changes',
  ),
  tlsKeyFile: own('tls-key-file', null, 'Its key, PEM'),
  metricsAddress: own('metrics-address', '0.0.0.0:9188', 'Where /metrics, /healthz and /readyz are served'),
  readAddress: own('read-address', '127.0.0.1:8081', 'Where the pages and the read API are served'),
  auth: own(
    'auth',
    'kubernetes',
    "How a sender proves who it is: kubernetes (the pod's token), token-file, none (on loopback only)",
  ),
  authTokenFile: own('auth-token-file', null, 'The shared token, with --auth token-file'),
  audience: own('audience', 'straggler', "Audience of the pods' tokens"),
  readAuth: own(
    'read-auth',
    'none',
    'Who may read: none (on loopback only), token-file, kubernetes (whoever may get hangs.straggler.dev in the namespace)',
  ),
  readTokenFile: own('read-token-file', null, 'The token of readers, with --read-auth token-file'),
  store: own('store', 'sqlite:straggler.db', 'Where reports are kept: sqlite:PATH, or postgresql'),
  databaseUrlFile: own(
    'database-url-file',
    null,
    'Holds postgresql://user:password@host/database, with --store postgresql',
  ),
  keepDays: own('keep-days', '30', 'Reports older than this many days are deleted'),
  keepReports: own('keep-reports', '100000', 'The oldest beyond this number are deleted'),
  maxBodyBytes: own('max-body-bytes', '8388608', 'A larger body (as it is sent) is refused'),
  maxReportBytes: own('max-report-bytes', '16777216', 'A larger report (unpacked) is refused'),
  reportsPerMinute: own('reports-per-minute', '60', 'Of one pod; more are refused until later'),
  watchPods: own(
    'watch-pods',
    'auto',
    'Learn from the API server how pods ended: true, false, or auto (in a pod of a cluster)',
  ),
  podSelector: own('pod-selector', 'straggler.dev/watch=true', 'Labels of the pods to watch'),
  namespaces: own(
    'namespaces',
    null,
    'Where to watch pods and write Hang objects: names with commas between (everywhere)',
  ),
  writeHangs: own(
    'write-hangs',
    'auto',
    'Write Hang objects, for kubectl get hangs: true, false, or auto (in a pod of a cluster)',
  ),
  maxHangs: own('max-hangs', '500', 'No more Hang objects than this; those seen last stay'),
  hangDays: own('hang-days', '14', 'A Hang object not seen for so many days is deleted'),
  maxSeries: own(
    'max-series',
    '500',
    'Containers of workloads with metrics of their own; later ones are counted together as (other)',
  ),
  instance: own(
    'instance',
    'straggler',
    "Two collectors of one cluster have different names, and leave each other's Hang objects alone",
  ),
  pageUrl: own('page-url', null, 'Where people reach the pages: for links in webhooks and Hang objects'),
  webhookUrlFile: own('webhook-url-file', null, 'Holds the address that is told of a new hang'),
  webhookFormat: own('webhook-format', 'json', 'slack, or json'),
  webhookTemplateFile: own(
    'webhook-template-file',
    null,
    'A body of your own; docs/collector.md lists its placeholders',
  ),
} as const satisfies Record<string, Variable>;

export type CollectorName = keyof typeof COLLECTOR_VARIABLES;
export type CollectorTexts = Readonly<Partial<Record<CollectorName, string>>>;
