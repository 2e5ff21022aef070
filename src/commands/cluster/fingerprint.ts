/** A hang by the beginning of its fingerprint, as `straggler hangs` shows it. */
import { visible } from '../../report/sanitise.ts';
import type { CollectorClient } from './client.ts';
import { hangRows } from './hang-rows.ts';
import { ReadingError } from './reading-error.ts';

/** Hexadecimal digits of a whole one: `src/report/fingerprint.ts`. */
const WHOLE = 16;
const MAX_NAMED = 5;

export async function wholeFingerprint(beginning: string, client: CollectorClient): Promise<string> {
  if (beginning.length >= WHOLE) return beginning;
  const hangs = hangRows((await client.getJson('/api/v1/hangs')).value);
  const found = hangs.filter(({ fingerprint }) => fingerprint.startsWith(beginning));
  const [first, second] = found;
  if (first === undefined)
    throw new ReadingError(`The collector knows no hang ${visible(beginning)}.`, {
      code: 'not-found',
      fix: 'straggler hangs lists those that it knows, by HANG.',
    });
  if (second === undefined) return first.fingerprint;
  const names = found.slice(0, MAX_NAMED).map(({ fingerprint }) => fingerprint);
  throw new ReadingError(`${found.length} hangs begin with ${beginning}: ${names.join(', ')}.`, {
    code: 'ambiguous',
    fix: 'Give more of the fingerprint.',
  });
}
