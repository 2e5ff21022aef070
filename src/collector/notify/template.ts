/** A body of the user's own: JSON with `{{placeholder}}` in its strings. */
import type { NewHang } from '../store/store.ts';
import type { Notice, WriteBody } from './notice.ts';
import { headOf, linesOf, linksOf } from './notice.ts';

/** Texts stand between quotes; numbers may stand alone. Those of a single hang are empty, or 0, in a message about many. */
export const PLACEHOLDERS = [
  'kind',
  'text',
  'count',
  'title',
  'sentence',
  'fix',
  'cause',
  'certainty',
  'culprit',
  'namespace',
  'workload_kind',
  'workload',
  'pods',
  'occurrences',
  'first_seen',
  'last_seen',
  'fingerprint',
  'name',
  'report',
  'hangs_url',
  'hang_url',
  'report_url',
  'cause_url',
] as const;
type Placeholder = (typeof PLACEHOLDERS)[number];
type Values = Readonly<Record<Placeholder, string | number>>;

/** The template cannot be used; found out at the start, not at three in the morning. */
export class TemplateError extends Error {
  override readonly name = 'TemplateError';
  readonly fix: string;

  constructor(sentence: string, about: { fix: string; cause?: unknown }) {
    super(sentence, { cause: about.cause });
    this.fix = about.fix;
  }
}

const PLACEHOLDER = /\{\{\s*([^{}]*?)\s*\}\}/g;
const SAMPLE: NewHang = {
  reportId: '01',
  hang: {
    name: 'sample',
    namespace: 'sample',
    fingerprint: '0',
    workload: { kind: 'Deployment', name: 'sample' },
    workloads: [],
    finding: {
      cause: 'unknown',
      certainty: 'possible',
      title: 'A "sample" \\ {}\n',
      sentence: '"',
      fix: '"',
      culprit: '"',
      file: null,
      line: null,
      construct: null,
      source: null,
      evidence: [],
    },
    pods: 1,
    occurrences: 1,
    firstSeenMs: 0,
    lastSeenMs: 0,
    images: [],
    reports: [],
  },
};

/** Throws a `TemplateError` for an unknown placeholder, and for what does not become JSON. */
export function templateBody(template: string, pageUrl: string | null): WriteBody {
  for (const [, name = ''] of template.matchAll(PLACEHOLDER)) {
    if (isPlaceholder(name)) continue;
    throw new TemplateError(
      `The webhook's template has a placeholder that is not known: {{${name.slice(0, 100)}}}.`,
      { fix: `Known are ${PLACEHOLDERS.map((one) => `{{${one}}}`).join(', ')}.` },
    );
  }
  const write: WriteBody = (notice) => filled(template, valuesOf(notice, pageUrl));
  checkJson(write({ kind: 'new-hang', found: SAMPLE }));
  checkJson(write({ kind: 'more-new-hangs', found: [SAMPLE, SAMPLE] }));
  return write;
}

function isPlaceholder(name: string): name is Placeholder {
  return (PLACEHOLDERS as readonly string[]).includes(name);
}

function checkJson(text: string): void {
  try {
    JSON.parse(text);
  } catch (error) {
    throw new TemplateError(
      `What the webhook's template gives is not JSON: ${(error as Error).message.split('\n')[0]?.slice(0, 200)}.`,
      { fix: 'Put placeholders of texts between quotes: "{{title}}".', cause: error },
    );
  }
}

/** As the inside of a JSON string; a value that holds {{…}} itself is left as it is. */
function filled(template: string, values: Values): string {
  return template.replace(PLACEHOLDER, (whole, name: string) =>
    isPlaceholder(name) ? JSON.stringify(String(values[name]).toWellFormed()).slice(1, -1) : whole,
  );
}

function valuesOf(notice: Notice, pageUrl: string | null): Values {
  const { hangs, hang, report, cause } = linksOf(notice, pageUrl);
  const links = {
    hangs_url: hangs ?? '',
    hang_url: hang ?? '',
    report_url: report ?? '',
    cause_url: cause ?? '',
  };
  const common = { kind: notice.kind, text: headOf(notice), ...links };
  return notice.kind === 'new-hang'
    ? { ...common, ...valuesOfOne(notice.found) }
    : { ...common, ...NO_VALUES, ...valuesOfMany(notice.found, headOf(notice)) };
}

type Own = Omit<Values, 'kind' | 'text' | 'hangs_url' | 'hang_url' | 'report_url' | 'cause_url'>;

function valuesOfOne({ hang, reportId }: NewHang): Own {
  const { finding, workload } = hang;
  return {
    count: 1,
    title: finding.title,
    sentence: finding.sentence,
    fix: finding.fix,
    cause: finding.cause,
    certainty: finding.certainty,
    culprit: finding.culprit,
    namespace: hang.namespace,
    workload_kind: workload.kind,
    workload: workload.name,
    pods: hang.pods,
    occurrences: hang.occurrences,
    first_seen: new Date(hang.firstSeenMs).toISOString(),
    last_seen: new Date(hang.lastSeenMs).toISOString(),
    fingerprint: hang.fingerprint,
    name: hang.name,
    report: reportId,
  };
}

const NO_VALUES: Own = {
  count: 0,
  title: '',
  sentence: '',
  fix: '',
  cause: '',
  certainty: '',
  culprit: '',
  namespace: '',
  workload_kind: '',
  workload: '',
  pods: 0,
  occurrences: 0,
  first_seen: '',
  last_seen: '',
  fingerprint: '',
  name: '',
  report: '',
};

function valuesOfMany(
  found: readonly NewHang[],
  title: string,
): Pick<Own, 'count' | 'title' | 'sentence' | 'pods' | 'occurrences'> {
  const sum = (number: (one: NewHang) => number) => found.reduce((all, one) => all + number(one), 0);
  return {
    count: found.length,
    title,
    sentence: linesOf(found).join('\n'),
    pods: sum(({ hang }) => hang.pods),
    occurrences: sum(({ hang }) => hang.occurrences),
  };
}
