/** Which form of a report is the best that a log held, and what is wrong with it. */
import { parseReport } from '../../report/parse.ts';
import type { Report } from '../../report/report.ts';
import { visible } from '../../report/sanitise.ts';
import type { Kept, Parts } from './kept.ts';

export interface Found {
  /** null when parts were all there was, and not all of them. */
  report: Report | null;
  /** What is missing, a sentence each. */
  notes: string[];
}

const NAMED_PARTS = 10;

export function choose(kept: Kept): Found {
  const { line, whole, parts } = kept;
  const best = whole !== null && whole.revision >= (line?.revision ?? 0) ? whole : line;
  const report = best === null ? null : parseReport(best.text);
  const leftOut = report === null ? [] : abridged(report);
  const isWanted = parts !== null && parts.revision >= (best?.revision ?? 0) + (leftOut.length > 0 ? 0 : 1);
  const missing = isWanted || (parts !== null && best === null) ? missingParts(parts) : null;
  if (missing === null && leftOut.length === 0) return { report, notes: [] };
  const of = `the report of ${kept.container === null ? 'a process' : `container ${visible(kept.container)}`} (${visible(kept.id)})`;
  const without = `shown without ${leftOut.map((part) => visible(part)).join(', ')}`;
  if (missing !== null) {
    const shown = report === null ? 'it cannot be shown' : shownInstead(report, parts, without);
    return { report, notes: [`${missing} of ${of}: ${shown}`] };
  }
  const why = best === whole ? 'even its parts hold not all of it' : 'its whole was not written to this log';
  return { report, notes: [`${of} is abridged, ${why}; it is ${without}`] };
}

function shownInstead(report: Report, parts: Parts | null, without: string): string {
  if (report.revision !== parts?.revision) return `revision ${report.revision} is shown instead`;
  return `it is ${without}`;
}

function missingParts({ revision, count, pieces }: Parts): string {
  const missing: number[] = [];
  for (let part = 1; part <= count; part += 1) if (!pieces.has(part)) missing.push(part);
  const named = missing.slice(0, NAMED_PARTS).join(', ');
  const more = missing.length > NAMED_PARTS ? ` and ${missing.length - NAMED_PARTS} more` : '';
  const [noun, verb] = missing.length === 1 ? ['part', 'is'] : ['parts', 'are'];
  return `${noun} ${named}${more} of ${count} ${verb} missing in revision ${revision}`;
}

/** What the lines of a log leave out is named in a field that a report otherwise lacks. */
function abridged(report: Report): string[] {
  const { abridged: parts } = report as Report & { abridged?: unknown };
  return Array.isArray(parts) ? parts.filter((part) => typeof part === 'string') : [];
}
