/** The lines that the sidecar writes to its stdout, and the reports that come out of them. */
import type { Report } from '../../../src/report/report.ts';

export interface SidecarLine {
  /** When the container runtime took it. */
  atMs: number;
  text: string;
  /** Null for a line that is no JSON of Straggler's. */
  event: LineEvent | null;
}

export type LineEvent =
  | { event: 'preflight'; level: string; msg: string; fix?: string; preflight: PreflightFacts }
  | { event: 'watch'; level: string; msg: string }
  | { event: 'report'; level: string; msg: string; report: Report & { abridged?: unknown } }
  | {
      event: 'part';
      id: string;
      revision: number;
      container: string;
      part: number;
      parts: number;
      data: string;
    };

/** Only what the suite looks at. */
type PreflightFacts = Record<string, unknown>;

export interface SeenReport {
  atMs: number;
  /** The paragraph for people. */
  message: string;
  report: Report;
  bytes: number;
}

/** With `timestamps=true` a line of the log begins with an RFC 3339 time. */
export function parseLine(line: string): SidecarLine {
  const space = line.indexOf(' ');
  const text = line.slice(space + 1);
  return { atMs: Date.parse(line.slice(0, space)), text, event: parseEvent(text) };
}

function parseEvent(text: string): LineEvent | null {
  if (!text.startsWith('{')) return null;
  try {
    const event = JSON.parse(text) as LineEvent;
    return typeof event.event === 'string' ? event : null;
  } catch {
    return null;
  }
}

/** The `report` lines about one container, oldest first. */
export function reportsOf(lines: readonly SidecarLine[], container: string): SeenReport[] {
  return lines.flatMap(({ atMs, text, event }) => {
    if (event?.event !== 'report' || event.report.target.container !== container) return [];
    return [{ atMs, message: event.msg, report: event.report, bytes: Buffer.byteLength(text) }];
  });
}

/** The newest revision about a container, whole where its parts are all there. */
export function newestReport(lines: readonly SidecarLine[], container: string): Report | null {
  let newest: Report | null = null;
  for (const { report } of reportsOf(lines, container)) {
    if (newest === null || report.id > newest.id || report.revision >= newest.revision) newest = report;
  }
  return newest === null ? null : (joined(lines, newest.id, newest.revision) ?? newest);
}

function joined(lines: readonly SidecarLine[], id: string, revision: number): Report | null {
  const parts = new Map<number, string>();
  let wanted = 0;
  for (const { event } of lines) {
    if (event?.event !== 'part' || event.id !== id || event.revision !== revision) continue;
    parts.set(event.part, event.data);
    wanted = event.parts;
  }
  if (wanted === 0 || parts.size < wanted) return null;
  const whole = Array.from({ length: wanted }, (_, index) => parts.get(index + 1) ?? '').join('');
  return JSON.parse(whole) as Report;
}
