/** A report as the body of a request. */
import { gzipSync } from 'node:zlib';
import { abridge } from '../../report/render/abridged.ts';
import { writeReportJson } from '../../report/render/json.ts';
import type { Report } from '../../report/report.ts';

export interface Body {
  bytes: Buffer;
  headers: Readonly<Record<string, string>>;
}

const SMALL = { bytes: 16 * 1_024, survivors: 40 };
/** Speed matters: at the end of a pod there is little time, and often little CPU. */
const LEVEL = 1;

export interface SmallBody extends Body {
  /** Something was left out: the whole report is to follow. */
  isAbridged: boolean;
}

export function smallBody(report: Report): SmallBody {
  const { json, leftOut } = abridge(report, SMALL);
  const isAbridged = leftOut.length > 0;
  return {
    bytes: Buffer.from(json, 'utf8'),
    headers: isAbridged ? { 'x-straggler-abridged': 'true' } : {},
    isAbridged,
  };
}

/**
 * Compressed piece by piece as it is written, so that the whole is never in memory: a series of gzip members, which reads
 * as one (https://www.rfc-editor.org/rfc/rfc1952#section-2.2).
 */
export function wholeBody(report: Report): Body {
  const members: Buffer[] = [];
  writeReportJson(report, (chunk) => {
    members.push(gzipSync(chunk, { level: LEVEL }));
  });
  return { bytes: Buffer.concat(members), headers: { 'content-encoding': 'gzip' } };
}
