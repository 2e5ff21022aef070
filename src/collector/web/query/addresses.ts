/** Addresses of the pages. Ids and names come from pods: each is one part of a path, or one value of a query. */
import { isCauseCode } from '../../../explain/pages.ts';
import type { HangQuery, ReportQuery } from './read-query.ts';

export function hangsAddress(query: Partial<HangQuery>): string {
  return `/${search(query)}`;
}

export function hangAddress(fingerprint: string, namespace: string | null = null): string {
  return `/hangs/${part(fingerprint)}${search({ namespace })}`;
}

export function reportsAddress(query: Partial<ReportQuery>): string {
  return `/reports${search(query)}`;
}

export function reportAddress(id: string, form: '' | '.json' | '.md' = ''): string {
  return `/reports/${part(id)}${form}`;
}

/** Null for what is none of the causes, and has no page. */
export function causeAddress(cause: string): string | null {
  return isCauseCode(cause) ? `/causes/${cause}` : null;
}

/** `.` and `..` would lead elsewhere. */
function part(text: string): string {
  const encoded = encodeURIComponent(text.toWellFormed());
  return /^\.{1,2}$/.test(encoded) ? encoded.replaceAll('.', '%2E') : encoded;
}

function search(query: Partial<Record<keyof ReportQuery, string | number | null>>): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query))
    if (value !== null && value !== undefined) parameters.set(name, String(value));
  const text = parameters.toString();
  return text === '' ? '' : `?${text}`;
}
