/** How soon the sidecar looks once a pod is deleted, and what that costs the service that it looks at. */
import { inNamespace } from '../../test/e2e/harness/namespace.ts';
import { python } from '../../test/e2e/harness/pod-spec.ts';
import type { PodUnderTest, Termination } from '../../test/e2e/harness/pod-under-test.ts';
import { helper } from '../../test/e2e/harness/programs.ts';
import { reportsOf } from '../../test/e2e/harness/sidecar-lines.ts';
import type { SidecarOptions } from '../../test/e2e/harness/sidecar-spec.ts';
import type { Mode } from './table.ts';

const GRACE_SECONDS = 6;
const TASKS = '1000';

/** Medians, but for the gap; times in milliseconds since the deletion was asked for. */
export interface Cost {
  runs: number;
  /** The watch began. */
  beganMs: number;
  /** A report on the first look was in the log. */
  lookedMs: number;
  /** The first report was in the log. */
  reportedMs: number;
  goneMs: number;
  goneWithoutMs: number;
  /** The longest stall that the service felt in any run while it was to stop. */
  gapMs: number;
  gapWithoutMs: number;
  /** The service's own processor time in a second. */
  processorMs: number;
  processorWithoutMs: number;
}

interface Run {
  beganMs: number;
  lookedMs: number;
  reportedMs: number;
  goneMs: number;
  gapMs: number;
  processorMs: number;
}

export async function measureCost(mode: Mode, runs: number): Promise<Cost> {
  const watched: Run[] = [];
  const plain: Run[] = [];
  await inNamespace({ programs: [helper('heartbeat.py')] }, async (namespace) => {
    for (let run = 0; run < runs; run += 1) {
      for (const [sidecar, kept] of [[{ mode }, watched] as const, [null, plain] as const]) {
        const name = `${sidecar === null ? 'plain' : 'watched'}-${run}`;
        kept.push(await runOnce(namespace.pod(name, podOptions(sidecar))));
      }
    }
  });
  const middle = (all: readonly Run[], field: keyof Run) => median(all.map((run) => run[field]));
  return {
    runs,
    beganMs: middle(watched, 'beganMs'),
    lookedMs: middle(watched, 'lookedMs'),
    reportedMs: middle(watched, 'reportedMs'),
    goneMs: middle(watched, 'goneMs'),
    goneWithoutMs: middle(plain, 'goneMs'),
    gapMs: Math.max(...watched.map(({ gapMs }) => gapMs)),
    gapWithoutMs: Math.max(...plain.map(({ gapMs }) => gapMs)),
    processorMs: middle(watched, 'processorMs'),
    processorWithoutMs: middle(plain, 'processorMs'),
  };
}

function podOptions(sidecar: SidecarOptions | null) {
  return { graceSeconds: GRACE_SECONDS, apps: [{ command: python('heartbeat.py', TASKS) }], sidecar };
}

async function runOnce(pod: PodUnderTest): Promise<Run> {
  await pod.create();
  await pod.ready();
  const termination = await pod.gone(await pod.delete());
  return { ...beats(pod, termination.askedAtMs), ...times(termination) };
}

function times({ askedAtMs, goneAtMs, lines }: Termination) {
  const reports = reportsOf(lines, 'app');
  const [first] = reports;
  const startedAtMs = Date.parse(first?.report.shutdown?.startedAt ?? '');
  // The very first one tells only that it is there: it is written before a look that may take long.
  const looked = reports.find(({ report }) => report.target.python !== null);
  return {
    goneMs: goneAtMs - askedAtMs,
    reportedMs: (first?.atMs ?? Number.NaN) - askedAtMs,
    beganMs: startedAtMs - askedAtMs,
    lookedMs: (looked?.atMs ?? Number.NaN) - askedAtMs,
  };
}

/** "gap 1.20 ms, processor 3.4 ms", once a second. */
function beats(pod: PodUnderTest, sinceMs: number): { gapMs: number; processorMs: number } {
  const seen = pod.log('app').lines.flatMap(({ atMs, text }) => {
    const [, gap, processor] = /gap ([\d.]+) ms, processor ([\d.]+) ms/.exec(text) ?? [];
    return atMs < sinceMs || gap === undefined
      ? []
      : [{ gapMs: Number(gap), processorMs: Number(processor) }];
  });
  return {
    gapMs: Math.max(...seen.map(({ gapMs }) => gapMs)),
    processorMs: median(seen.map(({ processorMs }) => processorMs)),
  };
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
