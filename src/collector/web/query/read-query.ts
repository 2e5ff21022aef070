/** The question in an address, and the address of a question. */
import type { Outcome } from '../../../report/report.ts';
import type { HangFilter, ReportFilter } from '../../model/filter.ts';
import { ReadProblem } from '../problem.ts';

/** As it stands in the address; null: not asked for. */
export interface HangQuery {
  namespace: string | null;
  workload: string | null;
  cause: string | null;
  /** `24h`, `7d` */
  since: string | null;
  text: string | null;
}

export interface ReportQuery extends HangQuery {
  outcome: Outcome | null;
  fingerprint: string | null;
  /** The mark that the page before ended with. */
  before: string | null;
  limit: number;
}

export const NO_QUERY: HangQuery = Object.freeze({
  namespace: null,
  workload: null,
  cause: null,
  since: null,
  text: null,
});

export const OUTCOMES: readonly Outcome[] = ['hung', 'slow', 'exited', 'running'];

const LONGEST_VALUE = 253;
const PAGE = 100;
const MOST = 500;
const UNIT_MS: Record<string, number> = {
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

export function readHangQuery(parameters: URLSearchParams): HangQuery {
  return {
    namespace: value(parameters, 'namespace'),
    workload: value(parameters, 'workload'),
    cause: value(parameters, 'cause'),
    since: value(parameters, 'since'),
    text: value(parameters, 'text'),
  };
}

export function readReportQuery(parameters: URLSearchParams): ReportQuery {
  const outcome = value(parameters, 'outcome');
  const known = OUTCOMES.find((one) => one === outcome);
  if (outcome !== null && known === undefined)
    throw badQuery(`"${outcome}" is no outcome.`, `outcome is one of ${OUTCOMES.join(', ')}.`);
  return {
    ...readHangQuery(parameters),
    outcome: known ?? null,
    fingerprint: value(parameters, 'fingerprint'),
    before: value(parameters, 'before'),
    limit: readLimit(value(parameters, 'limit')),
  };
}

export function hangFilter(query: HangQuery, nowMs: number): HangFilter {
  const { namespace, workload, cause, since, text } = query;
  return { namespace, workload, cause, text, sinceMs: since === null ? null : nowMs - spanMs(since) };
}

export function reportFilter(query: ReportQuery, nowMs: number): ReportFilter {
  const { outcome, fingerprint, before, limit } = query;
  return {
    ...hangFilter(query, nowMs),
    outcome,
    fingerprint,
    before: before === null ? null : readMark(before),
    limit,
  };
}

/** The end of a page, for `before`. */
export function markAfter({ receivedAtMs, id }: { receivedAtMs: number; id: string }): string {
  return `${receivedAtMs}.${id}`;
}

function readMark(text: string): { receivedAtMs: number; id: string } {
  const [, receivedAtMs = '', id = ''] = /^(\d{1,15})\.(.+)$/s.exec(text) ?? [];
  if (id === '')
    throw badQuery(`"${text}" is no place in the list.`, 'before takes the `next` of the page before.');
  return { receivedAtMs: Number(receivedAtMs), id };
}

function spanMs(text: string): number {
  const [, number = '', unit = ''] = /^(\d{1,5})([mhdw])$/.exec(text) ?? [];
  const unitMs = UNIT_MS[unit];
  if (unitMs === undefined)
    throw badQuery(`"${text}" is no time span.`, 'since takes one like 90m, 24h, 7d or 2w.');
  return Number(number) * unitMs;
}

function readLimit(text: string | null): number {
  if (text === null) return PAGE;
  if (!/^\d{1,4}$/.test(text) || Number(text) < 1 || Number(text) > MOST)
    throw badQuery(`"${text}" is no limit.`, `limit is a number from 1 to ${MOST}.`);
  return Number(text);
}

/** A field of a form that was left empty asks for nothing. */
function value(parameters: URLSearchParams, name: string): string | null {
  const text = parameters.get(name)?.trim() ?? '';
  if (text === '') return null;
  if (text.length > LONGEST_VALUE)
    throw badQuery(
      `${name} is longer than ${LONGEST_VALUE} characters.`,
      'Ask for less of it: a part of the text is enough.',
    );
  return text.toWellFormed();
}

function badQuery(sentence: string, fix: string): ReadProblem {
  return new ReadProblem(sentence, { code: 'bad-query', fix });
}
