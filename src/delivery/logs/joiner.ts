/** Lines of sidecars into reports: of each the newest revision, whole where all of its parts are there. */
import { isRecord } from '../../report/parse/record.ts';
import { parseReport, ReportFormatError } from '../../report/parse.ts';
import type { Report } from '../../report/report.ts';
import { tidyName, visible } from '../../report/sanitise.ts';
import type { Found } from './found.ts';
import { choose } from './found.ts';
import type { Kept, Parts } from './kept.ts';

/** The sidecar writes some 200 parts at most. */
const MAX_PARTS = 1_024;
const MAX_ID_CHARACTERS = 128;
/** Of all that is kept, in characters. */
const MAX_KEPT = 256 * 1_024 * 1_024;

export class ReportJoiner {
  readonly #kept = new Map<string, Kept>();
  readonly #maxKept: number;
  #characters = 0;
  #damaged = 0;
  #unkept = 0;
  #refusal: ReportFormatError | null = null;
  #lastWords: string | null = null;

  constructor(maxKept = MAX_KEPT) {
    this.#maxKept = maxKept;
  }

  /** Lines that began like the sidecar's and could not be read: most of them cut. */
  get damaged(): number {
    return this.#damaged;
  }

  /** Lines for which there was no room. */
  get unkept(): number {
    return this.#unkept;
  }

  /** Why a report that was there whole could not be read: it is of a newer Straggler. */
  get refusal(): ReportFormatError | null {
    return this.#refusal;
  }

  /** What the sidecar said last beside its reports. */
  get lastWords(): string | null {
    return this.#lastWords;
  }

  add(text: string): void {
    const line = parsed(text);
    if (line === null) {
      this.#damaged += 1;
      return;
    }
    switch (line['event']) {
      case 'report':
        this.#addReport(line['report']);
        break;
      case 'part':
        this.#addPart(line);
        break;
      default:
        if (typeof line['msg'] === 'string') this.#lastWords = visible(tidyName(line['msg']));
    }
  }

  /** In the order in which they began. */
  found(): Found[] {
    const held = [...this.#kept.values()].filter(
      ({ line, whole, parts }) =>
        line !== null || whole !== null || (parts !== null && parts.pieces.size > 0),
    );
    return held.map(choose);
  }

  #addReport(value: unknown): void {
    const text = JSON.stringify(value) ?? '';
    const report = this.#read(text);
    if (report === null) return;
    const kept = this.#entry(report.id, report.target.container);
    if (kept === null || (kept.line !== null && kept.line.revision >= report.revision)) return;
    if (!this.#makeRoom(text.length - (kept.line?.text.length ?? 0))) return;
    kept.line = { revision: report.revision, text };
  }

  #addPart(line: Record<string, unknown>): void {
    const { id, revision, container, part, parts, data } = line;
    const isSound =
      typeof id === 'string' &&
      typeof data === 'string' &&
      isBetween(revision, 0, Number.MAX_SAFE_INTEGER) &&
      isBetween(parts, 1, MAX_PARTS) &&
      isBetween(part, 1, parts);
    if (!isSound) {
      this.#damaged += 1;
      return;
    }
    const kept = this.#entry(id, typeof container === 'string' ? container : null);
    if (kept === null || (kept.whole !== null && kept.whole.revision >= revision)) return;
    if (kept.parts === null || kept.parts.revision < revision) {
      this.#forget(kept.parts);
      kept.parts = { revision, count: parts, pieces: new Map() };
    }
    const { pieces, count } = kept.parts;
    if (kept.parts.revision !== revision || count !== parts || pieces.has(part)) return;
    if (!this.#makeRoom(data.length)) return;
    pieces.set(part, data);
    if (pieces.size === count) this.#join(kept, kept.parts);
  }

  #join(kept: Kept, { revision, count, pieces }: Parts): void {
    let text = '';
    for (let part = 1; part <= count; part += 1) text += pieces.get(part) ?? '';
    kept.parts = null;
    const report = this.#read(text);
    if (report !== null && report.id === kept.id && report.revision === revision) {
      kept.whole = { revision, text };
      return;
    }
    this.#characters -= text.length;
    if (report !== null) this.#damaged += 1;
  }

  #read(text: string): Report | null {
    try {
      return parseReport(text);
    } catch (error) {
      if (!(error instanceof ReportFormatError)) throw error;
      if (error.code === 'newer-version') this.#refusal = error;
      else this.#damaged += 1;
      return null;
    }
  }

  #entry(id: string, container: string | null): Kept | null {
    const known = this.#kept.get(id);
    if (known !== undefined) return known;
    if (id.length > MAX_ID_CHARACTERS || !this.#makeRoom(MAX_ID_CHARACTERS)) return null;
    const entry: Kept = { id, container, line: null, whole: null, parts: null };
    this.#kept.set(id, entry);
    return entry;
  }

  #forget(parts: Parts | null): void {
    for (const data of parts?.pieces.values() ?? []) this.#characters -= data.length;
  }

  #makeRoom(characters: number): boolean {
    if (this.#characters + characters > this.#maxKept) {
      this.#unkept += 1;
      return false;
    }
    this.#characters += characters;
    return true;
  }
}

function parsed(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : null;
  } catch {
    return null;
  }
}

function isBetween(value: unknown, least: number, most: number): value is number {
  return Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= most;
}
