/**
 * `straggler.hang/v1`: what a webhook is told as plain JSON. Fields may be added; one that is here keeps its meaning.
 * Lines of the source are left out: the receiver may be another company.
 */
import type { NewHang } from '../store/store.ts';
import type { Links, Notice, WriteBody } from './notice.ts';
import { headOf, linksOf } from './notice.ts';

interface HangNotice {
  schema: 'straggler.hang/v1';
  kind: Notice['kind'];
  /** For people, one line. */
  text: string;
  /** 1 for `new-hang`. */
  count: number;
  /** At most 100 of them. */
  hangs: readonly NoticeHang[];
  links: Links;
}

interface NoticeHang {
  /** Of the `Hang` object. */
  name: string;
  namespace: string;
  workload: { kind: string; name: string };
  fingerprint: string;
  cause: string;
  certainty: string;
  title: string;
  sentence: string;
  fix: string;
  culprit: string;
  pods: number;
  occurrences: number;
  /** Milliseconds since 1970. */
  firstSeenMs: number;
  lastSeenMs: number;
  /** Id of a report of it. */
  report: string;
}

const MAX_HANGS = 100;

export function jsonBody(pageUrl: string | null): WriteBody {
  return (notice) => {
    const found = notice.kind === 'new-hang' ? [notice.found] : notice.found;
    const body: HangNotice = {
      schema: 'straggler.hang/v1',
      kind: notice.kind,
      text: headOf(notice),
      count: found.length,
      hangs: found.slice(0, MAX_HANGS).map(noticeHang),
      links: linksOf(notice, pageUrl),
    };
    return JSON.stringify(body);
  };
}

function noticeHang({ hang, reportId }: NewHang): NoticeHang {
  const { name, namespace, workload, fingerprint, finding, pods, occurrences, firstSeenMs, lastSeenMs } =
    hang;
  const { cause, certainty, title, sentence, fix, culprit } = finding;
  return {
    name,
    namespace,
    workload: { kind: workload.kind, name: workload.name },
    fingerprint,
    cause,
    certainty,
    title,
    sentence,
    fix,
    culprit,
    pods,
    occurrences,
    firstSeenMs,
    lastSeenMs,
    report: reportId,
  };
}
