/** Reports out of the log of a sidecar. */
import { createReadStream } from 'node:fs';
import { parse as parsePath } from 'node:path';
import { isatty } from 'node:tty';
import { obstacleTo, writeWhole } from '../delivery/file.ts';
import type { Found } from '../delivery/logs/found.ts';
import { ReportJoiner } from '../delivery/logs/joiner.ts';
import { Rows } from '../delivery/logs/rows.ts';
import { Unwrapper } from '../delivery/logs/unwrap.ts';
import { StandardOutput } from '../delivery/stdout.ts';
import type { Report } from '../report/report.ts';
import { jsonText, visible } from '../report/sanitise.ts';
import { readSurroundings } from '../settings/environment.ts';
import type { LogsFlags, LogsSettings } from '../settings/logs.ts';
import { parseLogs } from '../settings/logs.ts';
import { UsageError } from '../settings/usage-error.ts';
import type { ExitStatus } from '../shutdown/outcome.ts';
import { EXIT } from '../shutdown/outcome.ts';
import { say } from './messages.ts';

const STDIN = 0;

export async function runLogs(flags: LogsFlags): Promise<ExitStatus> {
  const settings = parseLogs(flags, readSurroundings());
  const obstacle = settings.html === null ? null : obstacleTo(settings.html);
  if (obstacle !== null) throw new UsageError(`nothing can be written to ${settings.html}: ${obstacle}`);
  const joiner = new ReportJoiner();
  const rows = await readRows(settings.file, joiner);
  const found = joiner.found();
  const reports = found.flatMap(({ report }) => report ?? []);
  if (reports.length > 0) {
    await print(reports, settings);
    if (settings.html !== null) await writePages(reports, settings.html);
  }
  tell(found, joiner);
  if (reports.length > 0) return EXIT.inTime;
  say(nothingFound(rows, joiner));
  return EXIT.couldNotLook;
}

/** How many rows there were. */
async function readRows(file: string | null, joiner: ReportJoiner): Promise<number> {
  if (file === null && isatty(STDIN))
    throw new UsageError(
      'logs reads a FILE, or standard input: kubectl logs POD -c straggler | straggler logs',
    );
  const unwrapper = new Unwrapper();
  const rows = new Rows((row) => {
    const text = unwrapper.unwrap(row);
    if (text !== null) joiner.add(text);
  });
  const stream = file === null ? createReadStream('', { fd: STDIN }) : createReadStream(file);
  try {
    for await (const chunk of stream) rows.add(chunk as Buffer);
  } catch (error) {
    const name = file === null ? 'standard input' : file;
    throw new UsageError(`${name} cannot be read: ${(error as Error).message}`, { cause: error });
  }
  rows.end();
  return rows.count;
}

async function print(reports: readonly Report[], { stdout, text }: LogsSettings): Promise<void> {
  const { write } = new StandardOutput();
  const [only, ...others] = reports;
  if (stdout === 'json') {
    const { writeReportJson } = await import('../report/render/json.ts');
    if (only !== undefined && others.length === 0) writeReportJson(only, write);
    else for (const report of reports) write(`${jsonText(JSON.stringify(report))}\n`);
    return;
  }
  const { renderText } = await import('../report/render/text.ts');
  for (const [index, report] of reports.entries()) {
    if (others.length > 0) write(`${index === 0 ? '' : '\n'}${heading(report)}\n\n`);
    write(renderText(report, text));
  }
}

/** Which of several it is. */
function heading({ pod, target, id, revision }: Report): string {
  const where = pod === null ? [] : [`${pod.namespace}/${pod.name}`];
  const container = target.container === null ? [] : [`container ${target.container}`];
  return visible(`── ${[...where, ...container, `${id}, revision ${revision}`].join(' · ')} ──`);
}

async function writePages(reports: readonly Report[], path: string): Promise<void> {
  const { renderHtml } = await import('../report/render/html.ts');
  const { dir, name, ext } = parsePath(path);
  for (const [index, report] of reports.entries()) {
    const page = index === 0 ? path : `${dir === '' ? '' : `${dir}/`}${name}-${index + 1}${ext}`;
    try {
      writeWhole(page, (write) => write(renderHtml(report)));
    } catch (error) {
      say(`straggler: ${page} could not be written: ${(error as Error).message}\n`);
    }
  }
}

function tell(found: readonly Found[], { damaged, unkept, refusal }: ReportJoiner): void {
  for (const note of found.flatMap(({ notes }) => notes)) say(`straggler: ${note}\n`);
  if (damaged > 0)
    say(
      `straggler: ${damaged === 1 ? '1 line of the sidecar is' : `${damaged} lines of the sidecar are`} cut or damaged, and left out\n`,
    );
  if (unkept > 0) say(`straggler: there were more reports than can be kept; ${unkept} lines are left out\n`);
  if (refusal !== null) say(`straggler: ${refusal.message}\n  ${refusal.fix}\n`);
}

function nothingFound(rows: number, { lastWords }: ReportJoiner): string {
  if (lastWords !== null)
    return `straggler: the log is a sidecar's, and holds no report; the sidecar said last: ${lastWords}\n  It reports when its pod stops: follow the log meanwhile, kubectl logs POD -c straggler -f\n`;
  const lines = rows === 1 ? '1 line' : `${rows} lines`;
  return `straggler: there is no report of a sidecar in ${lines}\n  Give the log of the sidecar's container: kubectl logs POD -c straggler\n`;
}
