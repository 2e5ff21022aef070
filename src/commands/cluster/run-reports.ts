/** The reports that a collector keeps. */
import { pageOf } from '../../report/render/text/page.ts';
import { readSurroundings } from '../../settings/environment.ts';
import type { Query, ReportsFlags } from '../../settings/reading.ts';
import { parseReports } from '../../settings/reading.ts';
import type { ExitStatus } from '../../shutdown/outcome.ts';
import { EXIT } from '../../shutdown/outcome.ts';
import { say } from '../messages.ts';
import type { CollectorClient } from './client.ts';
import { pathOf } from './client.ts';
import { wholeFingerprint } from './fingerprint.ts';
import { harmlessJson, print } from './print-list.ts';
import { reportRows, reportTable } from './report-rows.ts';
import { withCollector } from './with-collector.ts';

export async function runReports(flags: ReportsFlags): Promise<ExitStatus> {
  const { connection, query, stdout, text, fitsTerminal } = parseReports(flags, readSurroundings());
  return await withCollector(connection, async ({ client }) => {
    const answer = await client.getJson(pathOf('/api/v1/reports', await exact(query, client)));
    const { rows, next } = reportRows(answer.value);
    if (stdout === 'json') print(harmlessJson(answer));
    else if (rows.length > 0)
      print(
        reportTable(rows, pageOf(text, null), { width: fitsTerminal ? text.width : null, nowMs: Date.now() }),
      );
    else say('straggler: the collector keeps no report of this kind\n');
    if (next !== null && stdout === 'text')
      say(`straggler: these are the newest ${rows.length}; there are older ones: --limit, --since\n`);
    return EXIT.inTime;
  });
}

async function exact(query: Query, client: CollectorClient): Promise<Query> {
  const { fingerprint } = query;
  return fingerprint === undefined
    ? query
    : { ...query, fingerprint: await wholeFingerprint(fingerprint, client) };
}
