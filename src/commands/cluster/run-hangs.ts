/** The hangs that a collector knows. */
import { pageOf } from '../../report/render/text/page.ts';
import { readSurroundings } from '../../settings/environment.ts';
import type { HangsFlags } from '../../settings/reading.ts';
import { parseHangs } from '../../settings/reading.ts';
import type { ExitStatus } from '../../shutdown/outcome.ts';
import { EXIT } from '../../shutdown/outcome.ts';
import { say } from '../messages.ts';
import { pathOf } from './client.ts';
import { hangRows, hangTable } from './hang-rows.ts';
import { harmlessJson, print } from './print-list.ts';
import { withCollector } from './with-collector.ts';

export async function runHangs(flags: HangsFlags): Promise<ExitStatus> {
  const { connection, query, stdout, text, fitsTerminal } = parseHangs(flags, readSurroundings());
  return await withCollector(connection, async ({ client }) => {
    const answer = await client.getJson(pathOf('/api/v1/hangs', query));
    const rows = hangRows(answer.value);
    if (stdout === 'json') print(harmlessJson(answer));
    else if (rows.length > 0)
      print(
        hangTable(rows, pageOf(text, null), { width: fitsTerminal ? text.width : null, nowMs: Date.now() }),
      );
    else
      say(
        `straggler: the collector knows no hang${Object.keys(query).length === 0 ? '' : ' of this kind'}\n`,
      );
    return EXIT.inTime;
  });
}
