/** The list of hangs, and one of them. */
import type { HangFilter } from '../../model/filter.ts';
import { ANY_HANG } from '../../model/filter.ts';
import type { HangDetail, HangSummary } from '../../model/hang.ts';
import type { Database } from '../database/database-kind.ts';
import type { HangDayRow, HangImageRow } from '../database/tables.ts';
import { dayOf } from '../terminations/contribution.ts';
import { readGoneSince } from './gone-since.ts';
import type { HangInNamespace } from './hang-rows.ts';
import { findHangs, readDays, readImages, readNodes } from './hang-rows.ts';
import { DAYS_SHOWN, sumDays, sumImages, sumPlaces } from './put-together.ts';

/** Those seen last; nobody reads more. */
const MAX_LISTED = 1_000;

export async function listHangs(reader: Database, filter: HangFilter, nowMs: number): Promise<HangSummary[]> {
  const all = Map.groupBy(await findHangs(reader, filter, null), ({ row }) => row.fingerprint);
  return await summarise(reader, [...all.values()].slice(0, MAX_LISTED), nowMs);
}

export async function readHang(
  reader: Database,
  fingerprint: string,
  nowMs: number,
): Promise<HangDetail | null> {
  const hangs = await findHangs(reader, ANY_HANG, fingerprint);
  const [summary] = await summarise(reader, hangs.length === 0 ? [] : [hangs], nowMs);
  if (summary === undefined) return null;
  const nodes = await readNodes(reader, placeIds(hangs));
  return { ...summary, nodes, goneSince: await readGoneSince(reader, summary) };
}

/** A group each: the same hang in several namespaces, the one seen last first. */
async function summarise(
  reader: Database,
  groups: readonly (readonly HangInNamespace[])[],
  nowMs: number,
): Promise<HangSummary[]> {
  const ids = placeIds(groups.flat());
  const today = dayOf(nowMs);
  const placeOf = ({ place_id }: HangDayRow | HangImageRow) => place_id;
  const days = Map.groupBy(await readDays(reader, ids, today - DAYS_SHOWN + 1), placeOf);
  const images = Map.groupBy(await readImages(reader, ids), placeOf);
  return groups
    .flatMap((group) => {
      const [newest] = group;
      if (newest === undefined) return [];
      const places = group.flatMap((hang) => hang.places);
      return [
        {
          fingerprint: newest.row.fingerprint,
          finding: newest.finding,
          namespaces: [...new Set(places.map(({ namespace }) => namespace))].sort(),
          ...sumPlaces(places),
          days: sumDays(
            places.flatMap(({ id }) => (days.get(id) ?? []) as HangDayRow[]),
            today,
          ),
          images: sumImages(places.flatMap(({ id }) => (images.get(id) ?? []) as HangImageRow[])),
        },
      ];
    })
    .sort((a, b) => b.lastSeenMs - a.lastSeenMs);
}

function placeIds(hangs: readonly HangInNamespace[]): string[] {
  return hangs.flatMap(({ places }) => places.map(({ id }) => id));
}
