/** Options that several commands share, as yargs wants them. All are texts: settings reads and checks them. */
import type { Options } from 'yargs';

const text = (describe: string): Options => ({ type: 'string', requiresArg: true, describe });

export const VIEW_OPTIONS = {
  json: { type: 'boolean', describe: 'Print one JSON report on standard output, and nothing else' },
  out: text(
    'Write the report here as soon as there is one, and replace it by each better one (.json, .html, .txt, .xml for JUnit, .sarif)',
  ),
  html: text('Write the report as a web page that stands alone'),
  junit: text('Write the report as JUnit XML'),
  sarif: text('Write the report as SARIF'),
  source: {
    type: 'boolean',
    default: true,
    describe: 'Show lines of the source; --no-source leaves them out',
  },
  'py-spy': {
    type: 'string',
    describe: 'Path of py-spy; --no-py-spy does without (STRAGGLER_PY_SPY; else PATH is searched)',
  },
  color: { type: 'string', describe: 'auto (a terminal, and NO_COLOR is not set), always or never' },
  'log-level': text(
    "debug, info, warn, error or silent: Straggler's own log on standard error (STRAGGLER_LOG_LEVEL)",
  ),
} satisfies Record<string, Options>;

export const WATCH_OPTIONS = {
  grace: text('Seconds until the process counts as hung: 30, 2.5, 500ms, 2m [default: 30]'),
  slow: text('An exit later than this is slow [default: four fifths of --grace]'),
  'fail-slow': { type: 'boolean', describe: 'Exit status 1 for slow, too' },
} satisfies Record<string, Options>;

export const WATCH_STATUSES = `Exit status
  0  it exited in time
  1  it hung: still alive at the end of the grace period (with --fail-slow: or it was slow), or a launcher
     that got the signal still is
  2  wrong use
  3  Straggler could not look: no such process, not Python, no permission, …`;

/** How hangs, reports, report and ui find the collector. */
export const CONNECTION_OPTIONS = {
  context: text('Context of the kubeconfig to use'),
  kubeconfig: text('Kubeconfig to use (KUBECONFIG; else ~/.kube/config)'),
  'collector-namespace': text('Where the collector runs; else every namespace is searched'),
  url: text('Ask a collector at this address, without Kubernetes'),
  'token-file': text('File with a token that says who reads, where the collector asks for one'),
} satisfies Record<string, Options>;

/** Which of all that is kept. */
export const FILTER_OPTIONS = {
  namespace: { ...text('Only this namespace'), alias: 'n' },
  workload: text('Only the workload of this name'),
  cause: text('Only this cause, such as cancel-swallowed'),
  since: text('Only what was seen in the last 30m, 24h, 7d, 2w'),
  text: text('Only where the sentence, the culprit, the workload or the cause holds this text'),
} satisfies Record<string, Options>;

export const CONNECTION_HELP = `The collector is found in the cluster of your kubeconfig, and reached through the API server,
as kubectl port-forward does: you need to be allowed to list pods and to create
pods/portforward where the collector runs, and nothing else.`;

export const READING_STATUSES = `Exit status
  0  the collector has answered
  2  wrong use
  3  the collector could not be reached, or has no such thing`;
