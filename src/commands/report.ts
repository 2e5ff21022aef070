/** `straggler report`: its options and its help. */

import type { ArgumentsCamelCase, Argv, CommandModule } from 'yargs';
import type { ReportFlags } from '../settings/reading.ts';
import { CONNECTION_HELP, CONNECTION_OPTIONS, READING_STATUSES, VIEW_OPTIONS } from './options.ts';
import type { Take } from './take.ts';

const HELP = `Prints one report that the collector of a cluster keeps. ID is what straggler reports
shows; its first characters are enough, at least 6, where no other report begins so.

${CONNECTION_HELP}`;

const epilogue = (program: string) => `Examples
  ${program} report 01KB6Q2M
  ${program} report 01KB6Q2M -o hang.html     a page to forward; it stands alone
  ${program} report 01KB6Q2M --markdown       for the channel of the incident
  ${program} report 01KB6Q2M --json | jq '.findings[0]'

${READING_STATUSES}`;

export function reportCommand(take: Take, program: string): CommandModule {
  return {
    command: 'report [id]',
    describe: 'Print one report that is kept in the cluster',
    builder: (parser: Argv) =>
      parser
        .usage(HELP)
        .positional('id', { type: 'string', describe: 'Of the report, or its beginning' })
        .options({
          html: { type: 'boolean', describe: 'As a web page that stands alone' },
          json: { type: 'boolean', describe: 'As JSON, as the collector keeps it' },
          markdown: { type: 'boolean', describe: 'As Markdown' },
          out: {
            type: 'string',
            requiresArg: true,
            alias: 'o',
            describe:
              'Write it into this file; without one of the above in the form that its name asks for (.html, .md, .txt, .json, .xml for JUnit, .sarif)',
          },
          color: VIEW_OPTIONS.color,
          ...CONNECTION_OPTIONS,
        })
        .epilogue(epilogue(program)),
    handler: (flags: ArgumentsCamelCase) => {
      take(async () => {
        const { runReport } = await import('./cluster/run-report.ts');
        return runReport(flags as ReportFlags);
      });
    },
  };
}
