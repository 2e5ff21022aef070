/** What names of Kubernetes look like. Whatever a pod says becomes a label, a column or a part of an address only in these shapes. */
import { cut, visible } from '../../report/sanitise.ts';
import { malformed } from './receive-error.ts';

/** https://kubernetes.io/docs/concepts/overview/working-with-objects/names/: a label of DNS, and several with dots between. */
const DNS_LABEL = /^[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?$/;
const DNS_SUBDOMAIN = /^[a-z0-9](?:[-a-z0-9.]{0,251}[a-z0-9])?$/;
const UID = /^[0-9A-Za-z._-]{1,128}$/;
const KIND = /^[A-Za-z][A-Za-z0-9]{0,62}$/;
/** That of ULID is 26 of these; other programs have ids of their own. */
const REPORT_ID = /^[0-9A-Za-z-]{1,64}$/;
const WORD = /^[a-z0-9](?:[-a-z0-9]{0,62}[a-z0-9])?$/;
const FINGERPRINT = /^[0-9A-Za-z][0-9A-Za-z._-]{0,127}$/;

const SHAPES = {
  namespace: DNS_LABEL,
  'pod name': DNS_SUBDOMAIN,
  'pod uid': UID,
  container: DNS_LABEL,
  'workload kind': KIND,
  'workload name': DNS_SUBDOMAIN,
  'report id': REPORT_ID,
  fingerprint: FINGERPRINT,
} as const satisfies Record<string, RegExp>;

/** The text when it has the shape; else it is refused, without repeating it. */
export function shaped(what: keyof typeof SHAPES, text: string): string {
  if (SHAPES[what].test(text)) return text;
  throw malformed('wrong-shape', `The ${what} does not look like one.`);
}

/** A code of a closed list, maybe of a newer Straggler; null where it is none. */
export function word(text: string): string | null {
  return WORD.test(text) ? text : null;
}

/** For a column or a line that people read: bounded, of one line, nothing in it acts on a terminal or breaks a database. */
export function plain(text: string, characters: number): string {
  return cut(visible(cut(text, characters)), characters);
}

/** Milliseconds since 1970 of a time as the report writes it. */
export function instant(what: string, text: string): number {
  const ms = Date.parse(text);
  if (Number.isFinite(ms)) return ms;
  throw malformed('wrong-shape', `The time ${what} is none.`);
}
