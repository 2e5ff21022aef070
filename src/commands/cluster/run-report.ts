/** One report that a collector keeps, in any form. */
import { obstacleTo, writeWhole } from '../../delivery/file.ts';
import type { Render } from '../../delivery/renderings.ts';
import { loadRendering } from '../../delivery/renderings.ts';
import { StandardOutput } from '../../delivery/stdout.ts';
import { parseReport, ReportFormatError } from '../../report/parse.ts';
import type { Report } from '../../report/report.ts';
import { readSurroundings } from '../../settings/environment.ts';
import type { ReportFlags, ReportSettings } from '../../settings/reading.ts';
import { parseReportReading } from '../../settings/reading.ts';
import { UsageError } from '../../settings/usage-error.ts';
import type { ExitStatus } from '../../shutdown/outcome.ts';
import { EXIT } from '../../shutdown/outcome.ts';
import { say } from '../messages.ts';
import { ownVersion } from '../version.ts';
import { findReport } from './find-report.ts';
import { harmlessJson } from './print-list.ts';
import { ReadingError } from './reading-error.ts';
import { withCollector } from './with-collector.ts';

export async function runReport(flags: ReportFlags): Promise<ExitStatus> {
  const settings = parseReportReading(flags, readSurroundings());
  const { out } = settings;
  const obstacle = out === null ? null : obstacleTo(out);
  if (obstacle !== null) throw new UsageError(`nothing can be written to ${out}: ${obstacle}`);
  const json = await withCollector(settings.connection, ({ client }) => findReport(settings.id, client));
  const report = parsed(json);
  const render = await rendering(settings, json);
  if (out === null) render(report, new StandardOutput().write);
  else if (!written(out, report, render)) return EXIT.couldNotLook;
  return EXIT.inTime;
}

function parsed(json: string): Report {
  try {
    return parseReport(json);
  } catch (error) {
    if (!(error instanceof ReportFormatError)) throw error;
    throw new ReadingError(`The report cannot be read. ${error.message}`, {
      code: 'bad-answer',
      fix: error.fix,
      cause: error,
    });
  }
}

async function rendering({ form, text }: ReportSettings, json: string): Promise<Render> {
  // As it is kept: with what this version may not know.
  if (form === 'json')
    return (_report, write) => write(harmlessJson({ text: json, value: JSON.parse(json) }));
  if (form !== 'markdown') return await loadRendering(form, { text, failSlow: false, version: ownVersion() });
  const { renderMarkdown } = await import('../../report/render/markdown.ts');
  return (report, write) => write(renderMarkdown(report));
}

function written(path: string, report: Report, render: Render): boolean {
  try {
    writeWhole(path, (write) => render(report, write));
    return true;
  } catch (error) {
    say(`straggler: ${path} could not be written: ${(error as Error).message}\n`);
    return false;
  }
}
