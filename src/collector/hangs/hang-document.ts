/** A hang as an object of Kubernetes: what `kubectl get hangs` and `kubectl describe hang` show. */
import { isCauseCode } from '../../explain/pages.ts';
import type { AppliedObject, Resource } from '../../kubernetes/apply.ts';
import { cutBytes, visible } from '../../report/sanitise.ts';
import { explainCommand } from '../../report/words/causes.ts';
import type { HangObject } from '../model/hang.ts';
import type { Workload } from '../model/identity.ts';

export const HANGS: Resource = Object.freeze({ group: 'straggler.dev', version: 'v1', plural: 'hangs' });
export const FIELD_MANAGER = 'straggler-collector';

/** The labels that an object of this collector is known by. */
export function ownLabels(instance: string): Record<string, string> {
  return { 'app.kubernetes.io/managed-by': FIELD_MANAGER, 'app.kubernetes.io/instance': instance };
}

interface HangStatus {
  /** `deployment/orders` */
  workload: string;
  cause: string;
  certainty: string;
  culprit: string;
  pods: number;
  occurrences: number;
  firstSeen: string;
  lastSeen: string;
  sentence: string;
  evidence: string[];
  fix: string;
  /** Where the cause is explained. */
  why: string;
  workloads: { workload: string; pods: number }[];
  images: { image: string; firstSeen: string; lastSeen: string; occurrences: number }[];
  reports: string[];
  howToPull: string;
  page?: string;
}

type HangSpecObject = AppliedObject & { spec: { fingerprint: string } };
type HangStatusObject = AppliedObject & { status: HangStatus };

export interface HangDocument {
  object: HangSpecObject;
  /** For the subresource, which an API server that has one takes separately. */
  status: HangStatusObject;
}

const LIMITS = { words: 256, sentence: 1_024, fix: 2_048, why: 1_024, evidence: 512, image: 512 };
const MOST = { evidence: 8, workloads: 12, images: 8, reports: 5 };
const LARGEST_STATUS_BYTES = 14_336;
const LONGEST_LABEL = 63;

export function documentOf(
  hang: HangObject,
  options: { instance: string; pageUrl: string | null },
): HangDocument {
  const { namespace, name } = hang;
  const head = { apiVersion: `${HANGS.group}/${HANGS.version}`, kind: 'Hang' };
  return {
    object: {
      ...head,
      metadata: { namespace, name, labels: labelsOf(hang, options.instance) },
      spec: { fingerprint: text(hang.fingerprint, LIMITS.words) },
    },
    status: { ...head, metadata: { namespace, name }, status: shorten(statusOf(hang, options.pageUrl)) },
  };
}

function labelsOf(hang: HangObject, instance: string): Record<string, string> {
  const labels = {
    ...ownLabels(instance),
    'straggler.dev/cause': hang.finding.cause,
    'straggler.dev/workload': hang.workload.name,
    'straggler.dev/workload-kind': hang.workload.kind.toLowerCase(),
  };
  return Object.fromEntries(Object.entries(labels).filter(([, value]) => isLabelValue(value)));
}

/** https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set */
function isLabelValue(value: string): boolean {
  return value.length <= LONGEST_LABEL && /^[a-z0-9A-Z]([-_.a-z0-9A-Z]*[a-z0-9A-Z])?$/.test(value);
}

function statusOf(hang: HangObject, pageUrl: string | null): HangStatus {
  const { finding } = hang;
  const [newest] = hang.reports;
  return {
    workload: text(workloadName(hang.workload), LIMITS.words),
    cause: text(finding.cause, LIMITS.words),
    certainty: text(finding.certainty, LIMITS.words),
    culprit: text(finding.culprit, LIMITS.words),
    pods: hang.pods,
    occurrences: hang.occurrences,
    firstSeen: time(hang.firstSeenMs),
    lastSeen: time(hang.lastSeenMs),
    sentence: text(finding.sentence, LIMITS.sentence),
    evidence: finding.evidence.slice(0, MOST.evidence).map((one) => text(one, LIMITS.evidence)),
    fix: text(finding.fix, LIMITS.fix),
    why: text(whyOf(finding.cause, pageUrl), LIMITS.why),
    workloads: hang.workloads.slice(0, MOST.workloads).map((one) => ({
      workload: text(workloadName(one.workload), LIMITS.words),
      pods: one.pods,
    })),
    images: hang.images.slice(-MOST.images).map((one) => ({
      image: one.image === null ? '(not known)' : text(one.image, LIMITS.image),
      firstSeen: time(one.firstSeenMs),
      lastSeen: time(one.lastSeenMs),
      occurrences: one.occurrences,
    })),
    reports: hang.reports.slice(0, MOST.reports).map((one) => text(one, LIMITS.words)),
    howToPull:
      newest === undefined
        ? `straggler reports --namespace ${hang.namespace}`
        : `straggler report ${text(newest, LIMITS.words)}`,
    ...pageOf(hang, pageUrl),
  };
}

/** A page that can be opened, or the command that prints it. */
function whyOf(cause: string, pageUrl: string | null): string {
  return pageUrl === null || !isCauseCode(cause) ? explainCommand(cause) : `${pageUrl}/causes/${cause}`;
}

function pageOf({ fingerprint }: HangObject, pageUrl: string | null): { page?: string } {
  // A link that is cut leads nowhere.
  if (pageUrl === null || fingerprint.length > LIMITS.words) return {};
  return { page: `${pageUrl}/hangs/${encodeURIComponent(fingerprint.toWellFormed())}` };
}

/** Lists lose their ends before the object becomes a burden to etcd: 10,000 of them are allowed. */
function shorten(status: HangStatus): HangStatus {
  const lists = [status.images, status.workloads, status.evidence];
  while (Buffer.byteLength(JSON.stringify(status)) > LARGEST_STATUS_BYTES) {
    const [longest] = lists.sort((a, b) => b.length - a.length);
    if (longest === undefined || longest.length === 0) break;
    longest.pop();
  }
  return status;
}

function workloadName({ kind, name }: Workload): string {
  return `${kind.toLowerCase()}/${name}`;
}

/** kubectl shows it in a terminal: whatever a program named itself, it steers none. */
function text(value: string, limitBytes: number): string {
  return cutBytes(visible(value), limitBytes);
}

/** Whole seconds, as Kubernetes writes them. */
function time(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z');
}
