/** What sidecars post, made once of real reports; each pod puts its own names in. */
import { gzipSync } from 'node:zlib';
import { smallBody } from '../../src/delivery/collector/body.ts';
import { reportJson } from '../../src/report/render/json.ts';
import type { Report } from '../../src/report/report.ts';
import { crowded, exited, hung, POD } from '../../test/delivery/support/reports.ts';
import { GRACE_SECONDS, WORKLOADS } from './settings.ts';

const SERVICE_TASKS = 300;
const FINGERPRINT = '0123456789abcdef';
const AT = '2000-01-01T00:00:00.000Z';
const AT_DEADLINE = '2000-01-01T00:00:30.000Z';

export interface PostedPod {
  id: string;
  name: string;
  uid: string;
  workload: number;
}

export interface Body {
  bytes: Buffer;
  headers: Record<string, string>;
}

interface Template {
  json: string;
  headers: Record<string, string>;
}

const first = abridged(crowded(SERVICE_TASKS, { revision: 1, complete: false }));
const second = abridged(hung({ revision: 2, complete: false }));
const ended = abridged(exited({ revision: 3 }));
const killed = abridged(crowded(SERVICE_TASKS, { revision: 3 }));
const whole: Template = {
  json: reportJson(timed(crowded(SERVICE_TASKS, { revision: 3 }))),
  headers: { 'content-encoding': 'gzip' },
};

/** While it ends: its first look, and a better one. */
export const FIRST = first;
export const SECOND = second;
/** The last revision of one that ended in time. */
export const ENDED = ended;
/** Those of one that was killed: first the small form, then the whole one. */
export const KILLED = [killed, whole] as const;

export function bodyOf({ json, headers }: Template, pod: PostedPod): Body {
  const nowMs = Date.now();
  const text = json
    .replaceAll(AT, new Date(nowMs).toISOString())
    .replaceAll(AT_DEADLINE, new Date(nowMs + 1000 * GRACE_SECONDS).toISOString())
    .replaceAll('01JDB4Z0R0000000000000000A', pod.id)
    .replaceAll(POD.name, pod.name)
    .replaceAll(POD.uid, pod.uid)
    .replaceAll('"name":"orders"', `"name":"service-${pod.workload}"`)
    .replaceAll(FINGERPRINT, `${FINGERPRINT.slice(0, 12)}${String(pod.workload).padStart(4, '0')}`);
  const isGzip = 'content-encoding' in headers;
  return { bytes: isGzip ? gzipSync(text, { level: 1 }) : Buffer.from(text), headers };
}

export function helloOf(pod: PostedPod): Body {
  const hello = {
    schema: 'straggler.pod/v1',
    pod: { ...POD, name: pod.name, uid: pod.uid, workload: workloadOf(pod) },
    containers: ['app'],
    profile: 'same-uid',
    mode: 'standby',
    version: '1.2.3',
    readable: true,
    limits: [],
  };
  return { bytes: Buffer.from(JSON.stringify(hello)), headers: {} };
}

export function podOf(index: number): PostedPod {
  const workload = index % WORKLOADS;
  const number = String(index).padStart(8, '0');
  return {
    id: `01JDB4Z0R0000000LD${number}`,
    name: `service-${workload}-7d9c-${number}`,
    uid: `6f1c8d0e-1111-2222-3333-4444${number}`,
    workload,
  };
}

function workloadOf({ workload }: PostedPod) {
  return { kind: 'Deployment', name: `service-${workload}` };
}

function abridged(report: Report): Template {
  const { bytes, headers } = smallBody(timed(report));
  return { json: bytes.toString(), headers: { ...headers } };
}

/** With times that are found again, and one fingerprint. */
function timed(report: Report): Report {
  const findings = report.findings.map((finding) => ({ ...finding, fingerprint: FINGERPRINT }));
  if (report.shutdown === null) throw new Error('a rollout has no dumps');
  const shutdown = {
    ...report.shutdown,
    startedAt: AT,
    deadlineAt: AT_DEADLINE,
    graceSeconds: GRACE_SECONDS,
  };
  return { ...report, findings, createdAt: AT, shutdown };
}
