/**
 * What the sidecar writes to its log: JSON, a line each, never longer than what a container runtime keeps in one piece.
 * `docs/logs.md` is for those who read them.
 */
import { abridge } from '../report/render/abridged.ts';
import { terminationMessage } from '../report/render/one-line.ts';
import type { Report } from '../report/report.ts';
import { cutBytes, jsonString, jsonText, visible } from '../report/sanitise.ts';

export type Level = 'info' | 'warn' | 'error';

/** containerd, CRI-O and Docker split what is longer; the line break counts. */
export const LINE_BYTES = 16 * 1_024;
/** Beside a report as JSON, a message is for reading, not for all there is to say. */
const REPORT_MESSAGE_BYTES = 2_000;
const MESSAGE_BYTES = 4_000;
const LINE_SURVIVORS = 40;
/** Kubelets rotate a log at 10 MiB: a report with 100,000 tasks must not push its own beginning out. */
const WHOLE = { bytes: 3 * 1_024 * 1_024, survivors: 1_000 };

interface PreflightWords {
  level: Level;
  msg: string;
  /** null when there is nothing to mend. */
  fix: string | null;
  preflight: object;
}

/** What Straggler does now. */
export function watchLine(level: Level, msg: string, timeMs: number): string {
  return `{${opening({ level, timeMs, event: 'watch', msg: readable(msg) })}}\n`;
}

/** What Straggler will be able to see; of a result that is too long only the sentences stay. */
export function preflightLine({ level, msg, fix, preflight }: PreflightWords, timeMs: number): string {
  const head = opening({ level, timeMs, event: 'preflight', msg: readable(msg) });
  const mend = fix === null ? '' : `,"fix":${jsonString(readable(fix))}`;
  const line = (result: string) => `{${head}${mend},"preflight":${result}}\n`;
  const whole = line(jsonText(JSON.stringify(preflight)));
  return Buffer.byteLength(whole) <= LINE_BYTES ? whole : line('null');
}

export interface ReportLine {
  text: string;
  isAbridged: boolean;
}

export function reportLine(report: Report, timeMs: number): ReportLine {
  const msg = terminationMessage(report, REPORT_MESSAGE_BYTES);
  const head = `{${opening({ level: levelOf(report), timeMs, event: 'report', msg })},"report":`;
  const tail = '}\n';
  const bytes = LINE_BYTES - Buffer.byteLength(head) - tail.length;
  const { json, leftOut } = abridge(report, { bytes, survivors: LINE_SURVIVORS });
  return { text: head + json + tail, isAbridged: leftOut.length > 0 };
}

/** The whole report, in as many lines as it takes: `data` of all of them, joined, is its JSON. */
export function partLines(report: Report, timeMs: number): string[] {
  const container = report.target.container === null ? 'null' : jsonString(report.target.container);
  const frame = (part: number, parts: number, data: string) => {
    const msg = `Part ${part} of ${parts} of the whole report; \`straggler logs\` joins them.`;
    const head = opening({ level: 'info', timeMs, event: 'part', msg });
    const place = `"id":${jsonString(report.id)},"revision":${report.revision},"container":${container}`;
    return `{${head},${place},"part":${part},"parts":${parts},"data":"${data}"}\n`;
  };
  const most = 9_999;
  const pieces = slices(abridge(report, WHOLE).json, LINE_BYTES - Buffer.byteLength(frame(most, most, '')));
  return pieces.map((data, index) => frame(index + 1, pieces.length, data));
}

/** A hang that is not over may still end well: it is no error yet. */
function levelOf({ outcome, complete, findings }: Report): Level {
  if (outcome === 'hung' && complete) return 'error';
  if (outcome === 'slow') return 'warn';
  return outcome === 'hung' && findings.length > 0 ? 'warn' : 'info';
}

interface Opening {
  level: Level;
  timeMs: number;
  event: 'preflight' | 'watch' | 'report' | 'part';
  msg: string;
}

/** `straggler logs` looks for a line that begins like this, whatever a log reader puts before it. */
function opening({ level, timeMs, event, msg }: Opening): string {
  const time = new Date(timeMs).toISOString();
  return `"level":"${level}","time":"${time}","event":"${event}","msg":${jsonString(msg)}`;
}

function readable(text: string): string {
  return cutBytes(visible(text), MESSAGE_BYTES);
}

/**
 * Pieces of a JSON text, each already escaped as the inside of a JSON string of at most `limitBytes`, and none ending in
 * the middle of a character. The text has no control characters: `jsonText` has escaped them.
 */
function slices(json: string, limitBytes: number): string[] {
  const pieces: string[] = [];
  let begin = 0;
  let bytes = 0;
  let index = 0;
  while (index < json.length) {
    const code = json.codePointAt(index) ?? 0;
    const cost = escapedBytes(code);
    if (bytes + cost > limitBytes) {
      pieces.push(escapedInside(json.slice(begin, index)));
      begin = index;
      bytes = 0;
    }
    bytes += cost;
    index += code > 0xffff ? 2 : 1;
  }
  pieces.push(escapedInside(json.slice(begin)));
  return pieces;
}

function escapedBytes(code: number): number {
  if (code === 0x22 || code === 0x5c) return 2;
  if (code < 0x80) return 1;
  if (code < 0x800) return 2;
  return code > 0xffff ? 4 : 3;
}

function escapedInside(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}
