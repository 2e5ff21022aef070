/** A report by its id, or by the beginning of it. */
import { visible } from '../../report/sanitise.ts';
import type { CollectorClient } from './client.ts';
import { MAX_REPORT_BYTES, pathOf } from './client.ts';
import { ReadingError } from './reading-error.ts';
import { reportRows } from './report-rows.ts';

/** Asked for at most so often: the newest 10,000 reports. */
const MAX_PAGES = 20;
const PAGE = 500;
const MAX_NAMED = 5;

/** The report's JSON, as it is kept. */
export async function findReport(id: string, client: CollectorClient): Promise<string> {
  const whole = await read(id, client);
  if (whole !== null) return whole;
  const found = await idsThatBegin(id, client);
  const [first, second] = found.ids;
  if (first === undefined)
    throw new ReadingError(
      `The collector keeps no report ${visible(id)}${found.isAll ? '' : `, or none of the newest ${PAGE * MAX_PAGES} begins so`}.`,
      {
        code: 'not-found',
        fix: 'straggler reports lists those that it keeps; older ones are deleted after a while.',
      },
    );
  if (second !== undefined) {
    const more = found.ids.length > MAX_NAMED ? ', …' : '';
    const sentence = `${found.ids.length} reports begin with ${visible(id)}: ${found.ids.slice(0, MAX_NAMED).join(', ')}${more}.`;
    throw new ReadingError(sentence, { code: 'ambiguous', fix: 'Give more of the id.' });
  }
  const text = await read(first, client);
  if (text !== null) return text;
  throw new ReadingError(`The report ${first} was deleted a moment ago.`, {
    code: 'not-found',
    fix: 'straggler reports lists those that are kept.',
  });
}

/** null: there is none with this id. */
async function read(id: string, client: CollectorClient): Promise<string | null> {
  try {
    return await client.get(`/api/v1/reports/${encodeURIComponent(id)}`, MAX_REPORT_BYTES);
  } catch (error) {
    if (error instanceof ReadingError && error.code === 'not-found') return null;
    throw error;
  }
}

async function idsThatBegin(
  beginning: string,
  client: CollectorClient,
): Promise<{ ids: string[]; isAll: boolean }> {
  const upper = beginning.toUpperCase();
  const ids: string[] = [];
  let before: string | null = null;
  for (let page = 0; page < MAX_PAGES; page++) {
    const query: Record<string, string> = { limit: String(PAGE), ...(before === null ? {} : { before }) };
    const { rows, next } = reportRows((await client.getJson(pathOf('/api/v1/reports', query))).value);
    ids.push(...rows.flatMap(({ id }) => (id.toUpperCase().startsWith(upper) ? [id] : [])));
    if (next === null) return { ids, isAll: true };
    before = next;
  }
  return { ids, isAll: false };
}
