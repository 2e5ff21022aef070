/** What every report and every end of a pod has to be like. Throws, with a sentence that says what is wrong. */
import assert from 'node:assert/strict';
import type { Report } from '../../../src/report/report.ts';
import { judge } from '../../matrix/judge.ts';
import { schemaFlaw } from '../../report/support/schema.ts';
import type { Program } from '../../support/program-headers.ts';
import type { Termination } from './pod-under-test.ts';
import type { Outcome } from './scenario.ts';
import type { LineEvent, SeenReport } from './sidecar-lines.ts';
import { newestReport, reportsOf } from './sidecar-lines.ts';
import { SIDECAR } from './sidecar-spec.ts';

/** The container runtime cuts longer lines. */
const LINE_BYTES = 16_384;
const TERMINATION_MESSAGE_BYTES = 4_096;
/** Two pods of the same kind end so far apart on a busy machine. */
const NOISE_SECONDS = 1.5;
/** From the deletion to the first report, with the kubelet's share, on a machine of two busy cores. */
const FIRST_REPORT_SECONDS = 3;

type Seen = Pick<Termination, 'lines'>;

export function assertNotDelayed({ watched, plain }: Outcome): void {
  const most = plain.seconds + NOISE_SECONDS;
  assert.ok(
    watched.seconds <= most,
    `gone after ${watched.seconds.toFixed(2)} s, ${plain.seconds.toFixed(2)} s without the sidecar`,
  );
}

/** The newest report about a container: right about the program, of the schema, and every line whole. */
export function assertReport(termination: Seen, program: Program, container = 'app'): Report {
  const report = assertReadable(termination, container);
  const minor = Number(report.target.python?.version.split('.')[1] ?? Number.NaN);
  assert.deepEqual(judge(program, { name: `3.${minor}`, minor, path: '' }, report), []);
  return report;
}

/** Whatever it says, it can be read. */
export function assertReadable(termination: Seen, container = 'app'): Report {
  const report = newestReport(termination.lines, container);
  assert.ok(report !== null, `no report about the container ${container}`);
  assert.equal(schemaFlaw(report), null);
  for (const { text } of termination.lines) {
    assert.ok(
      Buffer.byteLength(text) < LINE_BYTES,
      `a line of ${Buffer.byteLength(text)} bytes: ${text.slice(0, 200)}`,
    );
  }
  return report;
}

export function assertEarly(termination: Termination, container = 'app'): SeenReport {
  const [first] = reportsOf(termination.lines, container);
  assert.ok(first !== undefined, `no report about the container ${container}`);
  const seconds = (first.atMs - termination.askedAtMs) / 1_000;
  assert.ok(
    seconds < FIRST_REPORT_SECONDS,
    `the first report came ${seconds.toFixed(2)} s after the deletion`,
  );
  return first;
}

/** One paragraph, in the sidecar's own status. */
export function assertTerminationMessage(termination: Termination, pattern: RegExp): string {
  const message = termination.ended.get(SIDECAR)?.message ?? '';
  assert.match(message, pattern);
  assert.ok(Buffer.byteLength(message) <= TERMINATION_MESSAGE_BYTES);
  return message;
}

export function preflightOf({ lines }: Seen): LineEvent & { event: 'preflight' } {
  for (const { event } of lines) if (event?.event === 'preflight') return event;
  throw new assert.AssertionError({ message: 'no preflight line' });
}

/** What the suite prints about every end, for people who compare runs. */
export function times(name: string, { watched, plain }: Outcome, container = 'app'): void {
  const reports = reportsOf(watched.lines, container);
  const first = reports[0];
  const last = reports.at(-1);
  const after = (atMs: number | undefined) =>
    atMs === undefined ? 'none' : `${((atMs - watched.askedAtMs) / 1_000).toFixed(2)} s`;
  const began = last?.report.shutdown?.startedAt;
  const words = [
    `watch begins ${after(began === undefined ? undefined : Date.parse(began))}`,
    `first report ${after(first?.atMs)}`,
    `last report ${after(last?.atMs)} (revision ${last?.report.revision ?? 'none'})`,
    `gone ${watched.seconds.toFixed(2)} s, without the sidecar ${plain.seconds.toFixed(2)} s`,
  ];
  process.stdout.write(`  ${name}: ${words.join(', ')}\n`);
  const timeline = last?.report.timeline ?? [];
  const signals = timeline.filter(({ event }) => event.includes('signal') || event.includes('exit'));
  for (const { seconds, event, detail } of signals) {
    process.stdout.write(`      ${seconds.toFixed(2)} ${event} ${detail}\n`);
  }
}
