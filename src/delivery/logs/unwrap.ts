/** What the sidecar wrote, out of what a log reader made of it. */
import { isRecord } from '../../report/parse/record.ts';

/** A line as a container runtime keeps it in /var/log/pods: time, stream, P for a piece that goes on, F for the last. */
const RUNTIME_ROW = /^(.{0,256}?)\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d) (stdout|stderr) ([PF])(?::\S*)? /;
const HEAD_CHARACTERS = 400;
const OWN_EVENT = /"event" ?: ?"(?:report|part|watch|preflight)"/;
const OWN_EVENT_INSIDE = /\\"event\\" ?: ?\\"(?:report|part|watch|preflight)\\"/;
/** As the sidecar writes it. */
const BEGINNING = '{"level":"';
const MAX_OPEN = 64;
const MAX_CHARACTERS = 128 * 1_024;

export class Unwrapper {
  /** Pieces that go on, by what stands before them and their stream. */
  readonly #open = new Map<string, string>();

  /** The text of a JSON object that looks like one of the sidecar's; null for anything else. */
  unwrap(row: string): string | null {
    const whole = this.#joined(row);
    if (whole === null) return null;
    if (OWN_EVENT.test(whole)) return objectIn(whole);
    return OWN_EVENT_INSIDE.test(whole) ? objectWithin(whole) : null;
  }

  #joined(row: string): string | null {
    const match = RUNTIME_ROW.exec(row.slice(0, HEAD_CHARACTERS));
    if (match === null) return row;
    const [head, before = '', stream = '', kind] = match;
    const key = `${stream} ${before}`;
    const text = (this.#open.get(key) ?? '') + row.slice(head.length);
    this.#open.delete(key);
    if (kind === 'F') return text;
    if (this.#open.size < MAX_OPEN && text.length <= MAX_CHARACTERS) this.#open.set(key, text);
    return null;
  }
}

/** Whatever names of pods and containers, times and colours stand before it. */
function objectIn(text: string): string | null {
  const own = text.indexOf(BEGINNING);
  const begin = own === -1 ? text.indexOf('{') : own;
  return begin === -1 ? null : text.slice(begin).trimEnd();
}

/** A log shipper's own JSON, with the line in one of its fields: Docker's "log", "message". */
function objectWithin(text: string): string | null {
  const begin = text.indexOf('{');
  if (begin === -1) return null;
  try {
    const record: unknown = JSON.parse(text.slice(begin));
    if (!isRecord(record)) return null;
    for (const value of Object.values(record))
      if (typeof value === 'string' && OWN_EVENT.test(value)) return objectIn(value);
    return null;
  } catch {
    return null;
  }
}
